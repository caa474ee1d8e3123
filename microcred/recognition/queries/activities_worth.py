"""What activities would be worth if they were confirmed now: the very rules and records that decide when they are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from microcred.organizations.models import Organization, Person
from microcred.recognition.models import ActivityRuling, ActivityStatement, Entry
from microcred.recognition.queries.activities import filled
from microcred.recognition.queries.delegations import cannot_rule_on
from microcred.recognition.queries.findings import Finding, gathered
from microcred.recognition.queries.ledger import in_their_cycles, ledger_of
from microcred.recognition.queries.records import OnRecord
from microcred.recognition.rules import plain


@dataclass(frozen=True)
class Prospect:
    """What one policy would say of an activity that is confirmed."""

    finding: Finding

    @property
    def categories(self) -> list[tuple[str, str]]:
        """The categories in which it would stand, each with its amount."""
        entry = self.finding.entry
        return [(name, plain(amount)) for name, amount in entry.categories if name] if entry is not None else []

    @cached_property
    def why(self) -> str:
        """What keeps it from counting, or cuts it, in words; empty where nothing does."""
        entry = self.finding.entry
        reasons = entry.reasons if entry is not None else self.finding.why_not
        return next((reason.words for reason in reasons if reason.came != "met"), "")


def if_confirmed(
    statements: Sequence[ActivityStatement], *, reader: Person, offices: Collection[UUID], at: datetime
) -> dict[UUID, list[Prospect]]:
    """What each of several activities would be worth if the reader confirmed it, alone, now; by statement, in a number
    of queries that does not grow with them. Of somebody about whom no policy speaks, nothing is told.

    Args:
        offices: those that the reader rules for.
    """
    filled(list(statements))
    people = {one.activity.person_id: one.activity.person for one in statements}
    not_theirs = cannot_rule_on(reader, at=at)
    records = {one.found.person.pk: one for one in gathered(list(people.values()), at=at, nothing_too=True)}
    found: dict[UUID, list[Prospect]] = {}
    for one in statements:
        record = records.get(one.activity.person_id)
        place = _place_of(record.found, offices, not_theirs) if record is not None else None
        if record is not None and place is not None:
            found[one.pk] = [Prospect(each) for each in record.confirming(_as_if(one, place, reader, at))]
    return found


def credit_of(statements: Sequence[ActivityStatement], offices: Collection[UUID]) -> dict[UUID, list[Entry]]:
    """What several activities count for in the cycles that some offices keep, by statement."""
    found: dict[UUID, list[Entry]] = {}
    rows = ledger_of(list(offices)).filter(statement__in=statements, reversal__isnull=True)
    entries = list(
        rows.select_related("policy", "cycle__policy").prefetch_related("adjustments__recognition").order_by("pk")
    )
    for entry in in_their_cycles(entries):
        found.setdefault(entry.stated.pk, []).append(entry)
    return found


def _place_of(
    found: OnRecord, offices: Collection[UUID], not_theirs: Mapping[UUID, Collection[UUID]]
) -> Organization | None:
    """The office whose word it would be: one that keeps a cycle of theirs goes first, the latest at the top."""
    keeping = (cycle.keeper_id for cycle in reversed(found.cycles))
    those = [pk for pk in dict.fromkeys((*keeping, *found.offices)) if pk in offices and pk in found.offices]
    free: Iterable[UUID] = (pk for pk in those if found.person.pk not in not_theirs.get(pk, ()))
    chosen = next(iter(free), those[0] if those else None)
    return found.offices[chosen] if chosen is not None else None


def _as_if(one: ActivityStatement, place: Organization, reader: Person, at: datetime) -> ActivityStatement:
    """The same as if it were confirmed. Nothing is written."""
    supposed = copy(one)
    confirmed = ActivityRuling.Outcome.CONFIRMED
    supposed.ruling = ActivityRuling(statement=supposed, office=place, outcome=confirmed, ruled_at=at, ruled_by=reader)
    return supposed
