"""What the demonstration catalogue cites can be followed: to a record of the work, never to somebody's copy of it."""

import re
from urllib.parse import urlsplit

import pytest

from microcred.catalog.design import Design
from microcred.site.demo.world import FOLDER, designs

FILES = sorted(FOLDER.glob("catalog/**/*.yaml"))
ADDRESS = re.compile(r"https?://[^\s\"'<>]+")

# Sites where anyone uploads anything, sites that lift text from others, and private pages. A work has a better address
# (its DOI, its publisher, ERIC, a repository), and where it has none the design says null.
MIRRORS = {
    "123docz.net",
    "academia.edu",
    "blogspot.com",
    "coek.info",
    "docplayer.net",
    "docslib.org",
    "documentine.com",
    "documents.pub",
    "dokumen.tips",
    "fdocuments.in",
    "fdocuments.us",
    "issuu.com",
    "mendeley.com",
    "miserver.it.umich.edu",
    "moam.info",
    "niusileadscape.org",
    "pdfslide.us",
    "rebeccawestburns.com",
    "researchain.net",
    "researchgate.net",
    "scite.ai",
    "scribd.com",
    "semanticscholar.org",
    "slideshare.net",
    "studylib.net",
    "vdocuments.mx",
    "vdocuments.us",
    "wixlib.com",
    "zhixidata.com",
}


def is_mirror(host: str) -> bool:
    """Say whether a host is one of the mirrors or lies under one."""
    return any(host == mirror or host.endswith(f".{mirror}") for mirror in MIRRORS)


def test_every_address_is_secure_and_none_is_a_mirror() -> None:
    found = [(file.stem, address) for file in FILES for address in ADDRESS.findall(file.read_text())]
    assert found, "the catalogue cites something"
    assert [each for each in found if not each[1].startswith("https://")] == []
    assert [each for each in found if is_mirror(urlsplit(each[1]).hostname or "")] == []


@pytest.mark.parametrize("design", designs(), ids=lambda design: design.name)
def test_a_work_that_readers_can_open_remains_or_the_note_says_none_does(design: Design) -> None:
    closed = ("Not openly available", "No openly available copy")
    readable = [work for work in design.research if work.url and not any(words in work.note for words in closed)]
    assert readable or design.research_note
