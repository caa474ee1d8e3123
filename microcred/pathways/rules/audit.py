"""The audit: what of a rule set somebody has met, what is on its way and what is missing, by what, and by which clause.

Years come one after the other. Where one micro-credential may fill several requirements of a year, a year takes,
in the order of days, each that some requirement of its still lacks; the others go on to the next year.
Where it may fill only one, all such years together are filled by a greatest matching, the earlier years first. Every
micro-credential counts in one year at most. One more of them never makes less met.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from microcred.pathways.rules.document import Clause, Items, MicroCredentials, RuleSet, Year
from microcred.pathways.rules.matching import matched
from microcred.pathways.rules.record import Item, Record, Work
from microcred.pathways.rules.values import Said


class Status(StrEnum):
    """Where a requirement stands."""

    MET = "met"
    IN_PROGRESS = "in progress"
    MISSING = "missing"


@dataclass(frozen=True)
class RequirementAudit:
    """One requirement, and where it stands.

    Attributes:
        have: so much of `needed` is there.
        filled_by: the micro-credentials that fill it.
        under_way: others that would fill it, begun or handed in, the nearest to counting first.
        items: what was recorded about it and will do.
        unfit: what was recorded about it and will not do.
        terms: those of `in_each` in which something is missing.
    """

    year: str
    asked: MicroCredentials | Items
    clause: Clause
    status: Status
    needed: int
    have: int
    filled_by: tuple[Work, ...] = ()
    under_way: tuple[Work, ...] = ()
    items: tuple[Item, ...] = ()
    unfit: tuple[Item, ...] = ()
    terms: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """By which worked examples name it."""
        return f"{self.year}/{self.asked.id}"

    @property
    def missing(self) -> int:
        """How much is missing."""
        return max(0, self.needed - self.have)

    @property
    def counted(self) -> int:
        """So much of `needed` is there, and never more."""
        return min(self.have, self.needed)

    @property
    def is_met(self) -> bool:
        """Whether nothing is missing."""
        return self.status is Status.MET

    @property
    def asks_work(self) -> bool:
        """Whether micro-credentials fill it."""
        return isinstance(self.asked, MicroCredentials)


@dataclass(frozen=True)
class YearAudit:
    """A year and its requirements."""

    id: str
    name: Said
    counting: Clause
    double: bool
    requirements: tuple[RequirementAudit, ...]

    @property
    def met(self) -> int:
        """How many requirements are met."""
        return sum(one.is_met for one in self.requirements)

    @property
    def is_met(self) -> bool:
        """Whether all are."""
        return self.met == len(self.requirements)


@dataclass(frozen=True)
class Audit:
    """What came of a record under a rule set on a day."""

    rule_set: RuleSet
    at: date
    years: tuple[YearAudit, ...]
    unused: tuple[Work, ...]
    """what counts and fills nothing"""

    @property
    def requirements(self) -> list[RequirementAudit]:
        """Those of all years."""
        return [one for year in self.years for one in year.requirements]

    @property
    def met(self) -> int:
        """How many requirements are met."""
        return sum(year.met for year in self.years)

    @property
    def is_met(self) -> bool:
        """Whether everything is met."""
        return all(year.is_met for year in self.years)

    @property
    def now_in(self) -> YearAudit | None:
        """The first year in which something is missing; None: nothing is."""
        return next((year for year in self.years if not year.is_met), None)

    def as_json(self) -> dict[str, Any]:
        """As a document, with the digest of everything else in it."""
        said = {
            "format": "microcred-pathway-audit/1",
            "rule_set": self.rule_set.id,
            "edition": self.rule_set.edition,
            "at": self.at.isoformat(),
            "met": self.is_met,
            "years": [
                {
                    "id": year.id,
                    "met": year.is_met,
                    "requirements": [_as_json(one) for one in year.requirements],
                }
                for year in self.years
            ],
            "unused": [work.micro_credential for work in self.unused],
        }
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return {**said, "digest": hashlib.sha256(text.encode()).hexdigest()}


def _as_json(one: RequirementAudit) -> dict[str, Any]:
    return {
        "id": one.asked.id,
        "asks": one.asked.asks,
        "status": one.status.value,
        "needed": one.needed,
        "have": one.have,
        "missing": one.missing,
        "filled_by": [work.micro_credential for work in one.filled_by],
        "under_way": [work.micro_credential for work in one.under_way],
        "items": [item.id for item in one.items],
        "terms": list(one.terms),
        "clause": {
            "id": one.clause.id,
            "words": one.clause.words.in_language("en"),
            "standing": one.clause.standing.value,
            "source": one.clause.source,
        },
    }


def audit(rule_set: RuleSet, record: Record, at: date) -> Audit:
    """Hold a record against a rule set, as it was on a day."""
    return _Auditor(rule_set, record, at).audited()


def _merged(works: Iterable[Work], at: date) -> list[Work]:
    """Each micro-credential once: handed in on the first day, earned by the first award that holds on a day."""
    merged: dict[str, Work] = {}
    for work in sorted(works, key=lambda one: (one.micro_credential, json.dumps(_plain(one), sort_keys=True))):
        there = merged.get(work.micro_credential)
        if there is None:
            merged[work.micro_credential] = work
            continue
        held = [(day, one) for one in (there, work) if (day := one.day(basis="earned", at=at)) is not None]
        award = min(held, key=lambda one: one[0])[1] if held else there
        submitted = [one.submitted_on for one in (there, work) if one.submitted_on is not None]
        merged[work.micro_credential] = there.model_copy(
            update={
                "submitted_on": min(submitted, default=None),
                "earned_on": award.earned_on,
                "revoked_on": award.revoked_on,
                "stacks": there.stacks | work.stacks,
                "standards": there.standards | work.standards,
            }
        )
    return list(merged.values())


def _plain(work: Work) -> dict[str, Any]:
    """A work as plain values in a stated order."""
    said = work.model_dump(mode="json")
    return {name: sorted(value) if isinstance(value, list) else value for name, value in said.items()}


class _Auditor:
    def __init__(self, rule_set: RuleSet, record: Record, at: date) -> None:
        self.rule_set, self.record, self.at = rule_set, record, at
        basis = rule_set.basis.counts
        counting: list[tuple[date, Work]] = []
        self.waiting: list[Work] = []
        for work in _merged(record.works, at):
            day = work.day(basis=basis, at=at)
            if day is None:
                self.waiting.append(work)
            elif rule_set.counts_from.since == "any time" or day >= record.entered_on:
                counting.append((day, work))
        counting.sort(key=lambda one: (one[0], one[1].micro_credential))
        self.counting = [work for _day, work in counting]
        # what is handed in is nearer to counting than what is begun
        self.waiting.sort(
            key=lambda one: (one.submitted_on is None, one.submitted_on or date.max, one.micro_credential)
        )
        self.filled: dict[tuple[str, str], list[Work]] = {}
        self.in_year: dict[str, list[Work]] = {}
        self.spoken_for: set[str] = set()

    def audited(self) -> Audit:
        left, place = self.counting, 0
        years = self.rule_set.years
        while place < len(years) and years[place].counting.double == "allowed":
            left = self._fill_in_order(years[place], left)
            place += 1
        left = self._fill_apart(years[place:], left)
        found = tuple(self._year(year) for year in years)
        return Audit(self.rule_set, self.at, found, tuple(left))

    def fits(self, asked: MicroCredentials, work: Work) -> bool:
        """Whether a micro-credential is one of those that a requirement is about."""
        if not asked.of:
            return True
        return any(
            self.rule_set.takes_of(self.rule_set.category(name), self.record.area).fits(
                slug=work.micro_credential, stacks=work.stacks, standards=work.standards
            )
            for name in asked.of
        )

    def _fill_in_order(self, year: Year, left: Sequence[Work]) -> list[Work]:
        asks = [one for one in year.requirements if isinstance(one, MicroCredentials)]
        for one in asks:
            self.filled[year.id, one.id] = []
        taken: list[Work] = []
        rest: list[Work] = []
        for work in left:
            fitting = [one for one in asks if self.fits(one, work)]
            if any(len(self.filled[year.id, one.id]) < one.at_least for one in fitting):
                taken.append(work)
                for one in fitting:
                    self.filled[year.id, one.id].append(work)
            else:
                rest.append(work)
        self.in_year[year.id] = taken
        return rest

    def _fill_apart(self, years: Sequence[Year], left: list[Work]) -> list[Work]:
        places: list[tuple[Year, MicroCredentials]] = []
        for year in years:
            asks = [one for one in year.requirements if isinstance(one, MicroCredentials)]
            minimums = [one for one in asks if not one.total]
            places += [(year, one) for one in minimums for _place in range(one.at_least)]
            named = sum(one.at_least for one in minimums)
            # a total asks for as many more as its year's other requirements do not ask for
            places += [(year, one) for one in asks if one.total for _place in range(one.at_least - named)]
        fits = [[number for number, work in enumerate(left) if self.fits(one, work)] for _year, one in places]
        used: set[int] = set()
        for (year, one), unit in zip(places, matched(fits), strict=True):
            self.filled.setdefault((year.id, one.id), [])
            if unit is not None:
                used.add(unit)
                self.filled[year.id, one.id].append(left[unit])
                self.in_year.setdefault(year.id, []).append(left[unit])
        return [work for number, work in enumerate(left) if number not in used]

    def _year(self, year: Year) -> YearAudit:
        clause = self.rule_set.clause(year.counting.clause)
        found = tuple(
            self._works(year, one) if isinstance(one, MicroCredentials) else self._items(year, one)
            for one in year.requirements
        )
        return YearAudit(year.id, year.name, clause, year.counting.double == "allowed", found)

    def _works(self, year: Year, asked: MicroCredentials) -> RequirementAudit:
        if asked.total:
            filled = [work for work in self.in_year.get(year.id, []) if self.fits(asked, work)]
        else:
            filled = self.filled.get((year.id, asked.id), [])
        have, under_way = len(filled), []
        if have < asked.at_least:
            # each is on its way to one year only, the first that lacks it
            under_way = [work for work in self.waiting if self._is_free(work, year) and self.fits(asked, work)]
            self.spoken_for.update(f"{year.id}/{work.micro_credential}" for work in under_way)
        return RequirementAudit(
            year.id,
            asked,
            self.rule_set.clause(asked.clause),
            _status(have, asked.at_least, bool(under_way)),
            asked.at_least,
            have,
            filled_by=tuple(filled),
            under_way=tuple(under_way),
        )

    def _is_free(self, work: Work, year: Year) -> bool:
        earlier = self.rule_set.years[: self.rule_set.years.index(year)]
        return not any(f"{one.id}/{work.micro_credential}" in self.spoken_for for one in earlier)

    def _items(self, year: Year, asked: Items) -> RequirementAudit:
        about = [
            item
            for item in sorted(self.record.items, key=lambda one: (one.day, one.id))
            if item.kind == asked.asks
            and item.day <= self.at
            and (not asked.named or item.name in asked.named)
            and (asked.any_year or item.year == year.id)
        ]
        accepted = {result.casefold() for result in asked.accepts}
        will_do = [item for item in about if not accepted or item.result.casefold() in accepted]
        named = {item.name for item in will_do}
        unfit = [item for item in about if item not in will_do and item.name not in named]
        terms: tuple[str, ...] = ()
        if asked.in_each:
            counted = {term: sum(item.term == term for item in will_do) for term in asked.in_each}
            terms = tuple(term for term, number in counted.items() if number < asked.at_least)
            needed = asked.at_least * len(asked.in_each)
            have = sum(min(number, asked.at_least) for number in counted.values())
        else:
            needed = asked.at_least
            have = min(needed, len(named) if asked.every else len(will_do))
        if asked.every and unfit:
            needed = max(needed, len(named) + len(unfit))
            have = len(named)
        return RequirementAudit(
            year.id,
            asked,
            self.rule_set.clause(asked.clause),
            _status(have, needed, bool(unfit)),
            needed,
            have,
            items=tuple(will_do),
            unfit=tuple(unfit),
            terms=terms,
        )


def _status(have: int, needed: int, is_under_way: bool) -> Status:
    if have >= needed:
        return Status.MET
    return Status.IN_PROGRESS if have or is_under_way else Status.MISSING
