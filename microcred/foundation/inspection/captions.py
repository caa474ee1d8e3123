"""Captions: WebVTT (W3C, 4 April 2019) or SubRip, read cue by cue and written anew as plain cues."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from microcred.foundation.refusals import Refusal

_TIME = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)[.,](\d{3})"
_CUE = re.compile(rf"\s*{_TIME}\s+-->\s+{_TIME}(?:\s.*)?")
_TAG = re.compile(r"<[^>\n]*>|\{\\[^}\n]*\}")
_BLOCKS = ("NOTE", "STYLE", "REGION")


class CaptionsUnreadable(Refusal):
    """A cue has no times, or ends before it begins."""

    message = _(
        "These captions cannot be read: the lines that begin with “{block}” have no times of the form 00:01:02.000 --> "
        "00:01:05.000, or end before they begin. Export them once more as WebVTT or SubRip, or write a transcript "
        "without times."
    )
    field = "text"
    status = 422


def are_captions(text: str) -> bool:
    """Whether a text is meant as captions: it begins like WebVTT, or has the times of a cue."""
    return text.lstrip("\ufeff\n ").startswith("WEBVTT") or any(_CUE.fullmatch(line) for line in text.splitlines()[:20])


def clean_captions(text: str) -> str:
    """The same cues as WebVTT, without comments, styles, identifiers, positions, and names of who speaks.

    Raises:
        CaptionsUnreadable.
    """
    cues = []
    for number, block in enumerate(re.split(r"\n{2,}", _plain(text).strip("\n"))):
        lines = block.split("\n")
        if (number == 0 and lines[0].startswith("WEBVTT")) or lines[0].split(" ")[0] in _BLOCKS or not block.strip():
            continue
        times = lines[1] if len(lines) > 1 and "-->" not in lines[0] else lines[0]
        found = _CUE.fullmatch(times)
        if found is None or (begins := _milliseconds(found, 1)) >= (ends := _milliseconds(found, 5)):
            raise CaptionsUnreadable(block=lines[0][:60])
        said = [_TAG.sub("", line).replace("-->", "→").strip() for line in lines[lines.index(times) + 1 :]]
        words = "\n".join(line.replace("<", "&lt;") for line in said if line)
        if words:
            cues.append(f"{_time(begins)} --> {_time(ends)}\n{words}")
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def captions_without(captions: str, stretches: Iterable[tuple[float, float]]) -> str:
    """Clean captions without the cues of which anything lies in one of the stretches; empty where none is left.

    Args:
        stretches: beginning and end of each, in seconds.
    """
    covered = [(begins * 1000, ends * 1000) for begins, ends in stretches]
    kept = []
    for cue in captions.strip("\n").split("\n\n")[1:]:
        times = _CUE.fullmatch(cue.split("\n")[0])
        if times is None:
            continue
        starts, stops = _milliseconds(times, 1), _milliseconds(times, 5)
        if not any(starts < ends and stops > begins for begins, ends in covered):
            kept.append(cue)
    return "\n\n".join(["WEBVTT", *kept]) + "\n" if kept else ""


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _milliseconds(found: re.Match[str], first: int) -> int:
    hours, minutes, seconds, milliseconds = (int(found[first + place] or 0) for place in range(4))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds


def _time(at: int) -> str:
    seconds, milliseconds = divmod(at, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{milliseconds:03}"
