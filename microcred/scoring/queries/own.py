"""What an assessor is told of their own readings: in sums that stand still for a day, and blind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from microcred.organizations.models import Person
from microcred.scoring.models import Decision, Score, Scoring
from microcred.scoring.queries.assistance import AssistanceFigures, assistance_figures
from microcred.scoring.queries.helpfulness import helpfulness_of
from microcred.scoring.queries.watching import checks_of, paired_with_others
from microcred.scoring.rules import (
    FEWEST_OWN,
    Compared,
    Helpfulness,
    LevelUse,
    Near,
    Share,
    Took,
    counts_from,
    day_began,
    level_use,
    month_began,
    near,
    near_by_criterion,
    ten_by_ten,
    took,
)


@dataclass(frozen=True)
class OwnScoring:
    """An assessor's readings up to the end of yesterday. What there is too little of is None.

    Attributes:
        counted_until: up to when counts what was compared, and what educators said of feedback: the end of the last
            month, so that no sum tells which reading was compared, nor what one educator said.
    """

    until: datetime
    counted_until: datetime
    readings: int
    near: Near | None
    by_criterion: Mapping[UUID, Near]
    tens: tuple[Share, ...]
    took: Took | None
    levels: LevelUse | None
    helpfulness: Helpfulness
    assistance: AssistanceFigures | None


def own_scoring(person: Person, *, at: datetime) -> OwnScoring:
    """What an assessor is told of their own readings, in as many queries however many they are.

    Readings of validity papers are among them, as they are in all that an assessor sees.
    """
    until, counted_until = day_began(at), month_began(at)
    times = [
        scored_at - claimed_at
        for scored_at, claimed_at in Scoring.of_all.filter(assessor=person, scored_at__lt=until).values_list(
            "scored_at", "claim__claimed_at"
        )
    ]
    compared = _compared(person, counted_until)
    return OwnScoring(
        until,
        counted_until,
        len(times),
        near(compared),
        near_by_criterion(compared),
        tuple(ten_by_ten(compared)),
        took(times),
        level_use(_steps(person, until)) if len(times) >= FEWEST_OWN else None,
        helpfulness_of(person, at=counted_until),
        assistance_figures(person, until=until),
    )


def _steps(person: Person, until: datetime) -> list[int]:
    scores = Score.objects.filter(
        scoring__assessor=person, scoring__scored_at__lt=until, carried_from__isnull=True
    ).values_list("level__position", "criterion__required_position")
    return [given - needed for given, needed in scores]


def _compared(person: Person, until: datetime) -> list[Compared]:
    """Each level of theirs that counts as compared: with what is agreed, and with what another gave."""
    found = [*_with_papers(person, until), *_with_others(person, until)]
    return [one for one in found if one.known_at < until]


def _with_papers(person: Person, until: datetime) -> Iterator[Compared]:
    """As of anything else they read, something came of a paper when its reader was told the outcome."""
    checks = checks_of(None, assessor=person, until=until)[person.pk]
    told = Scoring.of_all.filter(pk__in={check.reading for check in checks}).values_list("pk", "told_at")
    known = {pk: counts_from(pk, told_at) for pk, told_at in told if told_at is not None}
    for check in checks:
        yield Compared(check.reading, known[check.reading], check.given, check.agreed, check.needed, check.criterion)


def _with_others(person: Person, until: datetime) -> Iterator[Compared]:
    pairs = paired_with_others(person, None, until)
    decided: dict[UUID, datetime] = dict(
        Decision.objects.filter(submission__in={pair.submission_id for pair in pairs}).values_list(
            "submission", "decided_at"
        )
    )
    for pair in pairs:
        known_at = counts_from(pair.submission_id, decided[pair.submission_id])
        yield Compared(pair.submission_id, known_at, pair.first, pair.second, pair.required, pair.criterion_id)
