"""What every type of file tells about its author is found, told to nobody but its owner, and gone from the copy."""

import json
import shutil
import subprocess
import zipfile
from io import BytesIO
from tempfile import NamedTemporaryFile, TemporaryFile

import pikepdf
import pytest

from microcred.foundation.inspection import ACCEPTED
from microcred.foundation.inspection.apart import inspect_apart
from microcred.foundation.inspection.captions import clean_captions
from microcred.foundation.tests.inspection.canaries import ALL, CANARY, CAPTIONS, PLAIN, sings


def copy_of(name, content):
    with TemporaryFile() as source:
        source.write(content)
        answer = inspect_apart(source, name)
    with answer.clean as clean:
        return clean.read(), answer


def opened(name, content):
    """The bytes with everything that is packed in them unpacked."""
    parts = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts += [archive.read(part) for part in archive.namelist()] + [repr(archive.infolist()).encode()]
    if name.endswith("pdf"):
        with pikepdf.open(BytesIO(content)) as document:
            parts += [one.read_raw_bytes() for one in document.objects if isinstance(one, pikepdf.Stream)]
            parts += [str(one).encode() for one in document.objects]
    return b"\n".join(parts)


def test_every_type_that_is_taken_has_its_canaries():
    assert {name.rpartition(".")[2] for name in ALL} | PLAIN | {"jpeg"} == set(ACCEPTED)


@pytest.mark.parametrize("name", ALL)
def test_no_canary_sings_in_the_copy(name):
    content = ALL[name]()
    assert sings(opened(name, content)), "the control: it does before"
    copy, answer = copy_of(name, content)
    assert not sings(opened(name, copy))
    assert any(CANARY in fact["value"] for fact in answer.found), answer.found


def test_what_was_found_says_where_a_photo_was_taken():
    _copy, answer = copy_of("photo.jpg", ALL["photo.jpg"]())
    assert {"where": "gps", "what": "position", "value": "34.9249° N 81.0251° W"} in answer.found


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not here: apt-get install libimage-exiftool-perl")
@pytest.mark.parametrize("name", [name for name in ALL if not ALL[name]().startswith(b"PK")])
def test_a_second_tool_finds_nothing_either(name):
    def told(content):
        with NamedTemporaryFile(suffix=f"-{name}") as file:
            file.write(content)
            file.flush()
            how = ["exiftool", "-json", "-a", "-u", "-U", "-ee3", "-x", "FileName", "-x", "Directory", file.name]
            said = subprocess.run(how, capture_output=True, check=False).stdout
        return json.loads(said or "[{}]")[0]

    content = ALL[name]()
    assert CANARY in json.dumps(told(content)), "the control: it sees what is there"
    after = told(copy_of(name, content)[0])
    assert CANARY not in json.dumps(after)
    assert not [key for key in after if key.startswith(("GPS", "Thumbnail", "Author", "Creator", "Artist", "Location"))]


def test_captions_say_what_is_said_and_name_nobody():
    said = clean_captions(CAPTIONS)
    assert not sings(said.encode())
    assert "What do you notice? Look again." in said
