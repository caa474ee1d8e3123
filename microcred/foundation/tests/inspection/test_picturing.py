"""A page is drawn as it is seen, behind walls, and holds nothing but its pixels."""

from io import BytesIO
from tempfile import TemporaryFile

import pikepdf
import pytest
from PIL import Image

from microcred.foundation.inspection.apart import picture_apart
from microcred.foundation.inspection.picturing import LONGEST, WIDTH


def document(*, pages: int = 2, size: tuple[int, int] = (612, 792), turned: int = 0) -> bytes:
    """Each page has a black square in its lower left corner."""
    made = pikepdf.new()
    for _page in range(pages):
        made.add_blank_page(page_size=size)
        made.pages[-1].Contents = made.make_stream(b"0 0 100 100 re f")
        made.pages[-1].Rotate = turned
    made.trailer.Info = made.make_indirect(pikepdf.Dictionary(Author="Ada Whitfield"))
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def pictured(content: bytes, number: int):
    with TemporaryFile() as source:
        source.write(content)
        seen = picture_apart(source, number)
    if seen is None or seen.picture is None:
        return seen, None, b""
    with seen.picture:
        encoded = seen.picture.read()
    return seen, Image.open(BytesIO(encoded)), encoded


def corners(picture: Image.Image) -> list[int]:
    """Which corners are black: upper left, upper right, lower right, lower left."""
    grey, (width, height) = picture.convert("L"), picture.size
    places = [(5, 5), (width - 6, 5), (width - 6, height - 6), (5, height - 6)]
    return [number for number, place in enumerate(places) if grey.getpixel(place) < 60]


@pytest.mark.parametrize(("turned", "black"), [(0, 3), (90, 0), (180, 1), (270, 2)])
def test_a_page_is_seen_as_readers_see_it(turned, black):
    seen, picture, encoded = pictured(document(turned=turned), 2)
    assert seen.pages == 2
    assert picture.format == "PNG"
    assert picture.width == WIDTH
    assert corners(picture) == [black]
    assert b"Whitfield" not in encoded
    assert not picture.info.keys() - {"transparency"}


def test_a_long_page_stays_within_bounds():
    picture = pictured(document(pages=1, size=(100, 14_000)), 1)[1]
    assert picture.height == LONGEST


@pytest.mark.parametrize("number", [0, 3, 10**9])
def test_a_page_that_is_not_there_has_no_picture(number):
    seen, picture, _encoded = pictured(document(), number)
    assert (seen.pages, picture) == (2, None)


def test_what_is_broken_has_none_either():
    assert pictured(b"%PDF-1.7 and then nothing", 1)[0] is None
