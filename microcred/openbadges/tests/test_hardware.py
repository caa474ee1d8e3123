"""Keys in a hardware module. SoftHSM stands in for one: it is a module in every respect but the hardware."""

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from microcred.openbadges import jwt, proofs
from microcred.openbadges.dids import did_key, jwt_method, verification_method
from microcred.openbadges.keys import KeyKind
from microcred.openbadges.keys.hardware import HardwareRefused, HardwareToken
from microcred.openbadges.tests.make import NOW, award

PIN = "84311"
WAY_FORWARD = (
    "The tests of keys in hardware need SoftHSM 2: apt-get install softhsm2 (Debian), brew install softhsm (macOS). "
    "`make test` installs it where it may."
)


def module() -> Path:
    places = ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/opt/homebrew/lib")
    found = [
        library
        for place in places
        for library in (*Path(place).glob("softhsm/libsofthsm2.so"), *Path(place).glob("*/softhsm/libsofthsm2.so"))
    ]
    assert found, WAY_FORWARD
    assert shutil.which("softhsm2-util"), WAY_FORWARD
    return found[0]


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("tokens")
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder}\nobjectstore.backend = file\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", "issuer", "--pin", PIN, "--so-pin", "9999"],
        check=True,
        capture_output=True,
    )
    token = HardwareToken(module(), label="issuer", pin=PIN)
    yield token
    token.close()
    del os.environ["SOFTHSM2_CONF"]


@pytest.mark.parametrize("kind", list(KeyKind))
def test_a_key_made_in_the_module_signs_there(token: HardwareToken, kind: KeyKind):
    key = token.generate(kind, f"key {kind}")

    assert key.public.kind is kind
    assert key.public.verify(key.sign(b"message"), b"message")
    assert not key.public.verify(key.sign(b"message"), b"another")
    assert token.key(f"key {kind}").public == key.public


def test_an_award_and_a_token_signed_in_hardware(token: HardwareToken):
    key = token.generate(KeyKind.P256, "awards")
    did = did_key(key.public)
    signed = proofs.sign(
        award(did).to_json(), key, created=NOW, verification_method=verification_method(did, key.public)
    )
    proofs.verify(signed, key.public)

    credential = award(did, holder_id="did:example:ada").to_json()
    text = jwt.sign(credential, key, verification_method=jwt_method(did, key.public))
    assert jwt.verify(text, key.public) == credential


def test_many_threads_take_turns(token: HardwareToken):
    key = token.generate(KeyKind.P256, "busy")
    messages = [bytes([number]) for number in range(40)]
    with ThreadPoolExecutor(max_workers=8) as pool:
        signatures = list(pool.map(key.sign, messages))
    assert all(key.public.verify(*pair) for pair in zip(signatures, messages, strict=True))


def test_the_secret_cannot_be_taken_out(token: HardwareToken):
    from pkcs11 import Attribute
    from pkcs11.exceptions import AttributeSensitive

    key = token.generate(KeyKind.P256, "kept")
    with pytest.raises(AttributeSensitive):
        key._secret[Attribute.VALUE]
    assert key._secret[Attribute.EXTRACTABLE] is False


def test_what_is_refused_says_why(token: HardwareToken, tmp_path: Path):
    with pytest.raises(HardwareRefused, match="no key 'absent'"):
        token.key("absent")
    token.generate(KeyKind.P256, "once")
    with pytest.raises(HardwareRefused, match="already"):
        token.generate(KeyKind.P256, "once")
    with pytest.raises(HardwareRefused, match="does not open"):
        HardwareToken(module(), label="another", pin=PIN)
    with pytest.raises(HardwareRefused, match="does not open"):
        HardwareToken(tmp_path / "absent.so", label="issuer", pin=PIN)
