"""What can be seen, read and heard in files, told by files that are made here."""

import wave
import zipfile
from array import array
from io import BytesIO
from math import sin

import av
import pikepdf
import pytest
from PIL import Image

from microcred.foundation.inspection.gauging import gauge


def pdf(*drawn: bytes) -> BytesIO:
    document = pikepdf.new()
    for content in drawn:
        document.add_blank_page()
        document.pages[-1].Contents = document.make_stream(content)
    target = BytesIO()
    document.save(target)
    return target


def sound(seconds: float, loudness: int) -> BytesIO:
    target = BytesIO()
    with wave.open(target, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(8000)
        tone = array("h", (int(sin(place / 3) * loudness) for place in range(int(8000 * seconds))))
        written.writeframes(tone.tobytes())
    return target


def film(seconds: int, *, brightness: int) -> BytesIO:
    target = BytesIO()
    with av.open(target, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width, stream.height = 64, 48
        for _number in range(5 * seconds):
            frame = av.VideoFrame.from_image(Image.new("RGB", (64, 48), (brightness,) * 3))
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return target


def docx(body: str, *, picture: bool = False) -> BytesIO:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        text = f"<w:p><w:r><w:t>{body}</w:t></w:r></w:p>" if body else ""
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{text}</w:body></w:document>")
        if picture:
            archive.writestr("word/media/image1.png", b"png")
    return target


BOX = b"100 100 200 200 re f"


@pytest.mark.parametrize(
    ("drawn", "blank"), [((BOX,), 0), ((b"",), 1), ((BOX, b"", b""), 2), ((b"1 1 1 rg " + BOX,), 1)]
)
def test_pages_without_words_or_a_picture_are_blank(drawn, blank):
    facts = gauge(pdf(*drawn), "plan.pdf")

    assert (facts["pages"], facts["blank"], facts["unshown"]) == (len(drawn), blank, [])


def test_a_document_has_the_characters_of_its_words_and_its_pictures():
    assert gauge(docx("Our norms"), "plan.docx") == {"characters": 8, "pictures": 0}
    assert gauge(docx("", picture=True), "plan.docx")["pictures"] == 1
    assert gauge(docx(""), "plan.docx")["characters"] == 0


def test_a_picture_of_one_colour_is_told_from_one_that_shows_something():
    plain, shown = BytesIO(), BytesIO()
    Image.new("RGB", (400, 300), "teal").save(plain, "PNG")
    Image.effect_noise((400, 300), 60).save(shown, "PNG")

    assert gauge(plain, "a.png")["one_colour"]
    assert not gauge(shown, "a.png")["one_colour"]


@pytest.mark.parametrize(("loudness", "silent"), [(0, True), (20, True), (4000, False)])
def test_a_silent_recording_is_told_from_one_that_is_heard(loudness, silent):
    facts = gauge(sound(8, loudness), "talk.wav")

    assert facts["silent"] is silent
    assert facts["whole"] is True
    assert round(facts["seconds"]) == 8


def test_one_word_in_a_long_silence_is_heard():
    quiet, said = sound(60, 0).getvalue(), sound(1, 4000).getvalue()[44:]
    target = BytesIO(quiet[: 44 + 16000 * 37] + said + quiet[44 + 16000 * 37 + len(said) :])

    assert gauge(target, "talk.wav")["silent"] is False


@pytest.mark.parametrize(("brightness", "black"), [(0, True), (120, False)])
def test_a_black_video_is_told_from_one_that_shows_something(brightness, black):
    facts = gauge(film(4, brightness=brightness), "lesson.mp4")

    assert (facts["black"], facts["sound"], facts["picture"]) == (black, False, True)
    assert facts["silent"] is True


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.png", "a.mp4", "a.wav", "a.xyz"])
def test_what_cannot_be_gauged_has_no_figures(name):
    assert gauge(BytesIO(b"this is something else"), name) == {}
