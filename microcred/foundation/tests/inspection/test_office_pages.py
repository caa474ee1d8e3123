"""Office files are laid out as PDF by LibreOffice itself, behind the walls that stand around every file."""

import os
import shutil
import socket
import threading
import time
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile

import pikepdf
import pytest

from microcred.foundation.inspection import pages
from microcred.foundation.inspection.apart import inspect_apart, lay_out_apart
from microcred.foundation.inspection.words import words_of
from microcred.foundation.tests.inspection.real_office import document, presentation, workbook

needs_libreoffice = pytest.mark.skipif(
    pages.program() is None,
    reason="LibreOffice is not installed (apt-get install libreoffice-writer-nogui libreoffice-calc-nogui "
    "libreoffice-impress-nogui --no-install-recommends): office files are downloads only",
)
FILES = {"plan.docx": document, "figures.xlsx": workbook, "talk.pptx": presentation}


def laid_out(name: str, content: bytes) -> bytes | None:
    with TemporaryFile() as source:
        source.write(content)
        view = lay_out_apart(source, name)
    if view is None:
        return None
    with view:
        return view.read()


@needs_libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_an_office_file_is_inspected_and_its_pages_hold_its_words(name):
    with TemporaryFile() as source:
        source.write(FILES[name]("Our plan"))
        answer = inspect_apart(source, name)
    with answer.clean as clean:
        made = laid_out(name, clean.read())

    with pikepdf.open(BytesIO(made)) as document_laid_out:
        assert len(document_laid_out.pages) == 1
        assert "/Author" not in document_laid_out.docinfo
    read = words_of(BytesIO(made), "pages.pdf")
    assert "Our plan" in read.text
    assert name != "figures.xlsx" or "42" in read.text, "what is to be reckoned is reckoned"


@needs_libreoffice
@pytest.mark.slow
def test_laying_out_asks_nobody_on_the_network():
    """A picture from elsewhere, which the inspection would have refused: even so nobody is asked for it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        asked = threading.Event()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/picture.png"
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    listening.accept()[0].close()
                except TimeoutError:
                    continue
                asked.set()

        listener = threading.Thread(target=listen)
        listener.start()
        try:
            made = laid_out("plan.docx", document("Our plan", picture=address))
        finally:
            over.set()
            listener.join()
    assert made is not None
    assert not asked.is_set()


def test_what_takes_too_long_is_ended_with_everything_that_it_has_started(tmp_path, monkeypatch):
    """A program that starts another and waits for it, as LibreOffice does, stands in for one that hangs."""
    started = tmp_path / "started"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {started}\nwait\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(pages, "LONGEST", 2)
    assert shutil.which("soffice") == str(program)

    before = time.monotonic()
    with BytesIO(document("Our plan")) as clean, BytesIO() as view:
        assert pages.lay_out(clean, view, "docx") is False
        assert view.getvalue() == b""
    assert time.monotonic() - before < 60
    assert ends(int(started.read_text()))


def ends(process: int) -> bool:
    """Whether a process that was killed is gone soon: the kernel takes its time when the machine is busy."""
    latest = time.monotonic() + 10
    while is_alive(process) and time.monotonic() < latest:
        time.sleep(0.05)
    return not is_alive(process)


def is_alive(process: int) -> bool:
    """Whether a process still runs: one that ended and waits to be buried does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
