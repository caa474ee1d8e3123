"""PDF: parsed whole and written anew by qpdf, without author, scripts, attachments or anything after its end."""

import re
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

import pikepdf
from django.utils.translation import gettext_lazy as _

from microcred.portfolios.inspection.refusals import (
    FileCarriesMore,
    FileDamaged,
    FileHasActiveContent,
    FileLocked,
)
from microcred.portfolios.inspection.signatures import MARKUP

_ENDING = 2048
_SMALLEST_ZIP = 22
_ZIP_COMMENT = 65_535
_COMMENTS = ("/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Stamp", "/Ink", "/Popup")
_NESTS = (pikepdf.Dictionary, pikepdf.Array)
_ACTIVE = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData")


def clean(source: IO[bytes], target: IO[bytes], name: str) -> None:
    """Check the frame, parse everything, and write it anew."""
    _frame(source, name)
    source.seek(0)
    try:
        with pikepdf.open(cast("BinaryIO", source)) as document:
            if not len(document.pages):
                raise FileDamaged(name=name, fact=_("it has no pages"))
            _passive(document, name)
            _take_out_author(document)
            document.save(
                cast("BinaryIO", target), object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True
            )
    except pikepdf.PasswordError as error:
        raise FileLocked(name=name) from error
    except (pikepdf.PdfError, pikepdf.DataDecodingError, RuntimeError, ValueError, RecursionError) as error:
        raise FileDamaged(name=name, fact=_("its inner structure is broken")) from error


def _frame(source: IO[bytes], name: str) -> None:
    """The file starts as a PDF of a known version, ends with its end mark, and is nothing else besides."""
    source.seek(0)
    head = source.read(1024)
    if not re.match(rb"%PDF-[12]\.\d", head):
        raise FileDamaged(name=name, fact=_("its first line names no version of PDF"))
    size = source.seek(0, 2)
    source.seek(max(0, size - _ZIP_COMMENT - _SMALLEST_ZIP))
    tail = source.read()
    ending = tail[-_ENDING:]
    mark = ending.rfind(b"%%EOF")
    if mark < 0 or b"startxref" not in ending[:mark]:
        if b"%%EOF" in tail or b"PK\x05\x06" in tail:
            raise FileCarriesMore(name=name, where=_("behind"))
        raise FileDamaged(name=name, fact=_("its end is missing"))
    if ending[mark + 5 :].strip(b"\r\n\t \x00") or b"PK\x05\x06" in tail:
        raise FileCarriesMore(name=name, where=_("behind"))
    if MARKUP.search(head):
        raise FileCarriesMore(name=name, where=_("in front of"))


def _passive(document: pikepdf.Pdf, name: str) -> None:
    names = document.Root.get("/Names", pikepdf.Dictionary())
    if isinstance(names, pikepdf.Dictionary) and "/EmbeddedFiles" in names:
        raise FileHasActiveContent(name=name, fact=_("attached files"))
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        raise FileHasActiveContent(name=name, fact=_("scripts"))
    for thing in _dictionaries(document):
        if str(thing.get("/S", "")) in _ACTIVE or "/JS" in thing:
            raise FileHasActiveContent(name=name, fact=_("scripts or actions that start programs"))
        if str(thing.get("/Subtype", "")) in ("/RichMedia", "/FileAttachment"):
            raise FileHasActiveContent(name=name, fact=_("attached files or players"))


def _dictionaries(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of the document, also those that lie within others."""
    for thing in document.objects:
        within: list[pikepdf.Object] = [thing]
        while within:
            one = within.pop()
            if isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
                yield one
                children = one.stream_dict.values() if isinstance(one, pikepdf.Stream) else one.values()
            elif isinstance(one, pikepdf.Array):
                children = iter(one)
            else:
                continue
            # What has a number of its own comes by itself.
            within.extend(child for child in children if isinstance(child, _NESTS) and not child.is_indirect)


def _take_out_author(document: pikepdf.Pdf) -> None:
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    for thing in _dictionaries(document):
        if "/Metadata" in thing:
            del thing["/Metadata"]
        # An annotation's title is the name of who made it; a form field's is the field's own.
        if str(thing.get("/Subtype", "")) in _COMMENTS and "/T" in thing:
            del thing["/T"]
