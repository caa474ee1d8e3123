"""When an agreement between a recognizer and an issuer covers an award, and what it makes of it. Pure.

An agreement changes no rule. What it settles is laid on the award's place in the record: as what its issuer counts, and
which statements of the recognizer's own rules hold of it. The rules are then applied to that record like to any other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as noted

from microcred.recognition.rules.engine.results import in_words
from microcred.recognition.rules.worth_elsewhere import Offered

Came = Literal["met", "not met", "open"]


class Purpose(StrEnum):
    """What awards count for."""

    RENEWAL = "renewal"
    LICENSURE = "licensure"
    SALARY = "salary"
    COURSE_CREDIT = "course_credit"


PURPOSES: Mapping[str, tuple[Purpose, ...]] = {
    "state": (Purpose.RENEWAL, Purpose.LICENSURE),
    "district": (Purpose.RENEWAL, Purpose.SALARY),
    "university": (Purpose.COURSE_CREDIT,),
}
"""What a recognizer decides about, by the kind of organization."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement asks, from when until when it holds, and what it settles.

    Args:
        issuer: whose awards it covers, and of all that is below in the tree.
        ends_on: the first day on which it holds no more, by its own words or because it was ended.
        edition: by which edition of a quality framework the design must have been reviewed; `edition_name` in words.
        accredited_until: the last day of the issuer's accreditation, where the agreement rests on one.
        counts_as: what the issuer is to the rules of the recognizer.
        holds: statements of the rules of the recognizer that hold of what is covered.
    """

    id: UUID
    issuer: UUID
    purpose: Purpose
    starts_on: date
    ends_on: date | None = None
    edition: UUID | None = None
    edition_name: str = ""
    minimum_hours: Decimal | None = None
    evidence_kept: bool = False
    accreditation: str = ""
    accredited_until: date | None = None
    counts_as: str = ""
    holds: tuple[str, ...] = ()
    recognizer_name: str = ""
    issuer_name: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class Asked:
    """One condition of an agreement and what came of it."""

    code: str
    came: Came
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    way_forward: str = ""

    @property
    def words(self) -> str:
        """In the reader's language."""
        return in_words(self.message, self.values)


def asked(terms: Terms, one: Offered) -> tuple[Asked, ...]:
    """Every condition of an agreement, each asked of an award although another was not met."""
    return tuple(_asked(terms, one, _day(one.earned_at)))


def _asked(terms: Terms, one: Offered, earned_on: date) -> Iterable[Asked]:
    values: dict[str, Any]
    if terms.edition is not None:
        values = {"edition": terms.edition_name}
        if terms.edition in one.editions:
            yield Asked("edition", "met", noted("Its design was reviewed by %(edition)s."), values)
        else:
            yield Asked(
                "edition",
                "not met",
                noted("Its design was not reviewed by %(edition)s, or did not pass."),
                values,
                noted("Who offers it can have its design reviewed by that edition."),
            )
    if terms.minimum_hours is not None:
        values = {"asked": terms.minimum_hours, "has": one.hours}
        if one.hours is None:
            yield Asked(
                "hours",
                "open",
                noted("How many hours it stands for is not on record; at least %(asked)s are asked."),
                values,
                noted("Have its hours put on record."),
            )
        elif one.hours >= terms.minimum_hours:
            yield Asked("hours", "met", noted("It stands for %(has)s hours; at least %(asked)s are asked."), values)
        else:
            yield Asked(
                "hours",
                "not met",
                noted("It stands for %(has)s hours; at least %(asked)s are asked."),
                values,
                noted("Another micro-credential of more hours can be covered."),
            )
    if terms.evidence_kept:
        came: Came = "open" if one.scored_here is None else "met" if one.scored_here else "not met"
        said = {
            "met": noted("The evidence it was judged by is kept."),
            "open": noted("Whether the evidence it was judged by is kept is not on record."),
            "not met": noted("It was not judged here, and no evidence of it is kept."),
        }[came]
        way = "" if came == "met" else noted("Ask the recognizer for an acceptance review of it.")
        yield Asked("evidence", came, said, {}, way)
    if terms.accredited_until is not None:
        values = {"by": terms.accreditation, "last": terms.accredited_until}
        if earned_on <= terms.accredited_until:
            yield Asked("accreditation", "met", noted("Its issuer is accredited until %(last)s: %(by)s."), values)
        else:
            yield Asked(
                "accreditation",
                "not met",
                noted("The accreditation of its issuer that is on record ended on %(last)s: %(by)s."),
                values,
                noted("Its issuer can show the recognizer that it is accredited still."),
            )


@dataclass(frozen=True, slots=True)
class Cover:
    """An agreement that is about an award, and each of its conditions."""

    terms: Terms
    answers: tuple[Asked, ...]

    @property
    def came(self) -> Came:
        """Whether it covers the award. A no goes before what is open."""
        found = {answer.came for answer in self.answers}
        return "not met" if "not met" in found else "open" if "open" in found else "met"

    @property
    def against(self) -> tuple[Asked, ...]:
        """What keeps it from covering the award."""
        return tuple(answer for answer in self.answers if answer.came != "met")


def cover_of(one: Offered, agreements: Iterable[Terms], *, purpose: Purpose) -> Cover | None:
    """The agreement that is about an award, of those of one recognizer: in force on the day on which it was earned, and
    with the nearest of the organizations to which its issuer belongs."""
    day = _day(one.earned_at)
    lineage = one.issuer_lineage
    about = [
        terms for terms in agreements if terms.purpose == purpose and terms.issuer in lineage and terms.holds_on(day)
    ]
    if not about:
        return None
    nearest = max(about, key=lambda terms: (lineage.index(terms.issuer), terms.starts_on, terms.id))
    return Cover(nearest, asked(nearest, one))


def laid_on(one: Offered, cover: Cover | None) -> Offered:
    """An award with what an agreement settles of it, where the agreement covers it."""
    if cover is None or cover.came != "met":
        return one
    terms = cover.terms
    facts = tuple(dict.fromkeys((*one.facts, *terms.holds)))
    return replace(one, accepted_as=terms.counts_as or one.accepted_as, facts=facts)


def overlapping(
    starts_on: date, ends_on: date | None, others: Sequence[tuple[date, date | None]]
) -> tuple[date, date | None] | None:
    """The first of some periods that shares a day with another. Periods are half-open; one without end goes on."""
    for first, end in others:
        if (ends_on is None or first < ends_on) and (end is None or starts_on < end) and (end is None or first < end):
            return first, end
    return None


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
