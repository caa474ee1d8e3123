"""Why a coordinator or officer says no or allows less: a list of codes, each with its words for the educator and a way
forward. Kept as data, so that reasons can be counted and read in every language."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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
        words: the reason, as the educator reads it.
        way_forward: what the educator can do.
        about: what it can be given for.
    """

    code: str
    words: Promise
    way_forward: Promise
    about: frozenset[About]


def _reason(code: str, words: Promise, way_forward: Promise, *about: About) -> ReasonCode:
    return ReasonCode(code, words, way_forward, frozenset(about))


_ALL: Final = (
    _reason(
        "not_in_plan",
        _("It does not fit your growth plan or the goals of your district."),
        _("Have your plan name it, or show your coordinator which goal it serves; then ask again."),
        About.APPROVAL,
        About.CREDIT,
    ),
    _reason(
        "routine_duty",
        _("It is part of your regular duties."),
        _("Choose one that goes beyond them, or say what went beyond them."),
        About.APPROVAL,
        About.CREDIT,
    ),
    _reason(
        "covered_already",
        _("What you hold or take already covers the same."),
        _("Choose another micro-credential; your transcript shows what counts already."),
        About.APPROVAL,
        About.CREDIT,
    ),
    _reason(
        "wrong_subject",
        _("It is not about what you teach or are licensed for."),
        _("Choose one about your subject or grade band, or ask your coordinator how it relates."),
        About.APPROVAL,
        About.CREDIT,
    ),
    _reason(
        "not_approved_provider",
        _("Who awards it is not approved for this purpose."),
        _("Ask your coordinator which issuers are, or whether this one can be accepted."),
        About.APPROVAL,
        About.CREDIT,
    ),
    _reason(
        "begun",
        _("It was begun before approval was given."),
        _("Ask for approval before the next one; of this one, ask whether an exception can be made."),
        About.APPROVAL,
        About.CREDIT,
    ),
    _reason(
        "hours_unsupported",
        _("The hours that it stands for are not supported by what is on record."),
        _("Hand in what shows the hours, and ask your coordinator to look again."),
        About.CREDIT,
    ),
    _reason(
        "documents_missing",
        _("A document that the rules ask for is missing."),
        _("Hand in the document, and ask your coordinator to look again."),
        About.CREDIT,
        About.SET,
    ),
    _reason(
        "too_late",
        _("It was asked for or handed in after the last day."),
        _("Ask whether an exception can be made, with the reason why it was late."),
        About.APPROVAL,
        About.CREDIT,
        About.SET,
    ),
    _reason(
        "license_differs",
        _("What is on record does not agree with the license."),
        _("Compare the license number and its dates with your coordinator, and have them corrected."),
        About.SET,
    ),
    _reason(
        "other",
        _("For another reason, which stands beside this."),
        _("Ask who decided what would change it."),
        *About,
    ),
)

REASON_CODES: Final[Mapping[str, ReasonCode]] = MappingProxyType({one.code: one for one in _ALL})
"""By code, in the order in which they are offered. A code is never taken out: rows name it."""

NEEDS_WORDS: Final = frozenset({"other"})
"""Codes that say nothing without words beside them."""


def offered(about: About) -> list[tuple[str, Promise]]:
    """The codes that can be given for something, each with its words."""
    return [(one.code, one.words) for one in _ALL if about in one.about]
