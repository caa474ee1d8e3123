"""What an assessor is told of their own readings: in sums that stand still for a month, and blind."""

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
    level_use,
    month_began,
    near,
    near_by_criterion,
    ten_by_ten,
    took,
)


@dataclass(frozen=True)
class OwnScoring:
    """An assessor's readings up to the end of the last month. What there is too little of is None."""

    until: datetime
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
    until = month_began(at, person.time_zone)
    times = [
        scored_at - claimed_at
        for scored_at, claimed_at in Scoring.of_all.filter(assessor=person, scored_at__lt=until).values_list(
            "scored_at", "claim__claimed_at"
        )
    ]
    compared = list(_compared(person, until))
    return OwnScoring(
        until,
        len(times),
        near(compared),
        near_by_criterion(compared),
        tuple(ten_by_ten(compared)),
        took(times),
        level_use(_steps(person, until)) if len(times) >= FEWEST_OWN else None,
        helpfulness_of(person, at=until),
        assistance_figures(person, until=until),
    )


def _steps(person: Person, until: datetime) -> list[int]:
    scores = Score.objects.filter(
        scoring__assessor=person, scoring__scored_at__lt=until, carried_from__isnull=True
    ).values_list("level__position", "criterion__required_position")
    return [given - needed for given, needed in scores]


def _compared(person: Person, until: datetime) -> Iterator[Compared]:
    """Each level of theirs that can be compared: with what is agreed, and with what another gave."""
    for check in checks_of(None, assessor=person, until=until)[person.pk]:
        yield Compared(check.reading, check.at, check.given, check.agreed, check.needed, check.criterion)
    pairs = paired_with_others(person, None, until)
    decided: dict[UUID, datetime] = dict(
        Decision.objects.filter(submission__in={pair.submission_id for pair in pairs}).values_list(
            "submission", "decided_at"
        )
    )
    for pair in pairs:
        yield Compared(
            pair.submission_id, decided[pair.submission_id], pair.first, pair.second, pair.required, pair.criterion_id
        )
