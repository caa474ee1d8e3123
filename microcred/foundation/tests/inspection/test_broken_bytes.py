"""Whatever bytes arrive, the answer is a clean copy or a refusal in words: never another error."""

import contextlib
import random
from io import BytesIO

import pytest

from microcred.foundation.inspection import FileRefused, inspect
from microcred.foundation.tests.inspection.files import mp3, mp4, office, open_document, wav
from microcred.portfolios.tests.make import pdf, picture

WHOLE = {
    "plan.pdf": pdf(2, Author="Ada"),
    "plan.docx": office(),
    "plan.odt": open_document(),
    "photo.png": picture(),
    "photo.jpg": picture("JPEG"),
    "photo.gif": picture("GIF"),
    "photo.webp": picture("WEBP"),
    "film.mp4": mp4(),
    "talk.wav": wav(),
    "talk.mp3": mp3(),
    "notes.md": b"# Plan\n\nWords.",
    "table.csv": b"a,b\n1,2\n",
}


def broken(content: bytes, chance: random.Random) -> bytes:
    """The content with a few bytes changed, a piece missing, doubled or moved."""
    bytes_now = bytearray(content)
    for _change in range(chance.randint(1, 8)):
        at = chance.randrange(len(bytes_now))
        match chance.randrange(4):
            case 0 | 1:
                bytes_now[at] = chance.randrange(256)
            case 2:
                del bytes_now[at : at + chance.randint(1, 40)]
            case 3:
                bytes_now[at:at] = bytes_now[at : at + chance.randint(1, 40)]
        if not bytes_now:
            return b""
    return bytes(bytes_now)


@pytest.mark.parametrize("name", WHOLE)
def test_broken_files_get_an_answer(name):
    chance = random.Random(name)
    for _try in range(150):
        content = broken(WHOLE[name], chance)
        with contextlib.suppress(FileRefused):
            inspect(BytesIO(content), name).source.read()
