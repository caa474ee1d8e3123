"""What can be amiss with evidence before anybody judges it."""

from dataclasses import dataclass, field
from enum import StrEnum


class Grade(StrEnum):
    """How much a finding weighs."""

    FAILS = "fails"
    """nobody could judge it as it is"""
    ADVICE = "advice"
    """worth another look; it keeps nobody from anything"""
    UNCHECKED = "unchecked"
    """it could not be checked, which says nothing of the evidence"""


class Fact(StrEnum):
    """What was found. The first can be told by a program, the last only by a person."""

    EMPTY_DOCUMENT = "empty_document"
    PAGES_UNSHOWN = "pages_unshown"
    ONE_COLOUR = "one_colour"
    SILENT = "silent"
    BLACK = "black"
    SILENT_AND_BLACK = "silent_and_black"
    FAR_TOO_SHORT = "far_too_short"
    TEMPLATE_UNCHANGED = "template_unchanged"
    CAPTIONS_MISSING = "captions_missing"
    LINK_GONE = "link_gone"
    LINK_SIGN_IN = "link_sign_in"
    LINK_UNCHECKED = "link_unchecked"
    DOES_NOT_OPEN = "does_not_open"
    NOT_LEGIBLE = "not_legible"
    HARD_TO_HEAR = "hard_to_hear"
    CUT_OFF = "cut_off"
    ANOTHER_FILE = "another_file"
    PART_MISSING = "part_missing"


@dataclass(frozen=True)
class Found:
    """A finding: `facts` are the figures that its sentence is filled with, beside `number` and `title`."""

    fact: Fact
    grade: Grade
    facts: dict[str, str | int] = field(default_factory=dict)

    @property
    def fails(self) -> bool:
        """Whether nobody could judge it as it is."""
        return self.grade is Grade.FAILS
