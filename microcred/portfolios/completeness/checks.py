"""The checks: small functions from figures to findings. A figure that is not known is never held against anyone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from microcred.portfolios.completeness.facts import Fact, Found, Grade
from microcred.portfolios.completeness.links import LinkOutcome

FAR_LESS = 10
"""Below a tenth of what may be handed in, something is likely to be missing: advice, for a limit is no demand."""

LEAST_SECONDS = 1.0
"""of a recording that anybody could judge"""

SHORTEST_SECONDS = 5
"""of a recording that nobody is asked about"""


@dataclass(frozen=True)
class Recorded:
    """The figures of a recording, as `foundation.inspection.gauging` has them."""

    seconds: float
    silent: bool
    black: bool
    has_picture: bool
    whole: bool = True

    @classmethod
    def of(cls, gauge: Mapping[str, Any], kind: str) -> "Recorded":
        """From what was gauged of an item of a kind."""
        return cls(
            float(gauge["seconds"]),
            bool(gauge["silent"]),
            bool(gauge["black"]),
            has_picture=kind == "video",
            whole=bool(gauge.get("whole", True)),
        )


@dataclass(frozen=True)
class Evidence:
    """One file or link with everything that its checks ask."""

    kind: str
    """document, image, audio, video or link"""
    gauge: Mapping[str, Any] = field(default_factory=dict)
    is_template: bool = False
    """whether it is the template as it was given out, by its bytes or its words"""
    minute_limit: int | None = None
    has_captions: bool = True
    captions_asked: bool = False
    link: LinkOutcome | None = None
    """what came of opening it last; None: nobody has tried yet"""


def found_in(one: Evidence) -> list[Found]:
    """Everything that is found in a file or link: what fails first."""
    if one.kind == "link":
        found = [check_link(one.link)]
    else:
        template = check_template(unchanged=one.is_template)
        # A template that nobody filled in is said once, whatever else is the matter with it.
        found = [template] if template else list(_by_kind(one))
    return sorted(filter(None, found), key=lambda each: list(Grade).index(each.grade))


def _by_kind(one: Evidence) -> Iterator[Found | None]:
    if one.kind == "document":
        yield check_document(one.gauge)
    elif one.kind == "image":
        yield check_picture(one.gauge)
    elif "seconds" in one.gauge:
        yield check_recording(Recorded.of(one.gauge, one.kind), minute_limit=one.minute_limit)
    if one.kind in ("audio", "video"):
        yield check_captions(asked=one.captions_asked, there=one.has_captions)


def check_document(gauge: Mapping[str, Any]) -> Found | None:
    """Whether a document has neither words nor pictures, or pages that cannot be shown."""
    if "pages" in gauge:
        unshown, looked_at = gauge["unshown"], gauge["looked_at"]
        if unshown:
            grade = Grade.FAILS if len(unshown) == looked_at else Grade.ADVICE
            pages = ", ".join(str(page) for page in unshown[:8])
            return Found(Fact.PAGES_UNSHOWN, grade, {"pages": pages, "count": len(unshown)})
        # Of a long document only the beginning was looked at.
        if looked_at and gauge["blank"] == looked_at == gauge["pages"]:
            return Found(Fact.EMPTY_DOCUMENT, Grade.FAILS)
        return None
    if "characters" in gauge and not gauge["characters"] and not gauge["pictures"]:
        return Found(Fact.EMPTY_DOCUMENT, Grade.FAILS)
    return None


def check_picture(gauge: Mapping[str, Any]) -> Found | None:
    """Whether a picture is one plain colour."""
    return Found(Fact.ONE_COLOUR, Grade.ADVICE) if gauge.get("one_colour") else None


def check_recording(one: Recorded, *, minute_limit: int | None = None) -> Found | None:
    """Whether a recording is silent, black, or much shorter than what may be handed in: the weightiest alone.

    What was not heard to its end is never called silent for certain; a silent video may still show all that is asked.
    """
    if one.seconds < LEAST_SECONDS:
        return _short(one, Grade.FAILS, minute_limit)
    if one.has_picture and one.silent and one.black:
        return Found(Fact.SILENT_AND_BLACK, Grade.FAILS if one.whole else Grade.ADVICE)
    if one.silent and not one.has_picture:
        return Found(Fact.SILENT, Grade.FAILS if one.whole else Grade.ADVICE)
    if one.has_picture and one.black:
        return Found(Fact.BLACK, Grade.ADVICE)
    if one.silent:
        return Found(Fact.SILENT, Grade.ADVICE)
    if one.seconds < SHORTEST_SECONDS or (minute_limit and one.seconds * FAR_LESS < minute_limit * 60):
        return _short(one, Grade.ADVICE, minute_limit)
    return None


def check_captions(*, asked: bool, there: bool) -> Found | None:
    """Whether a recording has neither captions nor a transcript where they are asked for."""
    return Found(Fact.CAPTIONS_MISSING, Grade.FAILS) if asked and not there else None


def check_template(*, unchanged: bool) -> Found | None:
    """Whether a template is handed in as it was given out."""
    return Found(Fact.TEMPLATE_UNCHANGED, Grade.FAILS) if unchanged else None


def check_link(outcome: LinkOutcome | None) -> Found | None:
    """Whether a link leads nowhere, or to where people sign in; or could not be checked."""
    if outcome is LinkOutcome.GONE:
        return Found(Fact.LINK_GONE, Grade.FAILS)
    if outcome is LinkOutcome.SIGN_IN:
        return Found(Fact.LINK_SIGN_IN, Grade.FAILS)
    if outcome is LinkOutcome.UNCHECKED:
        return Found(Fact.LINK_UNCHECKED, Grade.UNCHECKED)
    return None


def _short(one: Recorded, grade: Grade, minute_limit: int | None) -> Found:
    return Found(Fact.FAR_TOO_SHORT, grade, {"seconds": round(one.seconds), "minutes": minute_limit or 0})
