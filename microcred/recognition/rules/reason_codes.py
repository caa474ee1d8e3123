"""Why a coordinator or officer says no or allows less: a list of codes, each with its words for the educator and a way
forward. Kept as data, so that reasons can be counted and read in every language."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as noted


class About(StrEnum):
    """What a reason can be given for."""

    APPROVAL = "approval"
    """a request before beginning"""
    CREDIT = "credit"
    """an entry of the ledger"""
    SET = "set"
    """confirmed credit of a cycle, towards a license"""


@dataclass(frozen=True)
class ReasonCode:
    """One reason.

    Attributes:
        english: the reason, as it is kept.
        english_way: what the educator can do.
        about: what it can be given for.
    """

    code: str
    english: str
    english_way: str
    about: frozenset[About]

    @property
    def words(self) -> Promise:
        """The reason, in the language of whoever reads it."""
        return gettext_lazy(self.english)

    @property
    def way_forward(self) -> Promise:
        """What the educator can do."""
        return gettext_lazy(self.english_way)


def _reason(code: str, words: str, way_forward: str, *about: About) -> ReasonCode:
    return ReasonCode(code, words, way_forward, frozenset(about))


_ALL: Final = (
    _reason(
        "not_in_plan",
        noted("It does not fit your growth plan or the goals of your district."),
        noted("Have your plan name it, or show your coordinator which goal it serves; then ask again."),
        About.APPROVAL,
        About.CREDIT,
    ),
    _reason(
        "routine_duty",
        noted("It is part of your regular duties."),
        noted("Choose one that goes beyond them, or say what went beyond them."),
        About.APPROVAL,
        About.CREDIT,
    ),
    _reason(
        "covered_already",
        noted("What you hold or take already covers the same."),
        noted("Choose another micro-credential; your transcript shows what counts already."),
        About.APPROVAL,
        About.CREDIT,
    ),
    _reason(
        "wrong_subject",
        noted("It is not about what you teach or are licensed for."),
        noted("Choose one about your subject or grade band, or ask your coordinator how it relates."),
        About.APPROVAL,
        About.CREDIT,
    ),
    _reason(
        "not_approved_provider",
        noted("Who awards it is not approved for this purpose."),
        noted("Ask your coordinator which issuers are, or whether this one can be accepted."),
        About.APPROVAL,
        About.CREDIT,
    ),
    _reason(
        "begun",
        noted("It was begun before approval was given."),
        noted("Ask for approval before the next one; of this one, ask whether an exception can be made."),
        About.APPROVAL,
        About.CREDIT,
    ),
    _reason(
        "hours_unsupported",
        noted("The hours that it stands for are not supported by what is on record."),
        noted("Hand in what shows the hours, and ask your coordinator to look again."),
        About.CREDIT,
    ),
    _reason(
        "documents_missing",
        noted("A document that the rules ask for is missing."),
        noted("Hand in the document, and ask your coordinator to look again."),
        About.CREDIT,
        About.SET,
    ),
    _reason(
        "too_late",
        noted("It was asked for or handed in after the last day."),
        noted("Ask whether an exception can be made, with the reason why it was late."),
        About.APPROVAL,
        About.CREDIT,
        About.SET,
    ),
    _reason(
        "license_differs",
        noted("What is on record does not agree with the license."),
        noted("Compare the license number and its dates with your coordinator, and have them corrected."),
        About.SET,
    ),
    _reason(
        "other",
        noted("For another reason, which stands beside this."),
        noted("Ask who decided what would change it."),
        *About,
    ),
)

REASON_CODES: Final[Mapping[str, ReasonCode]] = MappingProxyType({one.code: one for one in _ALL})
"""By code, in the order in which they are offered. A code is never taken out: rows name it."""

ENGLISH: Final[Mapping[str, str]] = MappingProxyType({one.code: one.english for one in _ALL})
"""The words of each code as they are kept with a recognition, and translated when they are read."""
NEEDS_WORDS: Final = frozenset({"other"})
"""Codes that say nothing without words beside them."""


def offered(about: About) -> list[tuple[str, Promise]]:
    """The codes that can be given for something, each with its words."""
    return [(one.code, one.words) for one in _ALL if about in one.about]
