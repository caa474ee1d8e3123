"""Readings that are saved for good, and how many of them a submission needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from microcred.catalog.queries import in_pilot
from microcred.organizations.models import Person
from microcred.portfolios.models import Submission
from microcred.portfolios.queries import pilot_place
from microcred.scoring.models import QueueItem, Score, Scoring
from microcred.scoring.rules import DOUBLE, SINGLE


@dataclass(frozen=True)
class SavedReading:
    """One reading of a submission, with its score for each criterion; carried ones included."""

    scoring: Scoring
    scores: Mapping[UUID, Score]

    @property
    def positions(self) -> dict[UUID, int]:
        """The position of the level given, by criterion."""
        return {criterion: score.level.position for criterion, score in self.scores.items()}


def readings_saved_of(submission_id: UUID) -> list[SavedReading]:
    """The readings of a submission that are saved for good, the first first.

    For whoever decides; nobody who may still read it themselves is shown any of it.
    """
    scorings = Scoring.objects.filter(submission=submission_id).order_by("scored_at", "pk")
    return [
        SavedReading(scoring, {score.criterion_id: score for score in scoring.scores.all()})
        for scoring in scorings.prefetch_related("scores__level")
    ]


def readings_asked_of(submission: Submission) -> int:
    """How many independent readings a submission needs before it is decided, whatever they say.

    Two for those that a running pilot counts, one for all others.
    """
    is_counted = in_pilot(submission.pursuit.version) and pilot_place(submission) is not None
    return DOUBLE if is_counted else SINGLE


def has_read(person: Person, item: QueueItem) -> bool:
    """Whether a person's own reading of a submission is saved: nobody reads it twice."""
    return Scoring.objects.filter(submission=item.submission_id, assessor=person).exists()
