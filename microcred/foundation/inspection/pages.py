"""Office files as PDF pages, by LibreOffice where it is installed: an assessor need not open the file itself."""

import contextlib
import os
import shutil
import signal
import subprocess
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from microcred.foundation.inspection import pdf
from microcred.foundation.inspection.refusals import FileRefused

_LAID_OUT = frozenset({"docx", "xlsx", "pptx", "odt", "ods", "odp"})
LONGEST = 50
"""seconds on the clock; processor time is limited by what stands around it"""


def can_be_laid_out(extension: str) -> bool:
    """Whether this type has pages that only an office program can lay out, and one is here."""
    return extension in _LAID_OUT and program() is not None


def program() -> str | None:
    """Where LibreOffice is, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def lay_out(clean: IO[bytes], view: IO[bytes], extension: str) -> bool:
    """Write the pages of a clean copy as PDF, itself written anew. Return whether that went well."""
    with TemporaryDirectory() as folder:
        document = Path(folder) / f"evidence.{extension}"
        clean.seek(0)
        with document.open("wb") as target:
            shutil.copyfileobj(clean, target)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        how = ["--headless", "--norestore", "--nolockcheck", "--convert-to", "pdf", "--outdir", folder]
        try:
            _run([program() or "soffice", profile, *how, str(document)], Path(folder))
            laid_out = document.with_suffix(".pdf").read_bytes()
            pdf.clean(BytesIO(laid_out), view, "evidence.pdf")
        except (OSError, subprocess.SubprocessError, FileRefused):
            view.seek(0)
            view.truncate()
            return False
        view.flush()
        return True


def _run(command: list[str], folder: Path) -> None:
    """Run a program to its end, or end it with all that it has started: LibreOffice works in a process of its own.

    Raises:
        SubprocessError: it took too long, or failed.
    """
    surroundings = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    with subprocess.Popen(
        command,
        env=surroundings,
        cwd=folder,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        try:
            if running.wait(timeout=LONGEST):
                raise subprocess.CalledProcessError(running.returncode, command)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
