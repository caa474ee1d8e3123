"""What is covered is in no byte of the copy; what is not covered stays."""

from io import BytesIO
from tempfile import TemporaryFile

import av
import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image, ImageDraw

from microcred.foundation.inspection.apart import Limits, redact_apart
from microcred.foundation.inspection.captions import captions_without
from microcred.foundation.inspection.redaction import NothingLeftOut
from microcred.foundation.inspection.redaction.pictures import BLOCK, box_of
from microcred.foundation.tests.inspection.recordings import (
    COLOURS,
    TONES,
    colour_at,
    film,
    loudness_at,
    seconds_of,
    spoken,
    turned_by,
)

CANARY = (250, 10, 200)
"""a colour that stands nowhere else"""


def redacted(content: bytes, media_type: str, *marks: dict, **more) -> bytes:
    with TemporaryFile() as source:
        source.write(content)
        made = redact_apart(source, media_type, list(marks), **more)
    assert made is not None
    try:
        return made.copy.read()
    finally:
        made.close()


def region(left=50, top=50, width=25, height=25, page=None):
    return {"page": page, "left": left, "top": top, "width": width, "height": height}


def stretch(begins=1.0, ends=2.0, *, picture=True, sound="mute"):
    return {"begins": begins, "ends": ends, "picture": picture, "sound": sound}


def marked(kind: str, size=(256, 192), **more) -> bytes:
    """A picture with the canary in the region, and nothing but grey around it."""
    picture = Image.new("RGB", size, (120, 120, 120))
    ImageDraw.Draw(picture).rectangle((130, 98, 190, 142), CANARY)
    target = BytesIO()
    picture.save(target, kind, **more)
    return target.getvalue()


def near(one, other, by=40):
    return all(abs(a - b) <= by for a, b in zip(one[:3], other[:3], strict=True))


@pytest.mark.parametrize(
    ("kind", "media_type", "more"),
    [
        ("PNG", "image/png", {}),
        ("JPEG", "image/jpeg", {"quality": 60}),
        ("WEBP", "image/webp", {"quality": 60}),
        ("GIF", "image/gif", {}),
    ],
)
def test_a_region_is_black_in_the_pixels_and_leaves_no_echo_around_it(kind, media_type, more):
    before, after = marked(kind, **more), redacted(marked(kind, **more), media_type, region())

    with Image.open(BytesIO(before)) as was, Image.open(BytesIO(after)) as picture:
        assert picture.size == was.size
        assert any(near(pixel, CANARY, 90) for pixel in was.convert("RGB").get_flattened_data()), "the canary was there"
        seen = picture.convert("RGB")
        assert near(seen.getpixel((160, 120)), (0, 0, 0), 3)
        assert near(seen.getpixel((20, 20)), (120, 120, 120), 6)
        # Nothing is left of a colour that has more red and blue than green.
        assert not any(min(red, blue) - green > 14 for red, green, blue in seen.get_flattened_data())


def test_what_a_picture_says_of_itself_is_gone():
    exif = Image.Exif()
    exif[0x010E] = "Jayden Brooks"
    after = redacted(marked("JPEG", exif=exif, comment=b"Jayden Brooks"), "image/jpeg", region())
    assert b"Jayden" in marked("JPEG", comment=b"Jayden Brooks")
    assert b"Jayden" not in after


def test_a_region_is_covered_in_every_frame():
    frames = [Image.open(BytesIO(marked("PNG"))).convert("RGB") for _frame in range(3)]
    frames[1].putpixel((0, 0), (1, 2, 3))
    frames[2].putpixel((1, 0), (1, 2, 3))
    target = BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:], duration=80, loop=0)

    after = Image.open(BytesIO(redacted(target.getvalue(), "image/gif", region())))

    assert after.n_frames == 3
    for number in range(3):
        after.seek(number)
        assert not any(near(pixel, CANARY, 60) for pixel in after.convert("RGB").get_flattened_data())


def test_what_is_hidden_beneath_transparency_is_gone():
    picture = Image.new("RGBA", (64, 64), (*CANARY, 0))
    target = BytesIO()
    picture.save(target, "PNG")

    after = Image.open(BytesIO(redacted(target.getvalue(), "image/png", region(0, 0, 100, 100))))

    assert set(after.get_flattened_data()) == {(0, 0, 0, 255)}


