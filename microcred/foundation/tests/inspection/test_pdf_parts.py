"""PDF object by object: nobody is named in the copy, and nothing in it loads or runs."""

import zlib
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

from microcred.foundation.inspection import FileHasActiveContent, inspect
from microcred.foundation.inspection.words import words_of
from microcred.foundation.tests.inspection.test_blindness import CANARY, silent
from microcred.foundation.tests.inspection.test_office_parts import photo


def pdf_with(change) -> bytes:
    document = pikepdf.new()
    document.add_blank_page(page_size=(99, 99))
    change(document)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def everything(content: bytes) -> bytes:
    """All objects, streams unpacked as far as they can be."""
    found = [content]
    with pikepdf.open(BytesIO(content)) as document:
        found.append(repr(document.trailer).encode())
        for thing in document.objects:
            found.append(repr(thing).encode())
            if isinstance(thing, Stream):
                raw = thing.read_raw_bytes()
                found += [raw, zlib.decompressobj().decompress(raw) if raw[:1] == b"\x78" else b""]
    return b"".join(found)


def image(document, content, filters=None):
    stream = Stream(document, content)
    stream.stream_dict.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 40, "/Height": 30})
    stream["/ColorSpace"], stream["/BitsPerComponent"] = Name.DeviceRGB, 8
    stream["/Filter"] = filters or Name.DCTDecode
    return document.make_indirect(stream)


def tell(document):
    told = String(CANARY)
    signature = Dictionary(Type=Name.Sig, Name=told, ContactInfo=told, Location=told, Reason=told)
    field = Dictionary(FT=Name.Sig, T=String("S"), V=document.make_indirect(signature))
    document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(field)]))
    document.docinfo["/Author"] = CANARY
    page = document.pages[0].obj
    pictures = Dictionary(
        A=image(document, photo()),
        B=image(document, zlib.compress(photo()), Array([Name.FlateDecode, Name.DCTDecode])),
    )
    page.Resources = Dictionary(XObject=pictures)
    page.PieceInfo = Dictionary(X=Dictionary(Private=told))
    page.Metadata = document.make_indirect(Stream(document, CANARY.encode()))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Square, T=told, Rect=Array([0, 0, 9, 9]))
    disk = Dictionary(S=Name.URI, URI=String(f"file:///C:/Users/{CANARY}/plan.docx"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, A=disk, Rect=Array([0, 0, 9, 9]))
    page.Annots = Array([document.make_indirect(note), document.make_indirect(link)])


def test_a_pdf_names_nobody_and_its_pictures_can_still_be_seen():
    content = pdf_with(tell)
    assert not silent(everything(content))
    copy = inspect(BytesIO(content), "plan.pdf").source.read()
    assert silent(everything(copy))
    assert b"Exif" not in everything(copy)
    with pikepdf.open(BytesIO(copy)) as document:
        for picture in document.pages[0].get_images().values():
            with Image.open(BytesIO(picture.read_raw_bytes())) as shown:
                shown.load()
                assert shown.size == (40, 30)


def name_things(document):
    told, root, page = String(CANARY), document.Root, document.pages[0].obj
    document.trailer["/ID"] = Array([String(CANARY), String(CANARY)])
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=told)]))
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=told))
    root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary())
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Contents=told, T=told, Dest=told, Rect=Array([0, 0, 9, 9]))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Subj=told, RC=told, NM=told, Rect=Array([0, 0, 9, 9]))
    page.Annots = Array([document.make_indirect(link), document.make_indirect(note)])
    page.Thumb, page["/OwnKey"] = document.make_indirect(Stream(document, CANARY.encode())), told
    root.Names = Dictionary(Dests=Dictionary(Names=Array([told, Array([page, Name.Fit])])))
    element = Dictionary(S=Name.P, T=told, K=Array([]))
    root.StructTreeRoot = document.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([])))
    element.P = root.StructTreeRoot
    root.StructTreeRoot.K.append(document.make_indirect(element))


def test_what_an_author_called_the_parts_of_a_pdf_is_not_in_the_copy_and_links_lead_where_they_led():
    content = pdf_with(name_things)
    assert not silent(everything(content))
    copy = inspect(BytesIO(content), "plan.pdf").source.read()
    assert silent(everything(copy))
    with pikepdf.open(BytesIO(copy)) as document:
        link = next(note for note in document.pages[0].obj.Annots if note.Subtype == Name.Link)
        assert link.Dest[0].objgen == document.pages[0].obj.objgen


@pytest.mark.parametrize("key", ["Title", "Alt", "ActualText", "Contents"])
def test_words_that_stand_on_no_page_are_looked_at(key):
    def said(document):
        # Within another object, as authors may write it.
        document.Root.Said = Dictionary(Within=Array([Dictionary(**{key: String("Ada Whitfield and her class")})]))

    read = words_of(BytesIO(pdf_with(said)), "plan.pdf")
    assert "Ada Whitfield" in read.text


def opening(**action):
    return lambda document: document.Root.__setitem__("/OpenAction", Dictionary(**action))


def attached(document):
    spec = Dictionary(Type=Name.Filespec, F=String("x"), EF=Dictionary(F=Stream(document, b"MZ")))
    document.Root.AF = Array([document.make_indirect(spec)])


def form(document):
    document.Root.AcroForm = Dictionary(XFA=Stream(document, b"<x/>"), Fields=Array([]))


def triggered(document):
    document.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.URI, URI=String("https://a.example/")))


def outside(document):
    stream = Stream(document, b"")
    stream["/F"] = String("//a.example/x")
    document.pages[0].obj.Contents = document.make_indirect(stream)


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        (opening(S=Name.GoToR, F=String("//a.example/x.pdf")), "actions"),
        (opening(S=Name.GoToE), "actions"),
        (opening(S=Name.Launch), "actions"),
        (opening(S=Name.URI, URI=String("https://a.example/")), "actions"),
        (opening(S=Name.SomethingNew), "actions"),
        (opening(S=Name.GoTo, Next=Dictionary(S=Name.URI, URI=String("https://a.example/"))), "actions"),
        (triggered, "actions"),
        (attached, "attached"),
        (form, "scripts"),
        (outside, "loaded from elsewhere"),
    ],
)
def test_what_loads_or_runs_in_a_pdf_is_refused(change, fact):
    with pytest.raises(FileHasActiveContent, match=fact):
        inspect(BytesIO(pdf_with(change)), "plan.pdf")


def test_links_that_readers_follow_themselves_stay():
    def linked(document):
        step = Dictionary(S=Name.URI, URI=String("https://example.org/"))
        document.pages[0].obj.Annots = Array([Dictionary(Subtype=Name.Link, A=step, Rect=Array([0, 0, 9, 9]))])

    assert b"https://example.org/" in everything(inspect(BytesIO(pdf_with(linked)), "plan.pdf").source.read())
