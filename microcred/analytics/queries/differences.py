"""The pairs of readings that differ: which a lead may open, which of them were asked for, and what they say."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from django.db.models import Exists, OuterRef

from microcred.catalog.models import Version
from microcred.catalog.queries import RubricCriterion, RubricLevel, rubric_of
from microcred.organizations.models import Person
from microcred.portfolios.models import Completion, Submission
from microcred.scoring.models import Decision, Score
from microcred.scoring.queries import PinSeen, pins_scored_over, read_side_by_side_of_each
from microcred.scoring.rules import TwoReadings


class Size(Enum):
    """How far two readings are apart at least."""

    ANY = ""
    TWO_LEVELS = "two"
    DECIDES = "decides"
    """one found the criterion met and the other did not"""


@dataclass(frozen=True)
class Said:
    """What one of two said of a criterion."""

    level: RubricLevel
    comment: str
    pins: tuple[PinSeen, ...] = ()


@dataclass(frozen=True)
class Difference:
    """One criterion on which two readers of the same work differ."""

    criterion: RubricCriterion
    first: Said
    second: Said

    @property
    def decides(self) -> bool:
        """Whether one found it met and the other did not."""
        needed = self.criterion.required_position
        return (self.first.level.position >= needed) != (self.second.level.position >= needed)


@dataclass(frozen=True)
class DifferentReadings:
    """Two readings of one submission with all that they differ in."""

    version: Version
    submission: Submission
    decided_at: datetime
    outcome: str
    readers: tuple[Person, Person]
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Wanted:
    """Which pairs are asked for; None and `Size.ANY` are everything.

    Attributes:
        since: decided after then.
    """

    criterion: UUID | None = None
    reader: UUID | None = None
    size: Size = Size.ANY
    since: datetime | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether so little is asked for that the number of what is kept back would tell of single work."""
        return self.criterion is not None or self.reader is not None or self.size is not Size.ANY


@dataclass(frozen=True)
class Differences:
    """Pairs of readings that differ: those that may be opened, and how many more there are.

    Attributes:
        pairs: with the version each is of, the latest first.
        readers: who read any of what may be opened, whoever was asked for.
        kept_back: of work that may still be read, so that whoever saw them could not read it as if for the first time;
            None where so little is asked for that the number would tell of it.
    """

    pairs: tuple[tuple[Version, TwoReadings], ...]
    readers: frozenset[UUID]
    kept_back: int | None


def differences_between(versions: Collection[Version], wanted: Wanted, *, lead: Person, until: datetime) -> Differences:
    """Pairs of readings that differ, the latest first.

    Shown is only work that was earned: nobody reads that again. Whoever saw what two said of other work could not read
    it afresh, were it handed in again or appealed. Nor is anything shown of the lead's own work: it says who read it.
    """
    own = set(
        Submission.objects.filter(pursuit__person=lead, pursuit__version__in=versions).values_list("pk", flat=True)
    )
    apart = [
        (version, each)
        for version, read in read_side_by_side_of_each(versions, until=until).items()
        for each in _asked(read.pairs, wanted, _is_apart(version, wanted))
        if each.submission not in own
    ]
    earned = Submission.objects.filter(
        Exists(Completion.objects.filter(pursuit=OuterRef("pursuit"))), pk__in=[each.submission for _of, each in apart]
    )
    closed = set(earned.values_list("pk", flat=True))
    shown = sorted(
        ((version, each) for version, each in apart if each.submission in closed),
        key=lambda row: (row[1].decided_at, row[1].submission),
        reverse=True,
    )
    return Differences(
        tuple(row for row in shown if wanted.reader is None or wanted.reader in row[1].readers),
        frozenset(reader for _version, each in shown for reader in each.readers),
        None if wanted.is_narrow else len(apart) - len(shown),
    )


def _asked(
    pairs: Sequence[TwoReadings], wanted: Wanted, is_apart: Callable[[UUID, int, int], bool]
) -> Iterator[TwoReadings]:
    for each in pairs:
        if wanted.since is not None and each.decided_at <= wanted.since:
            continue
        if any(is_apart(key, one, other) for key, (one, other) in each.levels.items()):
            yield each


def _is_apart(version: Version, wanted: Wanted) -> Callable[[UUID, int, int], bool]:
    """Whether two positions of a criterion are as far apart as is asked for."""
    needed = {each.id: each.required_position for each in rubric_of(version).criteria}

    def is_apart(criterion: UUID, one: int, other: int) -> bool:
        if one == other or wanted.criterion not in (None, criterion):
            return False
        if wanted.size is Size.DECIDES:
            return (one >= needed[criterion]) != (other >= needed[criterion])
        return wanted.size is Size.ANY or abs(one - other) > 1

    return is_apart


def opened(pairs: Sequence[tuple[Version, TwoReadings]]) -> Iterator[DifferentReadings]:
    """Pairs with all that they differ in; the same few queries however many they are."""
    keys = [pair.submission for _version, pair in pairs]
    submissions = Submission.objects.in_bulk(keys)
    outcomes = {each.submission_id: each.get_outcome_display() for each in Decision.objects.filter(submission__in=keys)}
    people = Person.objects.in_bulk({reader for _version, pair in pairs for reader in pair.readers})
    scores = {
        (score.scoring.submission_id, score.scoring.assessor_id, score.criterion_id): score
        for score in Score.objects.filter(
            scoring__submission__in=keys, scoring__paper__isnull=True, carried_from__isnull=True
        ).select_related("scoring")
    }
    pins = pins_scored_over([score.pk for score in scores.values()])
    for version, pair in pairs:

        def said(criterion: RubricCriterion, place: int, pair: TwoReadings = pair) -> Said:
            position = pair.levels[criterion.id][place]
            score = scores.get((pair.submission, pair.readers[place], criterion.id))
            comment, pinned = (score.comment, pins.get(score.pk, ())) if score is not None else ("", ())
            return Said(criterion.levels[position], comment, tuple(pinned))

        yield DifferentReadings(
            version,
            submissions[pair.submission],
            pair.decided_at,
            outcomes[pair.submission],
            (people[pair.readers[0]], people[pair.readers[1]]),
            tuple(
                Difference(criterion, said(criterion, 0), said(criterion, 1))
                for criterion in rubric_of(version).criteria
                if criterion.id in pair.levels and len(set(pair.levels[criterion.id])) > 1
            ),
        )