@given(left=some.floats(0, 99), top=some.floats(0, 99), share=some.floats(0.1, 100), side=some.integers(1, 5000))
def test_a_box_holds_its_region_and_stays_in_the_picture(left, top, share, side):
    mark = region(left, top, min(share, 100 - left), min(share, 100 - top))
    x0, y0, x1, y1 = box_of(mark, (side, side))

    assert 0 <= x0 < x1 <= side
    assert 0 <= y0 < y1 <= side
    assert x0 <= left / 100 * side
    assert x1 >= min(side, (left + mark["width"]) / 100 * side) - 1e-6
    assert x0 % BLOCK == 0


def paper() -> bytes:
    """Three pages that share everything a document can share, with the canary in words of each kind on the second."""
    document = pikepdf.new()
    photo = document.make_stream(bytes(CANARY) * 16, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
    photo.Width, photo.Height, photo.BitsPerComponent, photo.ColorSpace = 4, 4, 8, pikepdf.Name.DeviceRGB
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    shared = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font), XObject=pikepdf.Dictionary(Photo=photo))
    words = ("First page", "Jayden Brooks, IEP", "Third page")
    for said in words:
        document.add_blank_page(page_size=(300, 400))
        page = document.pages[-1].obj
        drawn = f"BT /F1 24 Tf 40 300 Td ({said}) Tj ET".encode()
        drawn += b" q 100 0 0 100 40 100 cm /Photo Do Q" if "IEP" in said else b""
        page.Contents = document.make_stream(drawn)
        del page["/Resources"]
    document.Root.Pages.Resources = shared
    second = document.pages[1].obj
    second.Annots = document.make_indirect(
        pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Text, Contents="Jayden Brooks", Rect=[0, 0, 9, 9])])
    )
    document.Root.StructTreeRoot = document.make_indirect(
        pikepdf.Dictionary(K=pikepdf.Dictionary(S=pikepdf.Name.P, Pg=second, ActualText="Jayden Brooks"))
    )
    document.Root.Outlines = document.make_indirect(
        pikepdf.Dictionary(First=document.make_indirect(pikepdf.Dictionary(Title="Jayden Brooks")), Count=1)
    )
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def everything_in(content: bytes) -> bytes:
    """All that a PDF holds, unpacked."""
    whole = b""
    with pikepdf.open(BytesIO(content)) as document:
        for thing in document.objects:
            whole += thing.unparse(resolved=True) if not isinstance(thing, pikepdf.Stream) else b""
            if isinstance(thing, pikepdf.Stream):
                whole += thing.read_raw_bytes() if "/DCTDecode" in str(thing.get("/Filter")) else thing.read_bytes()
                whole += str(thing.stream_dict).encode()
    return whole


def test_a_page_becomes_a_picture_of_itself_and_nothing_of_the_old_one_stays():
    before = paper()
    assert b"Jayden" in everything_in(before)
    assert bytes(CANARY) * 16 in everything_in(before)

    after = redacted(before, "application/pdf", region(0, 0, 100, 100, page=2))

    assert b"Jayden" not in everything_in(after)
    assert bytes(CANARY) * 16 not in everything_in(after), "the picture was shared, and drawn on that page alone"
    document = pypdfium2.PdfDocument(after)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    assert [text.strip() for text in texts] == ["First page", "", "Third page"]
    seen = document[1].render().to_pil().convert("RGB")
    assert seen.size == (300, 400)
    assert max(map(max, seen.get_flattened_data())) < 10


def test_a_page_shows_what_was_not_covered():
    after = redacted(paper(), "application/pdf", region(0, 0, 100, 40, page=2))
    seen = pypdfium2.PdfDocument(after)[1].render().to_pil().convert("RGB")

    assert near(seen.getpixel((150, 60)), (0, 0, 0), 10)
    assert near(seen.getpixel((90, 250)), CANARY)
    assert near(seen.getpixel((280, 390)), (255, 255, 255), 10)


def test_a_page_that_is_not_there_is_said():
    with pytest.raises(NothingLeftOut):
        redacted(paper(), "application/pdf", region(page=4))


