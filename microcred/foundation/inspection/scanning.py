"""The search for malicious software, by clamd where an operator has one (clamd(8), INSTREAM).

The scanner's silence is not trusted: what is larger than the scanner reads is told apart here, and what it says of
limits and of locked archives is "not fully scanned", a result of its own. A scanner that does not answer lets nothing
through.
"""

import socket
import struct
from enum import Enum
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

_PIECE = 1 << 16
_LONGEST_ANSWER = 4096
_CEILING = 2 * 1024**3 - 1
"""bytes beyond which ClamAV passes a file over and calls it clean (clamd.conf(5), MaxFileSize)"""
_LIMITS = ("Heuristics.Limits.Exceeded", "Heuristics.Encrypted")
"""what `AlertExceedsMax` and `AlertEncrypted` call what they could not look into"""


class Verdict(Enum):
    """What came of it."""

    CLEAN = "clean"
    FOUND = "found"
    NOT_FULLY = "not fully"
    NO_SCANNER = "no scanner"
    DOWN = "down"


def scan(source: IO[bytes]) -> tuple[Verdict, str]:
    """Have a file searched. Returns the verdict, and the scanner's word for what was found or stood in the way."""
    if not settings.CLAMD:
        return Verdict.NO_SCANNER, ""
    if source.seek(0, 2) > min(settings.CLAMD_MOST_BYTES, _CEILING):
        return Verdict.NOT_FULLY, "larger than the scanner reads"
    source.seek(0)
    try:
        with _connected() as scanner:
            answer = _asked(scanner, source)
    except OSError as trouble:
        return Verdict.DOWN, type(trouble).__name__
    return _verdict(answer)


def version() -> str:
    """What the scanner says that it is, with its signatures and their day; empty when it does not answer."""
    try:
        with _connected() as scanner:
            scanner.sendall(b"zVERSION\0")
            return _read(scanner)
    except OSError:
        return ""


def _connected() -> socket.socket:
    place = urlsplit(settings.CLAMD)
    if place.scheme == "unix":
        scanner = socket.socket(socket.AF_UNIX)
        scanner.settimeout(settings.CLAMD_SECONDS)
        try:
            scanner.connect(place.path)
        except OSError:
            scanner.close()
            raise
        return scanner
    return socket.create_connection((place.hostname or "", place.port or 3310), timeout=settings.CLAMD_SECONDS)


def _asked(scanner: socket.socket, source: IO[bytes]) -> str:
    try:
        scanner.sendall(b"zINSTREAM\0")
        while piece := source.read(_PIECE):
            scanner.sendall(struct.pack(">I", len(piece)) + piece)
        scanner.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        # It says why before it hangs up: the stream is longer than its own StreamMaxLength.
        return _read(scanner)
    return _read(scanner)


def _read(scanner: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER and (piece := scanner.recv(_LONGEST_ANSWER)):
        answer += piece
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _verdict(answer: str) -> tuple[Verdict, str]:
    said = answer.removeprefix("stream: ")
    if said == "OK" and answer != said:
        return Verdict.CLEAN, ""
    if "size limit exceeded" in answer:
        return Verdict.NOT_FULLY, "StreamMaxLength"
    if answer.startswith("stream: ") and said.endswith(" FOUND"):
        what = said.removesuffix(" FOUND")
        return (Verdict.NOT_FULLY if what.startswith(_LIMITS) else Verdict.FOUND), what
    return Verdict.DOWN, "no answer that is known"
