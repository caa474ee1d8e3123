"""What counts of a person now, to be held against what counts after a word was given, before it stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from microcred.organizations.models import Person
from microcred.recognition.models import Cycle, Policy
from microcred.recognition.queries.ledger import cycles_of
from microcred.recognition.queries.standing import as_changed
from microcred.recognition.rules.amounts import plain


@dataclass(frozen=True)
class Foreseen:
    """What a word does to one entry: what counts before and after, empty where nothing does, until when the cycle runs
    in which it then stands, and whether it waits to be confirmed before and after."""

    title: str
    before: str
    after: str
    last_day: date | None
    waited: bool = False
    waits: bool = False

    @property
    def waits_anew(self) -> bool:
        """Whether it is confirmed now, and must be ruled on again."""
        return bool(self.before and self.after) and self.waits and not self.waited

    @property
    def waits_no_more(self) -> bool:
        """Whether it waits now, and counts with nobody's ruling then."""
        return bool(self.before and self.after) and self.waited and not self.waits


@dataclass(frozen=True)
class Counts:
    """What one entry counts for, until when its cycle runs, and whether it waits to be confirmed."""

    title: str
    amount: str
    last_day: date
    waits: bool


def counted(person: Person) -> dict[tuple[str, str], Counts]:
    """What stands of a person, by what it is for and family."""
    return {
        (str(entry.item_id), entry.family): Counts(str(entry.title), plain(entry.counted), cycle.last_day, entry.waits)
        for cycle, entries in cycles_of(person)
        for entry in entries
        if entry.stands and entry.counted > 0
    }


def difference(
    before: Mapping[tuple[str, str], Counts], after: Mapping[tuple[str, str], Counts]
) -> dict[tuple[str, str], Foreseen]:
    """What became another amount, counts elsewhere, or waits to be confirmed where it did not, or no more."""
    return {
        key: Foreseen(
            title=(then or held or after[key]).title,
            before=held.amount if held else "",
            after=then.amount if then else "",
            last_day=then.last_day if then else None,
            waited=held is not None and held.waits,
            waits=then is not None and then.waits,
        )
        for key in (*before, *(key for key in after if key not in before))
        for held, then in [(before.get(key), after.get(key))]
        if held != then
    }


@dataclass(frozen=True)
class Days:
    """From when until when a cycle runs, and what it needs, empty where it needs no total."""

    policy: Policy
    first: date
    last: date
    needed: str


@dataclass(frozen=True)
class CycleForeseen:
    """What a word does to one renewal cycle: what it is before and after; nothing before where it is opened, nothing
    after where it ends."""

    before: Days | None
    after: Days | None

    @property
    def stays(self) -> bool:
        """Whether it keeps its days, and needs something else."""
        held, then = self.before, self.after
        return held is not None and then is not None and (held.first, held.last) == (then.first, then.last)

    @property
    def needs_other(self) -> bool:
        """Whether it goes on, and needs something else."""
        return self.before is not None and self.after is not None and self.before.needed != self.after.needed


def cycles_held(person: Person) -> dict[UUID, Days]:
    """A person's cycles that have not ended, as they are."""
    cycles = as_changed(Cycle.objects.filter(person=person).select_related("policy", "keeper").order_by("pk"))
    return {
        one.pk: Days(one.policy, one.starts_on, one.last_day, plain(one.needed) if one.needed is not None else "")
        for one in cycles
        if not one.has_ended
    }


def cycles_changed(before: Mapping[UUID, Days], after: Mapping[UUID, Days]) -> list[CycleForeseen]:
    """Those that have other days, need something else, end or are opened."""
    return [
        CycleForeseen(before.get(key), after.get(key))
        for key in (*before, *(key for key in after if key not in before))
        if before.get(key) != after.get(key)
    ]