def test_a_stretch_is_black_and_silent_and_the_rest_goes_on():
    before = film()
    assert near(colour_at(before, 1.5), COLOURS[1])
    assert loudness_at(before, 1.2, 1.8, TONES[1]) > 0.2

    after = redacted(before, "video/mp4", stretch(1, 2))

    assert seconds_of(after) == pytest.approx(seconds_of(before), abs=0.15)
    assert near(colour_at(after, 1.5), (0, 0, 0), 12)
    assert loudness_at(after, 1.0, 2.0, TONES[1]) < 0.002
    for second in (0, 2, 3):
        assert near(colour_at(after, second + 0.5), COLOURS[second]), second
        assert loudness_at(after, second + 0.2, second + 0.8, TONES[second]) > 0.2


def pictures_in(content: bytes) -> list[bytes]:
    """Every picture, decoded."""
    with av.open(BytesIO(content)) as there:
        return [bytes(plane) for frame in there.decode(video=0) for plane in frame.planes]


def test_sound_alone_leaves_the_pictures_as_they_were():
    before = film()
    after = redacted(before, "video/mp4", stretch(1, 2, picture=False, sound="beep"))

    assert pictures_in(after) == pictures_in(before)
    assert loudness_at(after, 1.2, 1.8, TONES[1]) < 0.01
    assert loudness_at(after, 1.2, 1.8, 1000) > 0.1
    assert loudness_at(after, 0.2, 0.8, TONES[0]) > 0.2


def test_the_picture_alone_leaves_the_sound():
    after = redacted(film(), "video/mp4", stretch(1, 2, sound="keep"))
    assert near(colour_at(after, 1.5), (0, 0, 0), 12)
    assert loudness_at(after, 1.2, 1.8, TONES[1]) > 0.2


def test_what_stays_to_be_seen_until_into_the_stretch_is_black_too():
    after = redacted(film(3, sound=False), "video/mp4", stretch(1.55, 1.6, sound="keep"))
    assert near(colour_at(after, 1.55), (0, 0, 0), 12)
    assert near(colour_at(after, 1.2), COLOURS[1])


def test_a_film_held_upright_stays_upright():
    before = film(2, turned=90)
    assert turned_by(redacted(before, "video/mp4", stretch(0.5, 1))) == turned_by(before) != 0


@pytest.mark.parametrize(("kind", "media_type"), [("wav", "audio/wav"), ("mp3", "audio/mpeg"), ("m4a", "audio/mp4")])
def test_sound_recordings_stay_what_they_are(kind, media_type):
    after = redacted(spoken(kind), media_type, stretch(1, 2, picture=False))

    assert seconds_of(after) == pytest.approx(4, abs=0.2)
    assert loudness_at(after, 1.05, 1.95, TONES[1]) < 0.002
    assert loudness_at(after, 2.3, 2.8, TONES[2]) > 0.2


def test_a_stretch_after_the_end_is_said():
    with pytest.raises(NothingLeftOut):
        redacted(spoken(), "audio/wav", stretch(9, 10, picture=False))
    with pytest.raises(NothingLeftOut):
        redacted(spoken(), "audio/wav", stretch(1, 2, sound="keep"))


def test_the_share_that_is_done_is_told():
    told = []
    redacted(film(6), "video/mp4", stretch(1, 2), heard=told.append)
    assert len(told) > 3
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] < 1


def test_a_long_recording_needs_no_more_memory_than_a_short_one():
    """The walls are narrow: a whole recording of this length would not fit into them unpacked."""
    long = film(60, size=(640, 368), sound=False)
    unpacked = 60 * 10 * 640 * 368 * 3 // 2
    assert unpacked > 200 << 20

    after = redacted(long, "video/mp4", stretch(1, 2), limits=Limits(memory_bytes=unpacked // 2))

    assert near(colour_at(after, 1.5), (0, 0, 0), 12)


def test_a_cue_that_touches_a_stretch_goes():
    captions = (
        "WEBVTT\n\n00:00:00.500 --> 00:00:01.000\nGood morning.\n\n00:00:01.000 --> 00:00:02.500\nJayden, read on.\n\n"
        "00:00:02.500 --> 00:00:04.000\nThank you.\n"
    )
    left = captions_without(captions, [(2.0, 2.2)])
    assert "Jayden" not in left
    assert "Good morning." in left
    assert "Thank you." in left
    assert captions_without(captions, [(0, 100)]) == ""
