"""The library out of the checkout, where nothing else of Microcred and no Django is to be had."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import microcred.openbadges
from microcred.openbadges.contexts import DIRECTORY_VARIABLE, directory

CALLED = re.compile(r"`([a-z_0-9]+)\.[A-Za-z_]")

HERE = Path(__file__).resolve().parents[1]

SIGNS_AND_VERIFIES = """
import sys
sys.modules["django"] = None  # nobody may import it
from datetime import UTC, datetime
import microcred.openbadges as ob

assert ob.__file__.startswith(sys.argv[1]), ob.__file__
now = datetime(2026, 11, 22, 12, tzinfo=UTC)
key = ob.keys.SigningKey.generate(ob.keys.KeyKind.ED25519)
did = ob.dids.did_key(key.public)
method = f"{did}#{did.removeprefix('did:key:')}"
credential = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential"],
    "issuer": did,
    "validFrom": "2026-11-22T00:00:00Z",
    "credentialSubject": {"id": "urn:uuid:7e30d0f0-6c1b-4a53-8a5c-0a4fb3ff1a0e"},
}
signed = ob.proofs.sign(credential, key, created=now, verification_method=method)
resolve = ob.dids.resolver(ob.fetch.fetch)
[proof] = ob.proofs.proofs_of(signed)
ob.proofs.verify_proof(signed, proof, ob.dids.key_for(resolve(did), method, "assertionMethod"), now=now)
assert not any(name.startswith("microcred.") and not name.startswith("microcred.openbadges") for name in sys.modules)
print("verified")
"""


def test_it_signs_and_verifies_where_nothing_else_of_microcred_is(tmp_path: Path):
    shutil.copytree(HERE, tmp_path / "microcred" / "openbadges", ignore=shutil.ignore_patterns("tests", "__pycache__"))
    (tmp_path / "microcred" / "__init__.py").touch()
    script = tmp_path / "alone.py"
    script.write_text(SIGNS_AND_VERIFIES)
    said = subprocess.run(
        [sys.executable, str(script), str(tmp_path)],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], DIRECTORY_VARIABLE: str(directory())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.stdout == "verified\n", said.stderr
    assert (tmp_path / "microcred" / "openbadges" / "py.typed").exists(), "without it its types count for nobody"


def test_the_map_names_the_modules_that_are_meant_to_be_called():
    rows = [line for line in (HERE / "README.md").read_text().splitlines() if line.startswith("| ")]
    named = {name for row in rows[: rows.index("| path | for | leaves to the next |")] for name in CALLED.findall(row)}
    assert named <= set(microcred.openbadges.__all__)
    for name in microcred.openbadges.__all__:
        assert getattr(microcred.openbadges, name).__doc__
