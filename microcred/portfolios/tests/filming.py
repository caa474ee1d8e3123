"""A film that browsers can play, made of nothing: H.264 whose pictures are stored sample by sample, in an MP4.

Sequence and picture parameters: ITU-T H.264 (08/2021) 7.3.2.1 and 7.3.2.2; slices: 7.3.3; macroblocks as samples
(`I_PCM`): 7.3.5. Boxes: ISO/IEC 14496-12.
"""

import struct

ACROSS, DOWN = 10, 6
"""macroblocks of 16 by 16"""
SECOND = 1000
"""of the time scale"""


def film(seconds: int) -> bytes:
    """An MP4 of one grey picture a second, each lighter than the one before."""
    samples = [_sample(number, 40 + 170 * number // seconds) for number in range(seconds)]
    kind = _box(b"ftyp", b"isom", bytes(4), b"isomavc1")
    # The boxes before the samples are as long whatever offset they state.
    at = len(kind) + len(_movie(samples, 0)) + 8
    return kind + _movie(samples, at) + _box(b"mdat", *samples)


class _Bits:
    def __init__(self) -> None:
        self.written = ""

    def plain(self, value: int, bits: int) -> "_Bits":
        self.written += f"{value:0{bits}b}"
        return self

    def golomb(self, *values: int) -> "_Bits":
        for value in values:
            digits = f"{value + 1:b}"
            self.written += "0" * (len(digits) - 1) + digits
        return self

    def bytes(self) -> bytes:
        whole = self.written + "0" * (-len(self.written) % 8)
        return bytes(int(whole[place : place + 8], 2) for place in range(0, len(whole), 8))


def _sequence() -> bytes:
    bits = _Bits().plain(0x67, 8).plain(66, 8).plain(0xC0, 8).plain(30, 8)
    bits.golomb(0, 0, 2, 1).plain(0, 1).golomb(ACROSS - 1, DOWN - 1).plain(0b1100, 4).plain(1, 1)
    return bits.bytes()


def _picture() -> bytes:
    bits = _Bits().plain(0x68, 8).golomb(0, 0).plain(0, 2).golomb(0, 0, 0).plain(0, 3)
    return bits.golomb(0, 0, 0).plain(0, 3).plain(1, 1).bytes()


def _sample(number: int, light: int) -> bytes:
    head = _Bits().plain(0x65, 8).golomb(0, 7, 0).plain(0, 4).golomb(number % 2).plain(0, 2).golomb(0)
    slice_ = head.golomb(25).bytes()
    block = bytes([light]) * 256 + bytes([128]) * 128
    between = _Bits().golomb(25).bytes()
    unit = slice_ + block + (between + block) * (ACROSS * DOWN - 1) + b"\x80"
    return struct.pack(">I", len(unit)) + unit


def _box(kind: bytes, *body: bytes) -> bytes:
    whole = b"".join(body)
    return struct.pack(">I4s", len(whole) + 8, kind) + whole


def _movie(samples: list[bytes], at: int) -> bytes:
    lasts, matrix = len(samples) * SECOND, struct.pack(">9I", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
    wide, high = ACROSS * 16, DOWN * 16
    head = _box(
        b"mvhd", struct.pack(">5IIH10x", 0, 0, 0, SECOND, lasts, 1 << 16, 1 << 8), matrix, bytes(24), b"\0\0\0\2"
    )
    track = _box(
        b"tkhd",
        struct.pack(">6I8x4H", 3, 0, 0, 1, 0, lasts, 0, 0, 0, 0),
        matrix,
        struct.pack(">2I", wide << 16, high << 16),
    )
    media = _box(b"mdhd", struct.pack(">5I2H", 0, 0, 0, SECOND, lasts, 0x55C4, 0))
    handler = _box(b"hdlr", bytes(8), b"vide", bytes(12), b"\0")
    where = _box(b"dinf", _box(b"dref", struct.pack(">2I", 0, 1), _box(b"url ", b"\0\0\0\1")))
    return _box(
        b"moov",
        head,
        _box(
            b"trak",
            track,
            _box(
                b"mdia",
                media,
                handler,
                _box(b"minf", _box(b"vmhd", b"\0\0\0\1", bytes(8)), where, _tables(samples, at, wide, high)),
            ),
        ),
    )


def _tables(samples: list[bytes], at: int, wide: int, high: int) -> bytes:
    sequence, picture = _sequence(), _picture()
    settings = b"\1" + sequence[1:4] + b"\xff\xe1" + struct.pack(">H", len(sequence)) + sequence
    settings += b"\1" + struct.pack(">H", len(picture)) + picture
    look = struct.pack(">6xH16x2H2I4xH32x2H", 1, wide, high, 72 << 16, 72 << 16, 1, 24, 0xFFFF)
    sizes = struct.pack(f">{len(samples)}I", *map(len, samples))
    return _box(
        b"stbl",
        _box(b"stsd", struct.pack(">2I", 0, 1), _box(b"avc1", look, _box(b"avcC", settings))),
        _box(b"stts", struct.pack(">4I", 0, 1, len(samples), SECOND)),
        _box(b"stsc", struct.pack(">5I", 0, 1, 1, len(samples), 1)),
        _box(b"stsz", struct.pack(">3I", 0, 0, len(samples)), sizes),
        _box(b"stco", struct.pack(">3I", 0, 1, at)),
    )
