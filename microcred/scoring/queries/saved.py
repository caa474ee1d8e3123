"""Readings that are saved for good, and how many of them a submission needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from microcred.organizations.models import Person
from microcred.scoring.models import QueueItem, Score, Scoring


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


def has_read(person: Person, item: QueueItem) -> bool:
    """Whether a person's own reading of a submission is saved: nobody reads it twice."""
    return Scoring.of_all.filter(submission=item.submission_id, assessor=person).exists()
