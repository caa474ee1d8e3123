"""Awards and entries of many people, read together: values in the place of rows, which take longer to make of what the
database says than to work out what the rules say of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Sum

from microcred.catalog.models import Version
from microcred.credentials.models import Award, Issuer
from microcred.foundation.many import among, rows_of
from microcred.recognition.models import ActivityStatement, Adjustment, Cycle, Entry, Ruling


class AwardLine(NamedTuple):
    """What rules ask of an award. Its version and issuer, and what is of them, are shared with others of the same.

    `issuance_id` is filled where it was not judged here; `id` is its identifier as rules know it.
    """

    pk: UUID
    person_id: UUID
    version_id: UUID
    issuer_id: UUID
    earned_at: datetime
    revoked_at: datetime | None
    issuance_id: UUID | None
    id: str
    version: Version
    issuer: Issuer
    title: str
    micro_credential_id: UUID
    micro_credential: str


class EntryLine(NamedTuple):
    """What rules ask of an entry: what it is worth now, what was ruled, and in which cycle it is as that is by now.
    `item` is the identifier of what it is about as rules know it; `gives_way` tells that it is reversed because its
    cycle left it no place, or the ruling on it was taken back, so that another may stand in its place. A ruling that
    was taken back says nothing any more."""

    pk: UUID
    item_id: UUID
    item: str
    family: str
    cycle_id: UUID
    created_at: datetime
    counted: Decimal
    outcome: str | None
    ruled_at: datetime | None
    ruled_by_id: UUID | None
    is_reversed: bool
    gives_way: bool
    moved_from: UUID | None
    cycle: Cycle

    @property
    def stands(self) -> bool:
        """Whether it has neither been reversed nor declined."""
        return not self.is_reversed and self.outcome != Ruling.Outcome.DECLINED


def awards_of_each(people: Sequence[UUID]) -> dict[UUID, list[AwardLine]]:
    """The awards of several people, by person, in the order in which they were earned; in three queries."""
    columns = ("version_id", "issuer_id", "earned_at", "revocation__revoked_at", "intent__issuance_id")
    theirs = Award.objects.filter(among("person", people, of="uuid")).order_by("earned_at", "pk")
    rows = rows_of(theirs.values_list("pk", "person_id", *columns))
    versions = Version.objects.defer("design", "competency").in_bulk({row[2] for row in rows})
    issuers = Issuer.objects.in_bulk({row[3] for row in rows})
    named = {
        pk: (one.title.strip(), one.micro_credential_id, str(one.micro_credential_id)) for pk, one in versions.items()
    }
    found: dict[UUID, list[AwardLine]] = {}
    for row in rows:
        line = AwardLine._make((*row, str(row[0]), versions[row[2]], issuers[row[3]], *named[row[2]]))
        found.setdefault(row[1], []).append(line)
    return found


def entries_of_each(people: Sequence[UUID], cycles: dict[UUID, Cycle]) -> dict[UUID, list[EntryLine]]:
    """The entries of several people, by person, those of awards first, each in the order in which they were made; in
    two queries for awards, and three for activities where there are any.

    Args:
        cycles: theirs as they are by now, by identifier. One of somebody else is looked up.
    """
    rows: list[tuple[Any, ...]] = []
    sums: dict[UUID, Decimal] = {}
    for by, those, whose, item in (
        ("award__person", people, "award__person", "award_id"),
        ("statement", statements_of(people), "statement__activity__person", "statement_id"),
    ):
        if those:
            rows += _rows(by, those, whose, item)
            adjusted = Adjustment.objects.filter(among(f"entry__{by}", those, of="uuid")).order_by()
            sums |= dict(adjusted.values("entry_id").annotate(sum=Sum("amount")).values_list("entry_id", "sum"))
    others = {row[4] for row in rows} - cycles.keys()
    around = {**cycles, **Cycle.objects.select_related("policy", "keeper").in_bulk(others)} if others else cycles
    found: dict[UUID, list[EntryLine]] = {}
    for person, pk, item, family, cycle, created_at, amount, moved_from, *said in rows:
        counted = amount + sums[pk] if pk in sums else amount
        *ruling, reversal, change, taken_back_with_it, taken_back = said
        outcome, ruled_at, ruled_by = ruling if taken_back is None else (None, None, None)
        gives_way = any(one is not None for one in (change, taken_back_with_it, taken_back))
        ruled = (outcome, ruled_at, ruled_by, reversal is not None, gives_way)
        line = EntryLine(pk, item, str(item), family, cycle, created_at, counted, *ruled, moved_from, around[cycle])
        found.setdefault(person, []).append(line)
    return found


def last_of_each(entries: Iterable[EntryLine]) -> dict[tuple[str, str], EntryLine]:
    """Of each award or activity and family of rules, the entry in the place of which no other stands."""
    those = list(entries)
    left = {one.moved_from for one in those}
    return {(one.item, one.family): one for one in those if one.pk not in left}


def statements_of(people: Sequence[UUID]) -> list[UUID]:
    """What several people stated of activities. Whoever looks for what is about them looks by these: PostgreSQL, asked
    by person, goes through everything that is about anything."""
    found = ActivityStatement.objects.filter(among("activity__person", people, of="uuid"))
    return list(found.values_list("pk", flat=True))


def _rows(by: str, those: Sequence[UUID], whose: str, item: str) -> list[tuple[Any, ...]]:
    columns = (whose, "pk", item, "family", "cycle_id", "created_at", "amount", "moved_from_id")
    ruled = ("ruling__outcome", "ruling__ruled_at", "ruling__ruled_by", "reversal", "reversal__change_id")
    taken_back = ("reversal__retraction", "ruling__retraction")
    entries = Entry.objects.filter(among(by, those, of="uuid")).order_by("pk")
    return rows_of(entries.values_list(*columns, *ruled, *taken_back))
