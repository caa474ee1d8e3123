"""The data pack of a micro-credential: what is known of how its versions do. Pure, and no more than the shape.

Who gathers the numbers stands on a higher floor and hands them down (`operations.keep_pack`). A figure says what it was
counted from and of how many cases; where nothing is collected, it says so and has no number, least of all a zero.

Totals of a whole version are shown as they are: nothing beside them says whose they are. What single people did or
wrote (how long each took, what was said of their work) is held back below `SMALL` cases, because it could point to
them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from microcred.measures import newcombe, wilson

SHAPE = 1
"""Grows when a pack of today could not be read as one of before."""

SMALL = 10
"""Below so many cases a share is shown with a warning, and what could point to a person is not shown."""

HIGH_NOT_MET = 0.25
"""A criterion stands out when more than this share misses it even at the low end of the interval."""


class Standing(StrEnum):
    """Whether a figure has a number, and why not."""

    COUNTED = "counted"
    NOTHING_YET = "nothing_yet"
    TOO_FEW = "too_few"
    NOT_COLLECTED = "not_collected"


class Unit(StrEnum):
    """What a number counts."""

    COUNT = "count"
    SHARE = "share"
    DAYS = "days"
    MINUTES = "minutes"
    COEFFICIENT = "coefficient"


class Source(StrEnum):
    """What a figure was counted from."""

    PURSUITS = "pursuits"
    SUBMISSIONS = "submissions"
    DECISIONS = "decisions"
    DECIDING_READINGS = "deciding_readings"
    DOUBLE_READINGS = "double_readings"
    AWARDS = "awards"
    RATINGS = "ratings"
    APPEALS = "appeals"
    RULINGS = "rulings"
    HOURS = "hours"
    READINGS = "readings"
    CONTEXTS = "contexts"


@dataclass(frozen=True)
class Figure:
    """One number, with what it was counted from.

    Attributes:
        name: Which one: `returns`, `turnaround` …
        value: A count, a share from 0 to 1, or days; none where there is no number.
        of: Of how many cases; for a count the count itself.
        low, high: Of a share Wilson's interval at 95 %; of days the middle half of the cases.
    """

    name: str
    unit: Unit
    source: Source
    standing: Standing
    value: float | None = None
    of: int | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_counted(self) -> bool:
        """Whether there is a number."""
        return self.standing is Standing.COUNTED

    @property
    def is_thin(self) -> bool:
        """Whether it rests on so few cases that it has to be read with care."""
        return self.is_counted and self.unit is not Unit.COUNT and (self.of or 0) < SMALL

    @property
    def hits(self) -> int:
        """Of a share: how many cases."""
        return round((self.value or 0) * (self.of or 0))


@dataclass(frozen=True)
class Difference:
    """How a share differs from that of the version before, with Newcombe's interval at 95 %."""

    name: str
    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether it could not as well be none."""
        return self.low > 0 or self.high < 0


class Hint(StrEnum):
    """What the figures of a criterion may mean for its next wording: rules of thumb, for people to weigh."""

    UNCLEAR = "unclear"
    """it makes readers differ more than twice as often as the others do"""
    UNUSED = "unused"
    """a level is hardly ever given"""
    ALONE = "alone"
    """it goes its own way: it seems to ask for something else than the rest"""
    SAME = "same"
    """nearly all get one level, so that it tells nobody apart"""
    READERS = "readers"
    """what is given for it depends more on who reads than on the work"""
    CLOSE = "close"
    """the steps into a level and out of it are so near that hardly any work is of it"""


@dataclass(frozen=True)
class LevelUse:
    """How often a level was given by what decided, the lowest first."""

    name: str
    times: int
    words: int | None = None
    """of the comments that came with it, in the mean"""


@dataclass(frozen=True)
class SpreadShare:
    """How much of the spread of levels comes from one source: `person` (the work), `rater`, `criterion`, two of them
    together, or the rest."""

    source: str
    share: float


@dataclass(frozen=True)
class CriterionFigures:
    """How often one criterion was missed, and how often two readings said the same of it.

    Attributes:
        agreement: How often the first two readers of a submission both found it met, or both not.
        exact: How often both gave the same level.
        ac2: Gwet's AC2 of the same, quadratic weights.
        caused: Of the submissions that a third person read, how many had its first two readers on two sides of it.
        rest: How its levels go with the mean of the other criteria, over submissions (Pearson's r).
        levels: How often each was given; nothing of few.
        phi: How much of the spread of a reading's level is of the work that was read.
        of_readers: How much of it comes from who reads, whatever the work.
        difficulty: By many-facet Rasch, logits. `infit`: mean square. `gap`: logits, between its two nearest steps.
        alike: The names of criteria that go with it in the hands of every reader.
        hints: What that may mean.
        change: The not-met share against that of the same criterion in the version before, where it is found again.
    """

    criterion_id: UUID
    position: int
    name: str
    required: str
    not_met: Figure
    agreement: Figure
    change: Difference | None = None
    exact: Figure | None = None
    ac2: Figure | None = None
    caused: Figure | None = None
    rest: Figure | None = None
    levels: tuple[LevelUse, ...] = ()
    phi: Figure | None = None
    of_readers: float | None = None
    difficulty: Figure | None = None
    infit: float | None = None
    gap: float | None = None
    alike: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()

    @property
    def stands_out(self) -> bool:
        """Whether it is missed often beyond what few cases could do by chance."""
        return self.not_met.is_counted and (self.not_met.low or 0) > HIGH_NOT_MET

    @property
    def mean_and_spread(self) -> tuple[float, float] | None:
        """Of the places of the levels that were given, 1 for the lowest: the mean and the standard deviation."""
        given = sum(each.times for each in self.levels)
        if given < 2:
            return None
        mean = sum(place * each.times for place, each in enumerate(self.levels, 1)) / given
        squares = sum(each.times * (place - mean) ** 2 for place, each in enumerate(self.levels, 1))
        return mean, float((squares / (given - 1)) ** 0.5)


@dataclass(frozen=True)
class Comment:
    """What was written about a criterion: by an assessor where it was not met, or as a decision rule; neither by whom
    nor about whose work."""

    criterion: str
    text: str


@dataclass(frozen=True)
class Comments:
    """Some of the comments on criteria not met, in the order of their wording; `of` is how many submissions had any."""

    standing: Standing
    of: int
    texts: tuple[Comment, ...] = ()


class Found(StrEnum):
    """What a difference between a group and others who are as able says."""

    HARDER = "harder"
    """clearly, and by more than is negligible"""
    EASIER = "easier"
    NONE = "none"
    """it is negligible, whatever it is within its interval"""
    OPEN = "open"
    """it may be chance, or too small to speak of"""
    UNKNOWN = "unknown"
    """it cannot be estimated"""


@dataclass(frozen=True)
class GroupDifference:
    """How many levels more or less a group has on one criterion than others who are as able by the other criteria.

    Attributes:
        value, low, high: levels, with 95 of 100; below 0, the criterion is harder for the group.
        why: there is none, as `measures` has it.
    """

    criterion_id: UUID
    criterion: str
    found: Found
    value: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""


@dataclass(frozen=True)
class GroupBeside:
    """One group beside all other people, of whom it is known too in which they are.

    Attributes:
        people, others: how many there are of each, about, as in `Groups`.
        beside: the name of the other group, where there is but one.
    """

    name: str
    people: int
    others: int
    beside: str
    criteria: tuple[GroupDifference, ...]


@dataclass(frozen=True)
class Groups:
    """People by what their confirmed licences are for, counted once each, and whether criteria are harder for some.

    Attributes:
        people: about how many there are of each group, rounded down to multiples of five, of those that are not so
            small that they are not told; the largest first. `has_small`: whether there are such.
        compared: those that are large enough, each beside all others.
    """

    people: tuple[tuple[str, int], ...] = ()
    has_small: bool = False
    compared: tuple[GroupBeside, ...] = ()


@dataclass(frozen=True)
class VersionFigures:
    """All that is known of one version, and how it differs from the one before."""

    version_id: UUID
    label: str
    published_at: datetime
    figures: tuple[Figure, ...]
    criteria: tuple[CriterionFigures, ...]
    comments: Comments
    rules: tuple[Comment, ...] = ()
    """how its criteria have been read since it was published: what the next version could say itself"""
    compared_with: str = ""
    changes: tuple[Difference, ...] = ()
    spread: tuple[SpreadShare, ...] = ()
    """where the spread of levels comes from, the largest share first; nothing of few readings"""
    by_grade: Groups | None = None
    """none in packs of before"""

    @property
    def was_read(self) -> bool:
        """Whether any reading decided on work of this version, so that something can be said of its criteria."""
        return any(each.not_met.is_counted for each in self.criteria)

    def figure(self, name: str) -> Figure:
        """One of the figures.

        Raises:
            KeyError: when there is none of that name.
        """
        for figure in self.figures:
            if figure.name == name:
                return figure
        raise KeyError(name)


@dataclass(frozen=True)
class Pack:
    """The data pack of one micro-credential, newest version first, counted until a moment."""

    micro_credential_id: UUID
    title: str
    counted_until: datetime
    versions: tuple[VersionFigures, ...]
    shape: int = SHAPE

    @property
    def newest(self) -> VersionFigures | None:
        """The figures of the version that is on offer, when there is one."""
        return self.versions[0] if self.versions else None

    @property
    def standing_out(self) -> tuple[CriterionFigures, ...]:
        """The criteria of the newest version that are missed often."""
        return tuple(each for each in self.newest.criteria if each.stands_out) if self.newest else ()


class ShapeUnknown(ValueError):
    """The pack was written by a later Microcred than this one."""


_packs = TypeAdapter(Pack)


def as_json(pack: Pack) -> dict[str, Any]:
    """A pack as JSON can hold it."""
    written: dict[str, Any] = _packs.dump_python(pack, mode="json")
    return written


def read_pack(written: Mapping[str, Any]) -> Pack:
    """The pack that `as_json` wrote.

    Raises:
        ShapeUnknown: when its shape is of a later time.
    """
    if written.get("shape") != SHAPE:
        raise ShapeUnknown(str(written.get("shape")))
    return _packs.validate_python(written)


def count(name: str, number: int, source: Source) -> Figure:
    """A total. None at all is a number too, where it was counted."""
    return Figure(name, Unit.COUNT, source, Standing.COUNTED, number, number)


def share(name: str, hits: int, of: int, source: Source, *, people: int | None = None) -> Figure:
    """A share of cases with its interval; without cases, nothing yet.

    Args:
        people: whose own words the cases are, which few of them would give away.
    """
    if of == 0:
        return Figure(name, Unit.SHARE, source, Standing.NOTHING_YET, of=0)
    if people is not None and people < SMALL:
        return Figure(name, Unit.SHARE, source, Standing.TOO_FEW)
    interval = wilson(hits, of)
    return Figure(name, Unit.SHARE, source, Standing.COUNTED, hits / of, of, interval.low, interval.high)


def days(name: str, quartiles: Sequence[float] | None, of: int, source: Source, *, of_people: bool = False) -> Figure:
    """The middle of a span of time, and where the middle half of the cases lies.

    Args:
        quartiles: the lower quartile, the median and the upper quartile, in days.
        of_people: whether each case is one person's own time, which few cases would give away.
    """
    if of == 0 or quartiles is None:
        return Figure(name, Unit.DAYS, source, Standing.NOTHING_YET, of=0)
    if of_people and of < SMALL:
        return Figure(name, Unit.DAYS, source, Standing.TOO_FEW)
    low, middle, high = quartiles
    return Figure(name, Unit.DAYS, source, Standing.COUNTED, middle, of, low, high)


def minutes(name: str, quartiles: Sequence[float] | None, of: int, source: Source) -> Figure:
    """The same in minutes, of what each of few people would be known by."""
    found = days(name, quartiles, of, source, of_people=True)
    return replace(found, unit=Unit.MINUTES)


def coefficient(name: str, value: float | None, low: float, high: float, of: int, source: Source) -> Figure:
    """A coefficient with its interval; None where there is too little for one."""
    if value is None:
        return Figure(name, Unit.COEFFICIENT, source, Standing.NOTHING_YET, of=of)
    return Figure(name, Unit.COEFFICIENT, source, Standing.COUNTED, value, of, low, high)


ENOUGH_FOR_HINTS, ENOUGH_FOR_LEVELS = 30, 200
"""readings from which on a criterion is spoken of, and from which on one of its levels is"""
RARE, ALL_THE_SAME, APART = 0.05, 0.95, 0.20
"""the share below which a level is hardly used; that above which all are alike; and a correlation that is none"""
NEAR = 1.4
"""logits below which two steps are not told apart (J. M. Linacre, Journal of Applied Measurement 3, 2002, 85-106)"""


def hints_of(criterion: CriterionFigures, others_caused: float, *, is_of_readers: bool = False) -> tuple[Hint, ...]:
    """What the figures of a criterion may mean.

    Args:
        others_caused: the mean of the same share over the other criteria.
        is_of_readers: whether more of the spread of its levels comes from who reads than from the work.
    """
    levels, caused, rest = criterion.levels, criterion.caused, criterion.rest
    given = sum(each.times for each in levels)
    found = []
    if caused and caused.is_counted and not caused.is_thin and 0 < 2 * others_caused < (caused.value or 0):
        found.append(Hint.UNCLEAR)
    if is_of_readers:
        found.append(Hint.READERS)
    if given >= ENOUGH_FOR_LEVELS and any(each.times < RARE * given for each in levels):
        found.append(Hint.UNUSED)
    elif given >= ENOUGH_FOR_LEVELS and criterion.gap is not None and criterion.gap < NEAR:
        found.append(Hint.CLOSE)
    if rest and rest.is_counted and (rest.high or 0) < APART:
        found.append(Hint.ALONE)
    if given >= ENOUGH_FOR_HINTS and max(each.times for each in levels) > ALL_THE_SAME * given:
        found.append(Hint.SAME)
    return tuple(found)


def not_collected(name: str, unit: Unit, source: Source) -> Figure:
    """A figure for which this system has no data."""
    return Figure(name, unit, source, Standing.NOT_COLLECTED)


def comments(texts: Sequence[Comment], *, of: int, most: int = 40) -> Comments:
    """What assessors wrote, when enough submissions are behind it that none can be told apart."""
    if of == 0:
        return Comments(Standing.NOTHING_YET, 0)
    if of < SMALL:
        return Comments(Standing.TOO_FEW, 0)
    return Comments(Standing.COUNTED, of, tuple(sorted(texts, key=lambda each: (each.criterion, each.text))[:most]))


def difference(after: Figure, before: Figure) -> Difference | None:
    """How a share differs from one counted from other cases; none when one of the two has no number."""
    if not (after.is_counted and before.is_counted and after.of and before.of):
        return None
    interval = newcombe(after.hits, after.of, before.hits, before.of)
    return Difference(after.name, (after.value or 0) - (before.value or 0), interval.low, interval.high)
