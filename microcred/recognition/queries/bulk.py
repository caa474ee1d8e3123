"""Questions about many entries at once: which wait, by what they are of, and which have waited too long."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from microcred.organizations.models import Organization
from microcred.recognition.models import Entry, Policy
from microcred.recognition.queries.ledger import WAITING, shown, total
from microcred.recognition.queries.policies import unit_of
from microcred.recognition.queries.ruling_terms import promised_by
from microcred.recognition.queries.standing import kept_by

MOST_AT_ONCE: Final = 500
"""entries of a set; the rest make the next set"""


@dataclass(frozen=True)
class Chosen:
    """Which of the waiting entries make a set. What is empty does not choose.

    Attributes:
        at_most: those worth so much at most when they were entered.
        before: those entered before a day, by the calendar of their district.
    """

    districts: Sequence[UUID] = ()
    micro_credential: UUID | None = None
    person: UUID | None = None
    at_most: Decimal | None = None
    entered_before: datetime | None = None


def set_of(districts: Sequence[UUID], chosen: Chosen, *, cannot: Mapping[UUID, set[UUID]]) -> QuerySet[Entry]:
    """The waiting entries of a set, those that wait longest first, without those that the reader may not rule on.

    Args:
        districts: for which the reader rules.
        cannot: people, by district.
    """
    of = [one for one in districts if not chosen.districts or one in chosen.districts]
    found = Entry.objects.filter(WAITING, cycle__in=kept_by(of))
    for district, people in cannot.items():
        found = found.exclude(cycle__in=kept_by([district]), award__person__in=people)
    if chosen.micro_credential is not None:
        found = found.filter(award__version__micro_credential=chosen.micro_credential)
    if chosen.person is not None:
        found = found.filter(award__person=chosen.person)
    if chosen.at_most is not None:
        found = found.filter(amount__lte=chosen.at_most)
    if chosen.entered_before is not None:
        found = found.filter(entered_at__lt=chosen.entered_before)
    return found.order_by("entered_at", "pk")


@dataclass(frozen=True)
class Kind:
    """One row of a preview: a micro-credential under a policy, how many entries of it, of how many people, how much."""

    title: str
    policy: str
    unit: str
    count: int
    people: int
    amount: Decimal


@dataclass(frozen=True)
class Preview:
    """What is in a set before it is confirmed.

    Attributes:
        digest: SHA-256 of the identifiers and amounts; it changes when the set does.
        more: how many wait beyond those of this set.
    """

    entries: Sequence[Entry]
    kinds: Sequence[Kind]
    digest: str
    more: int

    @property
    def people(self) -> int:
        """How many people it is about."""
        return len({one.person_id for one in self.entries})


def preview(found: QuerySet[Entry]) -> Preview:
    """A set, looked at: its first entries, what they are, and how many more there are. A fixed number of queries."""
    ids = list(found.values_list("pk", flat=True))
    entries = shown(ids[:MOST_AT_ONCE])
    policies = Policy.objects.in_bulk({entry.policy_id for entry in entries})
    units = {pk: unit_of(policy) for pk, policy in policies.items()}
    by_kind: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in entries:
        key = (entry.title, policies[entry.policy_id].name, units[entry.policy_id])
        by_kind.setdefault(key, []).append(entry)
    kinds = [
        Kind(title, policy, unit, len(of), len({one.person_id for one in of}), total(of))
        for (title, policy, unit), of in by_kind.items()
    ]
    kinds.sort(key=lambda one: (-one.count, one.title))
    return Preview(entries, kinds, digest_of(entries), len(ids) - len(entries))


def digest_of(entries: Iterable[Entry]) -> str:
    """The SHA-256, hexadecimal, of identifiers and amounts, one a line, in the order of the identifiers."""
    lines = sorted(f"{one.pk},{one.counted:.2f}" for one in entries)
    return sha256("\n".join(lines).encode()).hexdigest()


def overdue_in(district: Organization, *, at: datetime) -> QuerySet[Entry]:
    """What of a district should have been ruled on by now."""
    waiting = Entry.objects.filter(WAITING, cycle__in=kept_by([district.pk]))
    return waiting.filter(promised_by(district).overdue(at))
