"""Readings that are saved for good, and how many of them a submission needs."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef

from microcred.organizations.models import Person
from microcred.scoring.models import QueueItem, ResetReading, Rewording, Score, Scoring


@dataclass(frozen=True)
class SavedReading:
    """One reading of a submission, with its score for each criterion; carried ones included.

    Attributes:
        reworded: by criterion what its reader said in other words since; None for the word about the whole.
    """

    scoring: Scoring
    scores: Mapping[UUID, Score]
    reworded: Mapping[UUID | None, str] = field(default_factory=dict)

    @property
    def positions(self) -> dict[UUID, int]:
        """The position of the level given, by criterion."""
        return {criterion: score.level.position for criterion, score in self.scores.items()}

    @property
    def word(self) -> str:
        """The word about the whole, as it was said last."""
        return self.reworded.get(None, self.scoring.feedback)

    def comment_on(self, criterion: UUID) -> str:
        """What it says of a criterion, as it was said last."""
        return self.reworded.get(criterion, self.scores[criterion].comment)


_REPLACED = Exists(ResetReading.objects.filter(scoring=OuterRef("pk"), replaced=True))


def readings_saved_of(submission_id: UUID) -> list[SavedReading]:
    """The readings of a submission that are saved for good, the first first; without those that another one replaces
    (`ResetReading`).

    For whoever decides; nobody who may still read it themselves is shown any of it.
    """
    scorings = Scoring.objects.filter(~_REPLACED, submission=submission_id).order_by("scored_at", "pk")
    reworded: dict[UUID | None, dict[UUID | None, str]] = defaultdict(dict)
    newest_last = Rewording.objects.filter(step__scoring__submission=submission_id).order_by("step__taken_at", "step")
    for scoring_id, criterion, comment in newest_last.values_list("step__scoring", "criterion", "comment"):
        reworded[scoring_id][criterion] = comment
    return [
        SavedReading(scoring, {score.criterion_id: score for score in scoring.scores.all()}, reworded[scoring.pk])
        for scoring in scorings.prefetch_related("scores__level")
    ]


def has_read(person: Person, item: QueueItem) -> bool:
    """Whether a person's own reading of a submission is saved: nobody reads it twice."""
    return Scoring.of_all.filter(submission=item.submission_id, assessor=person).exists()
