"""A canary in every place that could name the author: none of them sings in the copy that assessors see."""

import struct
from io import BytesIO

import pytest
from PIL import Image

from microcred.foundation.inspection import FileHasActiveContent, FileRefused, FileTypeNotTaken, inspect
from microcred.foundation.tests.inspection.files import box, chunk, mp3, wav

CANARY = "Canary Whitfield"
FRAMES = mp3(tags=False)


def copy_of(name: str, content: bytes) -> bytes:
    return inspect(BytesIO(content), name).source.read()


def silent(content: bytes) -> bool:
    """No canary, in whichever letters."""
    return not any(CANARY.encode(coding) in content for coding in ("utf-8", "utf-16-le", "utf-16-be"))


def test_silence_can_be_broken():
    assert not silent(b"..." + CANARY.encode("utf-16-be"))


def ape() -> bytes:
    item = struct.pack("<II", len(CANARY), 0) + b"Artist\x00" + CANARY.encode()
    return item + b"APETAGEX" + struct.pack("<IIII", 2000, len(item) + 32, 1, 0) + bytes(8)


def lyrics() -> bytes:
    body = b"LYRICSBEGIN" + b"EAR%05d" % len(CANARY) + CANARY.encode()
    return body + b"%06dLYRICS200" % len(body)


