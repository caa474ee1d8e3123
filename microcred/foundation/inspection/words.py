"""The words of a clean document, for who looks for names in them: of PDF, Office, OpenDocument and text files.

What is only a picture of words (a scan, a photo) has none here. Of a long document the beginning is read.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

import pikepdf
import pypdfium2
from lxml import etree

from microcred.foundation.inspection.pdf import dictionaries

MOST_CHARACTERS = 400_000
"""characters that are read of one document"""

MOST_PAGES = 400

_OOXML = {
    "docx": re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$"),
    "pptx": re.compile(r"ppt/(slides|notesSlides|comments)/[^/]+\.xml$"),
    "xlsx": re.compile(r"xl/(sharedStrings|worksheets/[^/]+|comments[^/]*|workbook)\.xml$"),
}
_ODF = re.compile(r"(content|styles)\.xml$")
WITH_WORDS = frozenset({*_OOXML, "pdf", "odt", "ods", "odp", "txt", "md", "csv"})
"""Extensions of what may hold words."""

_BESIDE = ("/Title", "/Contents", "/Alt", "/ActualText", "/E", "/TU", "/V")
"""Words of a PDF that stand on no page: of its outline, of comments, for who cannot see it, of its forms."""

_BREAKS = frozenset({"p", "h", "br", "si", "row", "table-row", "cr", "line-break"})
"""Elements after which another line begins: paragraphs and rows, by their local names."""
_NAMES = {
    "bookmarkStart": ("name",),
    "alias": ("val",),
    "tag": ("val",),
    "docPr": ("descr", "title"),
    "cNvPr": ("descr", "title"),
    "fldSimple": ("instr",),
}
"""Attributes by which an author calls something, by the element."""
_BY_PROGRAMS = re.compile(r"_(Toc|Ref|Hlk|Hlt|GoBack)\d*$")
_QUOTED = re.compile(r'"([^"]*)"')
_TABS = frozenset({"tab", "tc", "table-cell", "c"})
_WORDS = frozenset({"t", "v"})
"""Elements that hold the text in OOXML: runs, and the values of cells."""


@dataclass(frozen=True)
class WordsRead:
    """The text of a document as far as it was read."""

    text: str
    whole: bool


def words_of(source: IO[bytes], name: str) -> WordsRead | None:
    """The words of a clean document; None where there are none to be had.

    Args:
        name: its extension says what it is.
    """
    extension = name.rpartition(".")[2].lower()
    source.seek(0)
    try:
        if extension == "pdf":
            pieces = _pdf(source)
        elif extension in _OOXML:
            pieces = _packed(source, _OOXML[extension], ooxml=True)
        elif extension in ("odt", "ods", "odp"):
            pieces = _packed(source, _ODF, ooxml=False)
        elif extension in ("txt", "md", "csv"):
            pieces = iter([source.read(4 * MOST_CHARACTERS).decode("utf-8", "replace")])
        else:
            return None
        read = _joined(pieces)
    except (pypdfium2.PdfiumError, pikepdf.PdfError, zipfile.BadZipFile, etree.XMLSyntaxError, ValueError, OSError):
        # It was parsed whole before; what this reader cannot read is told as not looked at.
        return None
    return read if read.text.strip() else None


def _joined(pieces: Iterator[str]) -> WordsRead:
    text: list[str] = []
    left = MOST_CHARACTERS
    for piece in pieces:
        text.append(piece[:left])
        left -= len(piece)
        if left <= 0:
            return WordsRead("\n".join(text), False)
    return WordsRead("\n".join(text), True)


def _pdf(source: IO[bytes]) -> Iterator[str]:
    yield from _pages(source)
    source.seek(0)
    with pikepdf.open(cast("BinaryIO", source)) as document:
        for thing in dictionaries(document):
            yield from (str(thing[key]) for key in _BESIDE if isinstance(thing.get(key), pikepdf.String))


def _pages(source: IO[bytes]) -> Iterator[str]:
    with closing(pypdfium2.PdfDocument(source.read())) as document:
        for number in range(min(len(document), MOST_PAGES)):
            with closing(document[number]) as page, closing(page.get_textpage()) as text:
                yield text.get_text_bounded().replace("\r\n", "\n").replace("\r", "\n")


def _packed(source: IO[bytes], wanted: re.Pattern[str], *, ooxml: bool) -> Iterator[str]:
    with zipfile.ZipFile(source) as archive:
        for part in sorted(filter(wanted.search, archive.namelist())):
            with archive.open(part) as stream:
                yield "".join(_text(stream, ooxml=ooxml))


def _said(instruction: str) -> str:
    """The words of a field's instruction: all of those that it is to show, else what stands in quotation marks."""
    field, _space, rest = instruction.strip().partition(" ")
    return f" {rest.replace(chr(34), ' ') if field.upper() == 'QUOTE' else ' '.join(_QUOTED.findall(instruction))} "


def _called(element: etree._Element, local: str) -> Iterator[str]:
    """What places, boxes and pictures of a text are called, but for the names that programs give by themselves."""
    told = _NAMES.get(local, ())
    for key, value in element.attrib.items():
        called = etree.QName(key).localname
        if called not in told or _BY_PROGRAMS.match(str(value)):
            continue
        yield _said(str(value)) if called == "instr" else str(value).replace("_", " ")


def _text(stream: IO[bytes], *, ooxml: bool) -> Iterator[str]:
    """The text of one part, with line ends where its paragraphs end."""
    instruction: list[str] = []
    parser = etree.iterparse(stream, events=("end",), resolve_entities=False, no_network=True, huge_tree=False)
    for _event, element in parser:
        local = etree.QName(element).localname
        if not ooxml:
            # Text stands in front of, within and behind spans; a paragraph is read whole when it ends.
            if local in ("p", "h"):
                yield " ".join("".join(element.itertext()).split()) + "\n"
                element.clear()
            continue
        if local in _WORDS and element.text:
            yield element.text
        # What fields say, and what their author called places and pictures, stands nowhere on the page.
        if local in ("instrText", "delInstrText"):
            instruction.append(element.text or "")
        elif instruction and local in ("fldChar", *_BREAKS):
            yield _said("".join(instruction))
            instruction.clear()
        yield from (f" {value} " for value in _called(element, local))
        if local in _BREAKS:
            yield "\n"
        elif local in _TABS:
            yield "\t"
        if local in _BREAKS:
            element.clear()
