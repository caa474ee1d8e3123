"""How two readings of the same submissions agree, before anything was resolved."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from microcred.catalog.models import Version
from microcred.catalog.queries import Rubric, RubricCriterion, rubric_of
from microcred.catalog.rules import Outcome
from microcred.foundation.kept_figures import KeptFigures, digest_of
from microcred.measures import Agreement, ShownAgreement, agreement_of_pairs
from microcred.scoring.models import AssignmentPolicy, Decision, ResetReading, Score, Scoring
from microcred.scoring.queries.policies import COUNTS, asked_by_a_lead, was_narrow
from microcred.scoring.rules import DOUBLE, TwoReadings


@dataclass(frozen=True)
class TwiceRead:
    """The levels, by position, that the first two readers of a submission gave one criterion."""

    submission_id: UUID
    criterion_id: UUID
    required: int
    first: int
    second: int

    @property
    def sides(self) -> tuple[bool, bool]:
        """Whether each of the two found the criterion met."""
        return self.first >= self.required, self.second >= self.required


def double_readings(scores: QuerySet[Score], *, until: datetime) -> Iterator[TwiceRead]:
    """What the first two readers said of each criterion that both judged, of submissions decided until a moment.

    Neither what a third reader said nor what was resolved counts: that would make agreement look better than it was.
    What is not decided yet does not count either, nor what is read afresh, so that no figure tells a reader what
    another has said. Nor does what was reset: where two others made the decision with it, they are the pair.

    Args:
        scores: which to look at, of some submissions or criteria.
    """
    decided = _decided_by_two(until).filter(submission=OuterRef("scoring__submission"))
    rows = (
        scores.filter(Exists(decided), COUNTS, carried_from__isnull=True, scoring__paper__isnull=True)
        .order_by("scoring__submission", "criterion", "scoring__scored_at", "scoring")
        .values_list("scoring__submission", "criterion", "criterion__required_position", "level__position")
    )
    given: dict[tuple[UUID, UUID, int], list[int]] = defaultdict(list)
    for submission, criterion, required, position in rows:
        given[submission, criterion, required].append(position)
    for (submission, criterion, required), positions in given.items():
        if len(positions) >= DOUBLE:
            yield TwiceRead(submission, criterion, required, *positions[:DOUBLE])


def side_by_side(version: Version, *, since: datetime | None = None, until: datetime) -> list[TwoReadings]:
    """The first two readings of each submission to a version that was read twice, as decided within a time.

    As with `double_readings`, what is still open, or read afresh, is not among them.
    """
    return list(read_side_by_side(version, since=since, until=until).pairs)


MOST_KEPT = 50_000
"""pairs of readings that each server process keeps, of all versions together; less than a kilobyte each"""

_KEPT: KeptFigures[tuple[TwoReadings, ...]] = KeptFigures(MOST_KEPT, weight=len)

LEVELS = 1_000
"""More than any criterion has: so both positions of a score go into one number."""

_Levels = tuple[tuple[int, ...], tuple[int, ...]]
"""What one reading gave, judged and carried: positions of criteria and levels, as one number each."""


@dataclass(frozen=True)
class SideBySide:
    """Which work was read side by side. What was found in it is read when somebody wants it, and then kept.

    Attributes:
        decided: the decisions that count. `reset`: the readings of the version that count no more.
    """

    version: Version
    since: datetime | None
    until: datetime
    decided: tuple[UUID, ...]
    reset: frozenset[UUID]

    @cached_property
    def key(self) -> tuple[UUID, bytes, bytes]:
        """All that the pairs depend on. Readings, decisions, policies and rubrics are frozen; what of it counts is
        not."""
        return self.version.pk, digest_of(self.decided), digest_of(self.reset)

    @cached_property
    def pairs(self) -> tuple[TwoReadings, ...]:
        """The pairs of readings, in no order. Three queries, and the rubric's; none when this process has read them."""
        return _KEPT.of(self.key, lambda: tuple(self._read()))

    def _read(self) -> Iterator[TwoReadings]:
        """By the very identifiers that are in the key: what began or was reset since then is left alone."""
        counted = set(self.decided)
        decisions = _within(Decision.objects.filter(decided_at__lte=self.until), self.version, self.since)
        rows = decisions.values_list("pk", "submission", "decided_at", "policy", "by_default")
        policies = AssignmentPolicy.objects.in_bulk({row[3] for row in rows})
        readings = self._readings(decisions)
        rubric = rubric_of(self.version)
        earns = rubric.earning()
        both: dict[tuple[_Levels, _Levels], tuple[dict[UUID, tuple[int, int]], tuple[bool, bool]]] = {}
        for pk, submission, decided_at, policy, by_default in rows:
            if pk not in counted or len(readings[submission]) < DOUBLE:
                continue
            (one, first), (other, second) = readings[submission][:DOUBLE]
            if (first, second) not in both:
                both[first, second] = (
                    _beside(rubric, first, second),
                    (earns(_reached(rubric, first)), earns(_reached(rubric, second))),
                )
            levels, earned = both[first, second]
            narrow = was_narrow(policies.get(policy), submission, by_default_of=self.version.pk if by_default else None)
            yield TwoReadings(submission, decided_at, (one, other), levels, earned, narrow)

    def _readings(self, decisions: QuerySet[Decision]) -> dict[UUID, list[tuple[UUID, _Levels]]]:
        """By submission who read it before it was decided, and the levels they gave, the first reading first."""
        since_read = decisions.filter(submission=OuterRef("submission"), decided_at__gte=OuterRef("scored_at"))
        score = F("scores__criterion__position") * LEVELS + F("scores__level__position")
        rows = (
            Scoring.objects.filter(Exists(since_read), scores__criterion__version=self.version)
            .order_by("submission", "scored_at", "pk")
            .values_list("pk", "submission", "assessor")
            .annotate(
                judged=ArrayAgg(score, filter=Q(scores__carried_from__isnull=True)),
                carried=ArrayAgg(score, filter=Q(scores__carried_from__isnull=False)),
            )
        )
        found: dict[UUID, list[tuple[UUID, _Levels]]] = defaultdict(list)
        for pk, submission, assessor, judged, carried in rows:
            if pk not in self.reset:
                found[submission].append((assessor, (tuple(sorted(judged or ())), tuple(sorted(carried or ())))))
        return found


