"""Questions about agreements: who accepts whose awards, for what, and who may say so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, organizations_where
from microcred.recognition.models import Agreement
from microcred.recognition.rules.reciprocity import PURPOSES, Purpose, Terms

SPEAKERS: Mapping[str, Role] = {
    Organization.Kind.STATE: Role.LICENSURE_OFFICER,
    Organization.Kind.DISTRICT: Role.RECOGNIZER,
    Organization.Kind.UNIVERSITY: Role.ORG_ADMIN,
}
"""Who speaks for a recognizer, by the kind of organization."""


def speaks_for(person: Person, recognizer: Organization, *, at: datetime) -> bool:
    """Whether a person says what a recognizer accepts. A role above in the tree reaches down to it."""
    role = SPEAKERS.get(recognizer.kind)
    return role is not None and acts_as(person, role, for_organization=recognizer, at=at)


def recognizers_of(person: Person, *, at: datetime) -> list[Organization]:
    """The recognizers that a person speaks for, by name."""
    found: list[Organization] = []
    for kind, role in SPEAKERS.items():
        found += organizations_where(person, role, at=at).filter(kind=kind)
    return sorted(found, key=lambda each: each.name)


def agreements() -> QuerySet[Agreement]:
    """All agreements with what their list shows: by recognizer and issuer, the newest first."""
    rows = Agreement.objects.select_related("recognizer", "issuer", "edition__framework", "ending")
    return rows.order_by("recognizer__name", "issuer__name", "purpose", "-number")


def end_of(agreement: Agreement) -> date | None:
    """The first day on which an agreement holds no more, by its own words or because it was ended."""
    days = [agreement.ends_on, agreement.ending.ends_on if hasattr(agreement, "ending") else None]
    return min((day for day in days if day is not None), default=None)


def terms_of(agreement: Agreement) -> Terms:
    """An agreement as the rules know it."""
    return Terms(
        id=agreement.pk,
        issuer=agreement.issuer_id,
        purpose=Purpose(agreement.purpose),
        starts_on=agreement.starts_on,
        ends_on=end_of(agreement),
        edition=agreement.edition_id,
        edition_name=str(agreement.edition) if agreement.edition is not None else "",
        minimum_hours=agreement.minimum_hours,
        evidence_kept=agreement.evidence_kept,
        accreditation=agreement.accreditation,
        accredited_until=agreement.accredited_until,
        counts_as=agreement.counts_as,
        holds=tuple(agreement.holds),
        recognizer_name=agreement.recognizer.name,
        issuer_name=agreement.issuer.name,
    )


@dataclass(frozen=True)
class Shown:
    """An agreement as its page shows it on a day."""

    agreement: Agreement
    terms: Terms
    on: date
    speaks: bool = False
    """whether the reader speaks for the recognizer"""

    @property
    def state(self) -> str:
        """`coming`, `in force` or `ended`."""
        if self.terms.holds_on(self.on):
            return "in force"
        return "coming" if self.on < self.terms.starts_on else "ended"

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, where there is one."""
        return self.terms.ends_on - timedelta(days=1) if self.terms.ends_on is not None else None

    @property
    def can_end(self) -> bool:
        """Whether the reader may end it: it is theirs to end, has not been, and has not run out."""
        return self.speaks and self.state != "ended" and not hasattr(self.agreement, "ending")


def shown(rows: Iterable[Agreement], *, on: date, spoken_for: Sequence[UUID] = ()) -> list[Shown]:
    """Agreements as their page shows them: those that hold or will first."""
    found = [Shown(row, terms_of(row), on, row.recognizer_id in spoken_for) for row in rows]
    return sorted(found, key=lambda each: each.state == "ended")


@dataclass(frozen=True)
class Standing:
    """Which of the other states of its partnership a state accepts awards of on a day, and for what."""

    state: Organization
    accepts: tuple[tuple[Organization, tuple[Agreement, ...]], ...]
    nothing_agreed_with: tuple[Organization, ...]


def among_states(*, on: date) -> list[Standing]:
    """Where the states of partnerships stand with each other on a day, by name.

    An agreement with an issuer covers everyone below it, so one with the partnership covers each state of it.
    """
    states = list(
        Organization.objects.filter(kind=Organization.Kind.STATE, parent__kind=Organization.Kind.PARTNERSHIP)
        .select_related("parent")
        .order_by("name")
    )
    rows = agreements().filter(recognizer__in=states, starts_on__lte=on).order_by("purpose", "-number")
    holding = [row for row in rows if terms_of(row).holds_on(on)]
    found = []
    for state in states:
        others = [other for other in states if other.parent_id == state.parent_id and other != state]
        accepts = {
            other: tuple(row for row in holding if row.recognizer_id == state.pk and row.issuer_id in other.lineage)
            for other in others
        }
        if others:
            agreed = tuple((other, its) for other, its in accepts.items() if its)
            found.append(Standing(state, agreed, tuple(other for other, its in accepts.items() if not its)))
    return found


def purposes_of(recognizer: Organization) -> tuple[Purpose, ...]:
    """What a recognizer decides about."""
    return PURPOSES.get(recognizer.kind, ())
