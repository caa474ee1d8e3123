"""What other rules would do to many people: what changes for each, added up, and told so that nobody is found out by
it. Pure.

Groups smaller than a threshold are told only together with others, so that they cannot be computed as what is left of
a sum; numbers of people are told in tens downwards, and not at all below the threshold. Of credit together two digits
are told, so that two trials that differ by one person seldom differ in what they tell.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal

Dimension = Literal["district", "licence", "band"]
DIMENSIONS: tuple[Dimension, ...] = ("district", "licence", "band")

STEPS = (Decimal(0), Decimal(1), Decimal(5), Decimal(10), Decimal(20), Decimal(50))
"""Between these, and beyond the last, changes are told together: how much more or less somebody would have."""


@dataclass(frozen=True)
class Change:
    """What would be another matter for one person under one policy and what makes it stricter.

    Args:
        lines: by how much each entry would be worth more or less, with key and words of the clause that decides.
        groups: where the person works, and of which kind their licences are.
        asks: how much more, or below zero less, would be asked of them in the cycles that have not closed.
    """

    lines: Sequence[tuple[Decimal, str, str]] = ()
    groups: Mapping[Dimension, Iterable[str]] = field(default_factory=dict)
    asks: Decimal = Decimal(0)

    @property
    def net(self) -> Decimal:
        """More, or below zero less, in all."""
        return sum((amount for amount, _key, _words in self.lines), Decimal(0))


@dataclass
class Figures:
    """Changes added up.

    Args:
        counts: people and entries, by what happens to them.
        amounts: credit: `up` and `down`.
        sizes: people by how much more (`up`) or less (`down`) they have, and the step.
        groups: people by dimension, group and what happens to them.
        reasons: entries by the key of the clause and what happens to them; `words` are the clauses.
    """

    counts: Counter[str] = field(default_factory=Counter)
    amounts: dict[str, Decimal] = field(default_factory=lambda: {"up": Decimal(0), "down": Decimal(0)})
    sizes: Counter[str] = field(default_factory=Counter)
    groups: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)
    reasons: dict[str, Counter[str]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def add(self, change: Change) -> None:
        """One more person."""
        net = change.net
        fate = "gain" if net > 0 else "lose" if net < 0 else "same"
        self.counts.update(["people", fate])
        if change.asks:
            self.counts["asked more" if change.asks > 0 else "asked less"] += 1
        for amount, key, words in change.lines:
            way = "up" if amount > 0 else "down"
            self.counts[f"entries {way}"] += 1
            self.amounts[way] += abs(amount)
            self.reasons.setdefault(key, Counter())[way] += 1
            self.words[key] = words
        if net:
            self.sizes[f"{'up' if net > 0 else 'down'} {step_of(abs(net))}"] += 1
        for dimension, among in change.groups.items():
            for group in set(among):
                self.groups.setdefault(dimension, {}).setdefault(group, Counter()).update(["people", fate])

    def merge(self, other: "Figures") -> None:
        """Those of others besides."""
        self.counts.update(other.counts)
        for way, amount in other.amounts.items():
            self.amounts[way] += amount
        self.sizes.update(other.sizes)
        for dimension, groups in other.groups.items():
            for group, counts in groups.items():
                self.groups.setdefault(dimension, {}).setdefault(group, Counter()).update(counts)
        for key, counts in other.reasons.items():
            self.reasons.setdefault(key, Counter()).update(counts)
        self.words |= other.words

    def as_json(self) -> dict[str, Any]:
        """As they are kept."""
        return {
            "counts": dict(self.counts),
            "amounts": {way: str(amount) for way, amount in self.amounts.items()},
            "sizes": dict(self.sizes),
            "groups": {name: {group: dict(one) for group, one in those.items()} for name, those in self.groups.items()},
            "reasons": {key: dict(one) for key, one in self.reasons.items()},
            "words": self.words,
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Figures":
        """Take back what `as_json` made."""
        return cls(
            counts=Counter(kept.get("counts", {})),
            amounts={way: Decimal(kept.get("amounts", {}).get(way, 0)) for way in ("up", "down")},
            sizes=Counter(kept.get("sizes", {})),
            groups={
                name: {group: Counter(one) for group, one in those.items()}
                for name, those in kept.get("groups", {}).items()
            },
            reasons={key: Counter(one) for key, one in kept.get("reasons", {}).items()},
            words=dict(kept.get("words", {})),
        )


def step_of(amount: Decimal) -> int:
    """The number of the step in which an amount above zero lies."""
    return sum(amount > step for step in STEPS[1:])


def step_bounds(number: int) -> tuple[Decimal, Decimal | None]:
    """More than the one, up to the other; the last without end."""
    return dict(enumerate([*pairwise(STEPS), (STEPS[-1], None)]))[number]


@dataclass(frozen=True)
class Told:
    """How many, as it may be told. None: fewer than the threshold, and not none."""

    number: int | None

    @property
    def is_none(self) -> bool:
        """Whether it is nobody."""
        return self.number == 0


def told(number: int, *, smallest: int) -> Told:
    """A number of people in tens downwards; nobody as nobody, and few as few."""
    if number == 0:
        return Told(0)
    return Told(max(number // 10 * 10, smallest) if number >= smallest else None)


@dataclass(frozen=True)
class Row:
    """One group. Without a name: several together that are too small to stand alone."""

    name: str
    people: Told
    gain: Told
    lose: Told


@dataclass(frozen=True)
class Shown:
    """What may be told of figures. Without people: too few are concerned for anything to be told.

    Attributes:
        asked_more, asked_less: of how many another total would be asked.
    """

    people: int | None
    gain: Told
    lose: Told
    same: Told
    up: Decimal | None
    down: Decimal | None
    asked_more: Told = Told(0)
    asked_less: Told = Told(0)
    sizes: Sequence[tuple[str, Decimal, Decimal | None, Told]] = ()
    groups: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    reasons: Sequence[tuple[str, str, Told, Told]] = ()


def shown(figures: Figures, *, smallest: int) -> Shown:
    """What may be told of figures.

    Args:
        smallest: the smallest group that is spoken of.
    """
    counts = figures.counts
    if counts["people"] < smallest:
        few = told(counts["people"], smallest=smallest)
        return Shown(None, few, few, few, None, None, few, few)
    return Shown(
        people=counts["people"] // 10 * 10 or smallest,
        gain=told(counts["gain"], smallest=smallest),
        lose=told(counts["lose"], smallest=smallest),
        same=told(counts["same"], smallest=smallest),
        asked_more=told(counts["asked more"], smallest=smallest),
        asked_less=told(counts["asked less"], smallest=smallest),
        up=_together(figures.amounts["up"], counts["gain"], smallest=smallest),
        down=_together(figures.amounts["down"], counts["lose"], smallest=smallest),
        sizes=[
            (way, *step_bounds(number), told(figures.sizes[f"{way} {number}"], smallest=smallest))
            for way in ("up", "down")
            for number in range(len(STEPS))
            if figures.sizes[f"{way} {number}"]
        ],
        groups={
            dimension: rows
            for dimension in DIMENSIONS
            if len(rows := _rows(figures.groups.get(dimension, {}), smallest=smallest)) > 1
        },
        reasons=[
            (key, figures.words[key], told(one["up"], smallest=smallest), told(one["down"], smallest=smallest))
            for key, one in sorted(figures.reasons.items(), key=lambda each: (-each[1].total(), each[0]))
        ],
    )


def _together(amount: Decimal, people: int, *, smallest: int) -> Decimal | None:
    """Credit of several people together in two digits downwards; None where they are too few."""
    if not amount:
        return amount
    if people < smallest:
        return None
    last_told = Decimal(1).scaleb(amount.adjusted() - 1)
    return amount // last_told * last_told


def _rows(groups: Mapping[str, Counter[str]], *, smallest: int) -> list[Row]:
    """Groups by name; those below the threshold together, with the next smallest where they are too few even so."""
    by_size = sorted(groups.items(), key=lambda each: (each[1]["people"], each[0]))
    together: Counter[str] = Counter()
    while by_size and (by_size[0][1]["people"] < smallest or 0 < together["people"] < smallest):
        together.update(by_size.pop(0)[1])
    rows = [_row(name, counts, smallest) for name, counts in sorted(by_size)]
    if together["people"] >= smallest:
        rows.append(_row("", together, smallest))
    return rows


def _row(name: str, counts: Counter[str], smallest: int) -> Row:
    return Row(name, *(told(counts[what], smallest=smallest) for what in ("people", "gain", "lose")))
