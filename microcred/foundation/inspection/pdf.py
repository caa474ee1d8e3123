"""PDF: parsed whole and written anew by qpdf, without author, scripts, attachments or anything after its end."""

import re
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

import pikepdf
from django.utils.translation import gettext_lazy as _

from microcred.foundation.inspection import streams
from microcred.foundation.inspection.refusals import (
    FileCarriesMore,
    FileDamaged,
    FileHasActiveContent,
    FileLocked,
)
from microcred.foundation.inspection.signatures import MARKUP

_ENDING = 2048
_SMALLEST_ZIP = 22
_ZIP_COMMENT = 65_535
_COMMENTS = (
    *("/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Stamp", "/Ink", "/Popup"),
    *("/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Caret", "/Redact"),
)
_NESTS = (pikepdf.Dictionary, pikepdf.Array)
_STEPS = ("/GoTo", "/Named")
"""Actions that lead a reader within the document (ISO 32000-2 §12.6.4)."""
_ACTIVE = (
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToR",
    "/GoToE",
    "/Rendition",
    "/RichMediaExecute",
)
_CARRYING = ("/EF", "/AF", "/EmbeddedFiles", "/RichMediaContent")
_PLAYERS = ("/RichMedia", "/FileAttachment", "/Movie", "/Sound", "/Screen", "/3D")
_TELLING = ("/Metadata", "/PieceInfo", "/CreatorInfo")
_SIGNATURE = ("/Name", "/ContactInfo", "/Location", "/Reason", "/Cert", "/Contents", "/Prop_Build", "/Reference")
_ABOUT = ("/Threads", "/SpiderInfo", "/Perms", "/DSS", "/URI", "/Legal", "/PageLabels")
_LABELS = ("/T", "/RC", "/Subj", "/NM")
"""Of an annotation: who made it, the same words once more, what it is about, and its name."""
_OF_PAGE = frozenset(
    {
        *("/Type", "/Parent", "/Resources", "/Contents", "/Annots", "/Group", "/StructParents", "/Tabs", "/Trans"),
        *("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/BoxColorInfo", "/Rotate", "/UserUnit"),
        *("/Dur", "/AA"),
    }
)
"""What a page is shown by (ISO 32000-2 table 31). Anything else in it, its small picture too, nobody needs."""
_FOLLOWED = re.compile(r"(https?|mailto):", re.IGNORECASE)


def pages(source: IO[bytes]) -> int:
    """How many pages a clean document has."""
    source.seek(0)
    with pikepdf.open(cast("BinaryIO", source)) as document:
        return len(document.pages)


def clean(source: IO[bytes], target: IO[bytes], name: str) -> None:
    """Check the frame, parse everything, and write it anew."""
    _frame(source, name)
    source.seek(0)
    try:
        with pikepdf.open(cast("BinaryIO", source)) as document:
            if not len(document.pages):
                raise FileDamaged(name=name, fact=_("it has no pages"))
            _passive(document, name)
            _take_out_author(document, name)
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
    for thing in dictionaries(document):
        if any(key in thing for key in _CARRYING) or str(thing.get("/Subtype", "")) in _PLAYERS:
            raise FileHasActiveContent(name=name, fact=_("attached files or players"))
        if str(thing.get("/S", "")) in _ACTIVE or any(key in thing for key in ("/JS", "/JavaScript", "/XFA")):
            raise FileHasActiveContent(name=name, fact=_("scripts or actions that start programs"))
        if isinstance(thing, pikepdf.Stream) and ("/Ref" in thing or "/F" in thing):
            raise FileHasActiveContent(name=name, fact=_("parts that are loaded from elsewhere when it is opened"))
        for action, clicked in _actions(thing):
            kind = str(action["/S"])
            if kind not in _STEPS and not (kind == "/URI" and clicked):
                raise FileHasActiveContent(name=name, fact=_("scripts or actions that start programs"))


def _actions(thing: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, bool]]:
    """What a dictionary starts, and whether only by the reader's own click on a link."""
    link = str(thing.get("/Subtype", "")) == "/Link" or "/Title" in thing
    started = [(thing.get("/A"), link), (thing.get("/OpenAction"), False), (thing.get("/PA"), False)]
    following = thing.get("/Next")
    started += [(one, False) for one in (following if isinstance(following, pikepdf.Array) else [following])]
    triggers = thing.get("/AA")
    if isinstance(triggers, pikepdf.Dictionary):
        started += [(one, False) for one in triggers.values()]
    for action, clicked in started:
        if isinstance(action, pikepdf.Dictionary) and "/S" in action:
            yield action, clicked


def dictionaries(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
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


def _take_out_author(document: pikepdf.Pdf, name: str) -> None:
    _drop(document.trailer, ("/Info", "/ID"))
    _drop(document.Root, _ABOUT)
    for page in document.pages:
        _drop(page.obj, tuple({*page.obj.keys()} - _OF_PAGE))
    _without_names(document)
    layers = 0
    for thing in dictionaries(document):
        _drop(thing, _TELLING)
        # An annotation's title is the name of who made it; a form field's is the field's own.
        if str(thing.get("/Subtype", "")) in _COMMENTS:
            _drop(thing, _LABELS)
        if str(thing.get("/Subtype", "")) == "/Link":
            _drop(thing, (*_LABELS, "/Contents"))
        if str(thing.get("/Type", "")) == "/OCG":
            layers += 1
            thing["/Name"] = pikepdf.String(str(layers))
            _drop(thing, ("/Usage",))
        if "/S" in thing and "/P" in thing:  # an element of the document's structure
            _drop(thing, ("/T",))
        if str(thing.get("/FT", "")) == "/Sig":
            _drop(thing, ("/V", "/Lock", "/SV"))
        if str(thing.get("/Type", "")) in ("/Sig", "/DocTimeStamp") or "/ByteRange" in thing:
            _drop(thing, _SIGNATURE)
        if str(thing.get("/S", "")) == "/URI" and not _FOLLOWED.match(str(thing.get("/URI", ""))):
            # A link to the author's own disk leads nobody anywhere, and names its owner.
            thing["/URI"] = pikepdf.String("")
        if isinstance(thing, pikepdf.Stream):
            _clean_picture(thing, name)


def _without_names(document: pikepdf.Pdf) -> None:
    """Lead links and outlines to places by the places themselves: what they are called says nothing to readers."""
    places: dict[str, pikepdf.Object] = {}
    names, old = document.Root.get("/Names"), document.Root.get("/Dests")
    if isinstance(names, pikepdf.Dictionary) and "/Dests" in names:
        places |= {str(name): place for name, place in pikepdf.NameTree(names["/Dests"]).items()}
    if isinstance(old, pikepdf.Dictionary):
        places |= {name.lstrip("/"): place for name, place in old.items()}
    _drop(document.Root, ("/Names", "/Dests"))
    for thing in dictionaries(document):
        for key in ("/Dest", *(("/D",) if str(thing.get("/S", "")) == "/GoTo" else ())):
            called = thing.get(key)
            if not isinstance(called, (pikepdf.String, pikepdf.Name)):
                continue
            place = places.get(str(called).lstrip("/"))
            if isinstance(place, pikepdf.Dictionary):
                place = place.get("/D")
            if isinstance(place, pikepdf.Array):
                thing[key] = place
            else:
                del thing[key]


def _clean_picture(stream: pikepdf.Stream, name: str) -> None:
    try:
        streams.clean(stream)
    except streams.Uncleanable as error:
        raise FileHasActiveContent(name=name, fact=_("a part that cannot be cleaned of its author")) from error


def _drop(thing: pikepdf.Object, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in thing:
            del thing[key]
