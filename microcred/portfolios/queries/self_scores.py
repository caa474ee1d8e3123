"""What educators thought of their own work, beside what was judged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from microcred.catalog.queries import Rubric, RubricCriterion, RubricLevel
from microcred.foundation.asked_often import asked_often
from microcred.portfolios.models import Completion, Pursuit, Return, SelfScore, Shortfall, Submission


@dataclass(frozen=True)
class OwnView:
    """One criterion as its educator sees their work on it: the level chosen last, and what they chose before."""

    criterion: RubricCriterion
    chosen: RubricLevel | None
    before: tuple[tuple[datetime, RubricLevel], ...]

    @property
    def chosen_level_id(self) -> UUID | None:
        """The level chosen last."""
        return self.chosen.id if self.chosen else None

    def __getattr__(self, name: str) -> object:
        return getattr(self.criterion, name)


@dataclass(frozen=True)
class OwnViewSoFar:
    """How far an educator has scored their own work."""

    scored: int
    """criteria with a level"""
    criteria: int
    last_at: datetime | None
    """when they last did; None where they have not begun"""


@dataclass(frozen=True)
class Compared:
    """One criterion of an attempt that was judged: what its educator had thought, and what the decision said.

    `judged` is None where the criterion was met: which level beyond the needed one, the feedback says.
    """

    criterion: RubricCriterion
    thought: RubricLevel | None
    judged: RubricLevel | None
    was_met: bool

    @property
    def says(self) -> str:
        """In one word how the two lie to each other: alike, kinder, stricter; empty where there is nothing to say."""
        if self.thought is None or (not self.was_met and self.judged is None):
            return ""
        thought_met = self.thought.position >= self.criterion.required_position
        if self.was_met:
            return "alike" if thought_met else "stricter"
        if self.judged is None or self.thought.position == self.judged.position:
            return "alike"
        return "kinder" if self.thought.position > self.judged.position else "stricter"


@dataclass(frozen=True)
class ComparedAttempt:
    """An attempt that was judged, criterion by criterion."""

    submission: Submission
    rows: tuple[Compared, ...]


def self_scores_of(pursuit: Pursuit) -> dict[UUID, SelfScore]:
    """What the educator thinks now, by criterion, in one query."""
    return {score.criterion_id: score for score in _scores(pursuit_id=pursuit.pk)}


def own_view_so_far(pursuit: Pursuit, rubric: Rubric) -> OwnViewSoFar:
    """How far the educator has scored their own work, in one query."""
    thought = [score.scored_at for score in self_scores_of(pursuit).values()]
    return OwnViewSoFar(len(thought), len(rubric.criteria), max(thought, default=None))


def own_views(pursuit: Pursuit, rubric: Rubric) -> list[OwnView]:
    """The rubric with what the educator thinks and thought, in one query."""
    said: dict[UUID, list[SelfScore]] = {}
    for score in _scores(pursuit_id=pursuit.pk):
        said.setdefault(score.criterion_id, []).append(score)
    views = []
    for criterion in rubric.criteria:
        chosen = [(score.scored_at, _level(criterion, score.level_id)) for score in said.get(criterion.id, [])]
        known = [(scored_at, level) for scored_at, level in chosen if level is not None]
        views.append(OwnView(criterion, known[-1][1] if known else None, tuple(reversed(known[:-1]))))
    return views


def compared_attempts(pursuit: Pursuit, rubric: Rubric) -> list[ComparedAttempt]:
    """Each attempt that was judged beside what its educator thought when they handed it in, the newest first."""
    submissions = list(Submission.objects.filter(pursuit=pursuit, withdrawal__isnull=True).order_by("-number"))
    returns = {row.submission_id: row for row in Return.objects.filter(submission__pursuit=pursuit)}
    short: dict[UUID, dict[UUID, Shortfall]] = {}
    for row in Shortfall.objects.filter(return_row__submission__pursuit=pursuit).select_related("return_row"):
        short.setdefault(row.return_row.submission_id, {})[row.criterion_id] = row
    earned = Completion.objects.filter(pursuit=pursuit).exists()
    scores = _scores(pursuit_id=pursuit.pk)
    found = []
    for number, submission in enumerate(submissions):
        if submission.pk not in returns and not (earned and number == 0):
            continue
        thought = _at(scores, submission.submitted_at)
        rows = tuple(
            _compared(criterion, thought.get(criterion.id), short.get(submission.pk, {}).get(criterion.id))
            for criterion in rubric.criteria
        )
        if any(row.thought for row in rows):
            found.append(ComparedAttempt(submission, rows))
    return found


def _compared(criterion: RubricCriterion, thought: UUID | None, short: Shortfall | None) -> Compared:
    judged = _level(criterion, short.level_id) if short else None
    return Compared(criterion, _level(criterion, thought), judged, was_met=short is None)


def _at(scores: Iterable[SelfScore], moment: datetime) -> dict[UUID, UUID]:
    return {score.criterion_id: score.level_id for score in scores if score.scored_at <= moment}


def _level(criterion: RubricCriterion, level_id: UUID | None) -> RubricLevel | None:
    levels: Sequence[RubricLevel] = criterion.levels
    return next((level for level in levels if level.id == level_id), None)


@asked_often
def _scores(*, pursuit_id: UUID) -> QuerySet[SelfScore]:
    return SelfScore.objects.filter(pursuit=pursuit_id).order_by("scored_at", "pk")