@pytest.mark.parametrize(
    "content",
    [
        FRAMES + ape(),
        FRAMES + lyrics() + b"TAG" + CANARY.encode().ljust(125, b"\x00"),
        FRAMES + ape() + lyrics(),
        b"ID3\x03\x00\x00\x00\x00\x00\x10" + CANARY.encode() + FRAMES,
        FRAMES + CANARY.encode() + FRAMES[: len(FRAMES) // 2] * 2,
    ],
    ids=["ape", "lyrics and id3v1", "ape and lyrics", "id3v2", "between frames"],
)
def test_an_mp3_is_its_frames_alone(content):
    copy = copy_of("talk.mp3", content)
    assert silent(copy)
    assert copy.startswith(FRAMES)
    assert not len(copy) % len(FRAMES)


def test_a_wav_is_its_sound_alone():
    told = CANARY.encode()
    assert silent(copy_of("talk.wav", wav(chunk(b"bext", told), chunk(b"id3 ", told), chunk(b"LIST", told))))


def track(handler: bytes, *, at: int = 0, data: bytes = b"") -> bytes:
    told = CANARY.encode()
    entry = box(b"avc1", bytes(42) + told.ljust(32, b"\x00") + bytes(4))
    tables = (
        box(b"stsd", struct.pack(">II", 0, 1) + entry)
        + box(b"stsc", struct.pack(">IIIII", 0, 1, 1, 1, 1))
        + box(b"stsz", struct.pack(">IIII", 0, 0, 1, len(data)))
        + box(b"stco", struct.pack(">III", 0, 1, at))
        + box(b"udta", told)
    )
    itself = box(b"dinf", box(b"dref", struct.pack(">II", 0, 1) + box(b"url ", b"\x00\x00\x00\x01" + told)))
    described = box(b"hdlr", bytes(8) + handler + told)
    media = box(b"mdia", box(b"mdhd", bytes(20)) + described + box(b"minf", itself + box(b"stbl", tables)))
    return box(b"trak", box(b"tkhd", bytes(20)) + media + box(b"meta", told))


def recording() -> tuple[bytes, bytes]:
    """A recording that tells in every box, and the picture in it."""
    told, picture = CANARY.encode(), b"\x01\x02\x03" * 20
    front = box(b"ftyp", b"isom\x00\x00\x02\x00isommp42") + box(b"free", told) + box(b"XMP_", told)
    front += box(b"mdat", picture + told)
    start = len(front) - len(picture) - len(told)
    tracks = track(b"vide", at=start, data=picture) + track(b"meta", at=start + len(picture), data=told)
    moov = box(b"moov", box(b"mvhd", bytes(100)) + tracks + box(b"udta", told) + box(b"skip", told))
    return front + moov + box(b"uuid", told) + box(b"wide", told), picture


@pytest.mark.parametrize("name", ["film.mp4", "film.m4v", "film.mov", "talk.m4a"])
def test_a_recording_keeps_the_boxes_that_play(name):
    content, picture = recording()
    copy = copy_of(name, content)
    assert content.count(CANARY.encode()) == 17
    assert silent(copy)
    assert len(copy) == len(content)
    assert picture in copy
    assert copy.count(b"trak") == 1


def test_a_recording_that_plays_another_file_is_refused():
    content = recording()[0].replace(b"url \x00\x00\x00\x01", b"url \x00\x00\x00\x00")
    with pytest.raises(FileHasActiveContent, match="loaded from elsewhere"):
        copy_of("film.mp4", content)


@pytest.mark.parametrize(
    ("name", "way"), [("talk.ogg", "MP3 or M4A"), ("talk.oga", "MP3 or M4A"), ("film.webm", "as MP4")]
)
def test_what_we_cannot_clean_is_not_taken_and_the_way_forward_is_said(name, way):
    with pytest.raises(FileTypeNotTaken, match=way):
        copy_of(name, b"OggS" + bytes(60))


@pytest.mark.parametrize(
    "cell",
    ["+cmd|' /C calc'!A0", "-2+cmd|' /C calc'!A0", '"\t+A1"', '"\r-SUM(A1)"', "\t@SUM(A1)", "+E5", "x\r=A1"],
)
def test_a_cell_that_would_be_worked_out_is_refused(cell):
    for delimiter in ",;\t":
        with pytest.raises(FileHasActiveContent, match="formulas"):
            copy_of("table.csv", f"a{delimiter}b\n1{delimiter}{cell}\n".encode())


def test_signed_numbers_dashes_and_telephone_numbers_are_cells_like_others():
    plain = b'a,b\n-1,+2.5\n-1e5,-\n+1 803-555-0100,-12 %\n"so, - as one says",b-c\n'
    assert copy_of("table.csv", plain) == plain


def gif(frames: int = 1) -> bytes:
    """A picture that tells in every block that a GIF may have, in colours that no pixel has, and behind its end."""
    told = CANARY.encode()
    colours = bytes([255, 0, 0, 0, 0, 255]) + told.ljust(18, b"\x00")
    drawn = Image.new("P", (4, 4), 0)
    drawn.putpalette(colours)
    others = [Image.new("P", (4, 4), frame % 2) for frame in range(1, frames)]
    for other in others:
        other.putpalette(colours)
    target = BytesIO()
    drawn.save(target, "GIF", save_all=True, append_images=others, duration=80, comment=told, optimize=False)
    content = target.getvalue()
    start = content.index(b"\x21")
    block = bytes([len(told)]) + told + b"\x00"
    blocks = b"\x21\xfe" + block
    blocks += b"\x21\xff\x0bXMP DataXMP" + block
    blocks += b"\x21\xff\x0bICCRGBG1012" + block
    blocks += b"\x21\x01\x0c" + bytes(12) + block
    return content[:start] + blocks + content[start:] + told


@pytest.mark.parametrize("frames", [1, 3])
def test_a_gif_is_its_pixels_alone(frames):
    content = gif(frames)
    assert content.count(CANARY.encode()) > 5
    copy = copy_of("photo.gif", content)
    assert silent(copy)
    with Image.open(BytesIO(copy)) as picture:
        assert (picture.size, getattr(picture, "n_frames", 1)) == ((4, 4), frames)
        assert picture.convert("RGB").getpixel((0, 0)) == (255, 0, 0)


TAGS = "".join(chr(0xE0000 + ord(letter)) for letter in CANARY)
SELECTORS = "".join(chr(0xE0100 + ord(letter)) for letter in CANARY)
WIDTHLESS = "".join("\u200b" if bit == "0" else "\u200c" for letter in CANARY for bit in f"{ord(letter):08b}")


@pytest.mark.parametrize("name", ["notes.txt", "notes.md", "notes.csv"])
@pytest.mark.parametrize("hidden", [TAGS, "\ufe0f" + SELECTORS, WIDTHLESS], ids=["tags", "selectors", "without width"])
def test_a_text_is_the_letters_that_one_sees(name, hidden):
    copy = copy_of(name, f"\ufeffWhat we saw{hidden}, in brief.\n".encode()).decode()
    assert copy.replace("\ufe0f", "") == "What we saw, in brief.\n"


def test_letters_that_need_an_unseen_one_keep_it():
    england = "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in "gbeng") + "\U000e007f"
    heart, teacher, persian, japanese = (
        "\u2764\ufe0f",
        "\U0001f469\u200d\U0001f3eb",
        "\u0645\u06cc\u200c\u062e",
        "\u8fbb\U000e0100",
    )
    plain = f"{england} {heart} {teacher} {persian} {japanese}\n"
    assert copy_of("notes.txt", plain.encode()).decode() == plain


@pytest.mark.parametrize(
    "told",
    ["\x1b]0;{name}\x07", "seen\x00{name}", "{name}" + "\x08" * 20, "<script>'{name}'</script>"],
    ids=["a terminal's title", "behind a zero", "written over", "a script"],
)
def test_a_text_with_parts_that_are_not_read_is_refused(told):
    with pytest.raises(FileRefused):
        copy_of("notes.txt", f"What we saw. {told.format(name=CANARY)}\n".encode())


def test_a_formula_behind_unseen_letters_is_still_one():
    with pytest.raises(FileHasActiveContent, match="formulas"):
        copy_of("table.csv", f"a,b\n1,{WIDTHLESS}=cmd|' /C calc'!A0\n".encode())


def test_what_is_seen_is_left_to_the_author():
    """Words are the evidence itself: the page that takes them says that names stay out."""
    assert CANARY.encode() in copy_of("notes.txt", f"By {CANARY}\n".encode())