def _reached(rubric: Rubric, levels: _Levels) -> dict[UUID, int]:
    """The positions of levels, by criterion."""
    criteria = {each.position: each.id for each in rubric.criteria}
    return {criteria[number // LEVELS]: number % LEVELS for part in levels for number in part}


def _beside(rubric: Rubric, first: _Levels, second: _Levels) -> dict[UUID, tuple[int, int]]:
    """Both positions of each criterion that two readings judged."""
    judged, one, other = _reached(rubric, (first[0], ())), _reached(rubric, first), _reached(rubric, second)
    return {
        each.id: (one[each.id], other[each.id]) for each in rubric.criteria if each.id in judged and each.id in other
    }


def read_side_by_side(version: Version, *, since: datetime | None = None, until: datetime) -> SideBySide:
    """Which work was read side by side, as decided within a time. Two queries."""
    counted = _within(_decided_by_two(until), version, since)
    reset = ResetReading.objects.filter(scoring__submission__pursuit__version=version)
    return SideBySide(
        version,
        since,
        until,
        tuple(counted.values_list("pk", flat=True)),
        frozenset(reset.values_list("scoring", flat=True)),
    )


def read_side_by_side_of_each(versions: Collection[Version], *, until: datetime) -> dict[Version, SideBySide]:
    """Which work was read side by side of some versions, those of which any was. Two queries, however many they are."""
    known = {version.pk: version for version in versions}
    decided: dict[UUID, list[UUID]] = defaultdict(list)
    counted = _decided_by_two(until).filter(submission__pursuit__version__in=known)
    for version, pk in counted.values_list("submission__pursuit__version", "pk"):
        decided[version].append(pk)
    reset: dict[UUID, set[UUID]] = defaultdict(set)
    gone = ResetReading.objects.filter(scoring__submission__pursuit__version__in=decided)
    for version, pk in gone.values_list("scoring__submission__pursuit__version", "scoring"):
        reset[version].add(pk)
    return {
        known[pk]: SideBySide(known[pk], None, until, tuple(those), frozenset(reset[pk]))
        for pk, those in decided.items()
    }


def _within(decisions: QuerySet[Decision], version: Version, since: datetime | None) -> QuerySet[Decision]:
    found = decisions.filter(submission__pursuit__version=version)
    return found if since is None else found.filter(decided_at__gt=since)


def _decided_by_two(until: datetime) -> QuerySet[Decision]:
    """Decisions that two readings or more stand behind and that nobody reads afresh."""
    again = Q(submission__fresh_reading__isnull=False, submission__fresh_reading__end__isnull=True)
    return Decision.objects.filter(~again, ~asked_by_a_lead(), readings__gte=DOUBLE, decided_at__lte=until)


@dataclass(frozen=True)
class ReadersAgree(ShownAgreement):
    """How two readers agree on one criterion, or on the outcome.

    Attributes:
        criterion: None for the outcome that each reading alone would have had.
        agreement: on met or not met; on the outcome.
        same_level: in how many submissions they gave the very same level; None for the outcome.
        met: how many of all readings found it met, or earned.
    """

    criterion: RubricCriterion | None
    agreement: Agreement
    same_level: int | None
    met: int

    @property
    def readings(self) -> int:
        """How many readings there are: two of each submission."""
        return DOUBLE * self.agreement.cases


@dataclass(frozen=True)
class AgreementReport:
    """How the readers of some submissions to one version agree: on the outcome, and on each criterion."""

    outcome: ReadersAgree
    criteria: tuple[ReadersAgree, ...]


def agreement_on(version: Version, submissions: Collection[UUID], *, until: datetime) -> AgreementReport:
    """How readers agree, of those of some submissions to a version that were read twice and decided until a moment."""
    pairs = list(double_readings(Score.objects.filter(scoring__submission__in=submissions), until=until))
    rubric = rubric_of(version)
    by_criterion: dict[UUID, list[TwiceRead]] = defaultdict(list)
    first: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    second: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for pair in pairs:
        by_criterion[pair.criterion_id].append(pair)
        first[pair.submission_id][pair.criterion_id] = pair.first
        second[pair.submission_id][pair.criterion_id] = pair.second
    outcomes = [
        (rubric.verdict(first[each]).outcome is Outcome.EARNED, rubric.verdict(second[each]).outcome is Outcome.EARNED)
        for each in first
    ]
    return AgreementReport(
        _agree(None, outcomes, None),
        tuple(
            _agree(
                criterion,
                [pair.sides for pair in by_criterion[criterion.id]],
                sum(pair.first == pair.second for pair in by_criterion[criterion.id]),
            )
            for criterion in rubric.criteria
        ),
    )


def _agree(criterion: RubricCriterion | None, pairs: list[tuple[bool, bool]], same_level: int | None) -> ReadersAgree:
    agreement = agreement_of_pairs(pairs, categories=(True, False))
    return ReadersAgree(criterion, agreement, same_level, sum(map(sum, pairs)))
