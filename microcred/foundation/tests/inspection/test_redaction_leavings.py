"""What was on a covered page is in no other page, however the two hung together; and the others look as they did."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String

from microcred.foundation.tests.inspection.test_redaction import redacted, region

SECRET = b"CANARY"
WORDS = b"BT /F1 12 Tf 20 20 Td (CANARY) Tj ET"
SQUARE = Array([0, 0, 200, 200])


class Paper:
    """Two pages that share their resources, of which the first says the secret."""

    def __init__(self) -> None:
        self.document = pikepdf.new()
        self.first, self.second = (self.document.add_blank_page(page_size=(200, 200)).obj for _page in range(2))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        inherits = self.stream(b"/Deep Do", Type=Name.XObject, Subtype=Name.Form, BBox=SQUARE)
        deep = self.stream(b"10 10 40 40 re f", Type=Name.XObject, Subtype=Name.Form, BBox=SQUARE)
        self.resources = self.document.make_indirect(
            Dictionary(Font=Dictionary(F1=font), XObject=Dictionary(Fm2=inherits, Deep=deep))
        )
        for page, content in ((self.first, WORDS), (self.second, b"/Fm2 Do BT /F1 12 Tf 20 120 Td (plain) Tj ET")):
            page.Resources = self.resources
            page.Contents = self.stream(content)

    def stream(self, content: bytes, **more: object) -> pikepdf.Stream:
        return self.document.make_stream(content, **more)

    def hang(self, page: pikepdf.Object, **more: object) -> pikepdf.Object:
        facts = {"Type": Name.Annot, "Subtype": Name.Text, "Rect": Array([0, 0, 10, 10])} | more
        annotation = self.document.make_indirect(Dictionary(**facts))
        page.Annots = Array([*page.get("/Annots", []), annotation])
        return annotation

    def content(self) -> bytes:
        target = BytesIO()
        self.document.save(target)
        return target.getvalue()


def drawing(paper):
    form = paper.stream(WORDS, Type=Name.XObject, Subtype=Name.Form, BBox=SQUARE)
    paper.resources.XObject.Fm1 = form


def pattern(paper):
    facts = {"PatternType": 1, "PaintType": 1, "TilingType": 1, "BBox": SQUARE, "XStep": 99, "YStep": 99}
    paper.resources.Pattern = Dictionary(P1=paper.stream(WORDS, Type=Name.Pattern, Resources=Dictionary(), **facts))


def spoken_words(paper):
    paper.resources.Properties = Dictionary(MC0=paper.document.make_indirect(Dictionary(ActualText=String("CANARY"))))


def mask(paper):
    form = paper.stream(WORDS, Type=Name.XObject, Subtype=Name.Form, BBox=SQUARE)
    paper.resources.ExtGState = Dictionary(G1=Dictionary(SMask=Dictionary(S=Name.Alpha, G=form)))


def answered_comment(paper):
    paper.hang(paper.second, Contents=String("yes"), IRT=paper.hang(paper.first, Contents=String("CANARY")))


def pop_up(paper):
    paper.hang(paper.second, Subtype=Name.Popup, Parent=paper.hang(paper.first, Contents=String("CANARY")))


def field_on_both_pages(paper):
    field = paper.document.make_indirect(Dictionary(FT=Name.Tx, T=String("name"), V=String("CANARY")))
    field.Kids = Array([paper.hang(page, Subtype=Name.Widget, Parent=field) for page in (paper.first, paper.second)])
    paper.document.Root.AcroForm = Dictionary(Fields=Array([field]))


def link_to_a_heading(paper):
    paper.hang(paper.second, Subtype=Name.Link, Dest=String("CANARY"))


def article(paper):
    paper.second.B = Array(
        [paper.document.make_indirect(Dictionary(T=Dictionary(I=Dictionary(Title=String("CANARY")))))]
    )


def label(paper):
    paper.document.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String("CANARY"))]))


def layer(paper):
    group = paper.document.make_indirect(Dictionary(Type=Name.OCG, Name=String("CANARY")))
    paper.document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(Order=Array([String("CANARY")])))


def unreadable(paper):
    """Nobody can tell what the other page is drawn with."""
    drawing(paper)
    paper.second.Contents = paper.stream(b"/Fm2 Do BI /W 1 /H 1 /BPC 8 /CS /Nowhere ID x EI")


WAYS = (
    drawing,
    pattern,
    spoken_words,
    mask,
    answered_comment,
    pop_up,
    field_on_both_pages,
    link_to_a_heading,
    article,
    label,
    layer,
    unreadable,
)


def says_it(content: bytes) -> bool:
    with pikepdf.open(BytesIO(content)) as document:
        return any(SECRET in said_by(thing) for thing in [*document.objects, document.Root])


def said_by(thing: pikepdf.Object) -> bytes:
    is_drawing = isinstance(thing, pikepdf.Stream) and "/DCTDecode" not in repr(thing.get("/Filter"))
    return repr(thing).encode() + (thing.read_bytes() if is_drawing else b"")


def looks(content: bytes, index: int) -> bytes:
    return pypdfium2.PdfDocument(content)[index].render(scale=1).to_pil().tobytes()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_nothing_of_a_covered_page_stays_with_another(way):
    paper = Paper()
    way(paper)
    before = paper.content()
    assert says_it(before)

    after = redacted(before, "application/pdf", region(0, 0, 100, 100, page=1))

    assert not says_it(after)


@pytest.mark.parametrize("way", WAYS[:4], ids=lambda way: way.__name__)
def test_the_other_page_looks_as_it_did(way):
    paper = Paper()
    way(paper)
    before = paper.content()

    after = redacted(before, "application/pdf", region(0, 0, 100, 100, page=1))

    assert looks(after, 1) == looks(before, 1)
    with pikepdf.open(BytesIO(after)) as document:
        assert any(b"(plain)" in said_by(thing) for thing in document.objects), "its words are still words"
