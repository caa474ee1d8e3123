"""How two readings of the same submissions agree, before anything was resolved."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.catalog.models import Version
from microcred.catalog.queries import RubricCriterion, rubric_of
from microcred.catalog.rules import Outcome
from microcred.measures import Agreement, ShownAgreement, agreement_of_pairs
from microcred.scoring.models import Decision, Score
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

    As with `double_readings`, what is still open, or read afresh, is not among them. Two queries, and the rubric's.
    """
    decisions = _decided_by_two(until).filter(submission__pursuit__version=version).select_related("policy")
    if since is not None:
        decisions = decisions.filter(decided_at__gt=since)
    decided = {each.submission_id: each for each in decisions}
    rows = (
        Score.objects.filter(COUNTS, scoring__submission__in=list(decided), scoring__paper__isnull=True)
        .order_by("scoring__submission", "scoring__scored_at", "scoring")
        .values_list("scoring__submission", "scoring__assessor", "criterion", "level__position", "carried_from")
    )
    found: dict[UUID, dict[UUID, dict[UUID, tuple[int, bool]]]] = defaultdict(lambda: defaultdict(dict))
    for submission, reader, criterion, position, carried in rows:
        found[submission][reader][criterion] = position, carried is not None
    rubric = rubric_of(version)
    pairs = []
    for submission, decision in decided.items():
        if len(found[submission]) < DOUBLE:
            continue
        (one, first), (other, second) = list(found[submission].items())[:DOUBLE]
        both = {criterion for criterion in first.keys() & second.keys() if not first[criterion][1]}
        alone = (
            rubric.verdict({criterion: position for criterion, (position, _) in reading.items()})
            for reading in (first, second)
        )
        earned_first, earned_second = (verdict.outcome is Outcome.EARNED for verdict in alone)
        pairs.append(
            TwoReadings(
                submission,
                decision.decided_at,
                (one, other),
                {each.id: (first[each.id][0], second[each.id][0]) for each in rubric.criteria if each.id in both},
                (earned_first, earned_second),
                was_narrow(decision),
            )
        )
    return pairs


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
