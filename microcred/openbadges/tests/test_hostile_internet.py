"""The one door against a hostile name server and hostile web servers, on a real network of their own."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from microcred.openbadges.tests.internet import CASES, PUBLIC

NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount", "--net")
REFUSED, UNREACHABLE = "AddressRefused", "Unreachable"

EXPECTED = {
    "good": ("body", PUBLIC),
    "rebinding": ("body", PUBLIC),
    "rebinding the other way": (REFUSED, "not a public address"),
    "one private among public": (REFUSED, "not a public address"),
    "one private after twenty public": (REFUSED, "not a public address"),
    "a name inside": (REFUSED, "not a public address"),
    "a name of the metadata service": (REFUSED, "not a public address"),
    "IPv4-mapped": (REFUSED, "not a public address"),
    "NAT64-wrapped": (REFUSED, "not a public address"),
    "a private network": (REFUSED, "not a public address"),
    "the zero address": (REFUSED, "not a public address"),
    "IPv6 loopback": (REFUSED, "not a public address"),
    "hexadecimal": (REFUSED, "not a public address"),
    "decimal": (REFUSED, "not a public address"),
    "octal": (REFUSED, "not a public address"),
    "mapped in brackets": (REFUSED, "not a public address"),
    "the first address is dead": ("body", PUBLIC),
    "redirect to the metadata service": (UNREACHABLE, "answered 302"),
    "endless redirect": (UNREACHABLE, "answered 302"),
    "gzip bomb": (UNREACHABLE, "compressed form nobody asked for"),
    "slow drip": (UNREACHABLE, "did not answer in time"),
    "slow headers": (UNREACHABLE, "did not answer in time"),
    "silence": (UNREACHABLE, "did not answer in time"),
    "too large": (UNREACHABLE, "larger than 65536 bytes"),
    "endless": (UNREACHABLE, "larger than 65536 bytes"),
    "headers without end": (UNREACHABLE, "could not be read"),
    "a name server that is silent": (UNREACHABLE, "did not resolve in time"),
    "no such name": (UNREACHABLE, "does not resolve"),
    "another's certificate": (UNREACHABLE, "could not be read"),
    "plain http": (REFUSED, "only https"),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    if shutil.which("unshare") is None or subprocess.run([*NAMESPACE, "true"], check=False).returncode:
        pytest.skip("this machine gives no network namespaces: the hostile Internet needs Linux and the right to one")
    directory: Path = tmp_path_factory.mktemp("internet")
    command = [*NAMESPACE, sys.executable, "-m", "microcred.openbadges.tests.internet", str(directory)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_case_was_tried(results: dict[str, Any]):
    assert set(results) == set(EXPECTED) == set(CASES)


@pytest.mark.parametrize("case", CASES)
def test_the_door(results: dict[str, Any], case: str):
    kind, words = results[case]["outcome"]
    wanted, said = EXPECTED[case]
    assert kind == wanted, words
    assert said in words
    assert results[case]["seconds"] < 3, "two seconds are all that a fetch gets"
    others = [asked for asked in results[case]["asked"] if not asked.startswith(PUBLIC)]
    assert others == [], "nobody but the public address was ever asked"


def test_a_redirect_is_not_followed(results: dict[str, Any]):
    assert results["endless redirect"]["asked"] == [f"{PUBLIC}/round"]
