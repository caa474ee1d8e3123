"""ClamAV itself, with one signature of our own: what it finds, and what it cannot look into."""

import hashlib
import shutil
import subprocess
import tempfile
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from microcred.foundation.inspection import scanning
from microcred.foundation.inspection.scanning import Verdict, scan

CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
# The harmless file by which scanners are tested, kept backwards so that none of them takes this one for it.
EICAR = r"*H+H$!ELIF-TSET-SURIVITNA-DRADNATS-RACIE$}7)CC7)^P(45XZP\4[PA@%P!O5X"[::-1].encode()

pytestmark = pytest.mark.skipif(CLAMD is None, reason="clamd is not here: apt-get install clamav-daemon")


@pytest.fixture(scope="module")
def address():
    """A scanner with limits so small that they are reached."""
    with tempfile.TemporaryDirectory(prefix="clam") as folder:
        home = Path(folder)
        home.chmod(0o755)
        signatures = home / "signatures"
        signatures.mkdir()
        (signatures / "eicar.hdb").write_text(f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:Eicar-Test\n")
        place = home / "clamd.sock"
        (home / "clamd.conf").write_text(
            f"LocalSocket {place}\nDatabaseDirectory {signatures}\nForeground yes\nTemporaryDirectory {home}\n"
            "AlertExceedsMax yes\nAlertEncrypted yes\nMaxScanSize 2M\nMaxFileSize 2M\nStreamMaxLength 1M\n"
        )
        command = [CLAMD, f"--config-file={home / 'clamd.conf'}"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as scanner:
            try:
                for _wait in range(100):
                    if place.exists() or scanner.poll() is not None:
                        break
                    time.sleep(0.1)
                assert place.exists(), "clamd did not start"
                yield f"unix://{place}"
            finally:
                scanner.terminate()


@pytest.fixture(autouse=True)
def _asked(settings, address):
    settings.CLAMD, settings.CLAMD_SECONDS = address, 20


def zipped(content: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("plan.txt", content)
    return target.getvalue()


def locked(content: bytes) -> bytes:
    """A zip whose entry says that it is encrypted; nobody but us has the password."""
    packed = bytearray(zipped(content))
    for at in range(len(packed) - 10):
        if packed[at : at + 4] == b"PK\x03\x04":
            packed[at + 6] |= 1
        elif packed[at : at + 4] == b"PK\x01\x02":
            packed[at + 8] |= 1
    return bytes(packed)


def test_it_says_who_it_is():
    assert "ClamAV" in scanning.version()


@pytest.mark.parametrize(
    ("content", "verdict"),
    [
        (b"A plan.", Verdict.CLEAN),
        (EICAR, Verdict.FOUND),
        (zipped(EICAR), Verdict.FOUND),
        (zipped(zipped(EICAR)), Verdict.FOUND),
        (locked(EICAR), Verdict.NOT_FULLY),
        (zipped(bytes(60 << 20)), Verdict.NOT_FULLY),
        (bytes(2 << 20), Verdict.NOT_FULLY),
    ],
    ids=["harmless", "known", "packed", "packed twice", "locked", "unpacks beyond the limit", "longer than a stream"],
)
def test_what_it_says_of(content, verdict):
    assert scan(BytesIO(content))[0] is verdict
