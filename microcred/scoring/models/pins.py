"""Where an assessor points in the evidence: while reading, as saved with the reading, and as its educator is told."""

from typing import ClassVar

from django.db import models

from microcred.catalog.models import Criterion
from microcred.foundation.frozen import frozen
from microcred.organizations.models import Person
from microcred.portfolios.models import Item, Placed, Submission, SubmittedItem, SubmittedText
from microcred.scoring.models.appeals import AppealResult
from microcred.scoring.models.readings import QueueItem, Result, Score


class _Pointing(Placed):
    """A place in a file or link, or a passage of an answer, and a few words about it.

    Of a passage its bounds are kept and never its words: what is set aside later stands nowhere else. `seen` and
    `seen_sha256` say what was read, which a clean copy may have replaced since, or had before.
    """

    piece = models.ForeignKey(SubmittedItem, null=True, on_delete=models.PROTECT, related_name="+")
    seen = models.ForeignKey(
        Item, null=True, on_delete=models.PROTECT, related_name="+", help_text="the file or link that was opened"
    )
    text = models.ForeignKey(SubmittedText, null=True, on_delete=models.PROTECT, related_name="+")
    starts = models.PositiveIntegerField(null=True, help_text="in characters of the answer, as the next one")
    ends = models.PositiveIntegerField(null=True)
    seen_sha256 = models.CharField(max_length=64, blank=True, help_text="of the answer that was read")
    words = models.TextField(blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    piece__isnull=False, seen__isnull=False, text__isnull=True, starts__isnull=True, ends__isnull=True
                )
                | models.Q(
                    piece__isnull=True,
                    seen__isnull=True,
                    text__isnull=False,
                    starts__isnull=False,
                    ends__gt=models.F("starts"),
                ),
                name="%(class)s_into_one_piece",
            )
        ]


POINTING = (
    *("piece_id", "seen_id", "text_id", "starts", "ends", "seen_sha256"),
    *("page", "left", "top", "width", "height", "from_second", "to_second"),
)
"""The columns that say where."""


class NotedPin(_Pointing):
    """A pin to a criterion that an assessor has noted down but not yet saved for good."""

    item = models.ForeignKey(QueueItem, on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1, help_text="grows with its words; notices two tabs")
    saved_at = models.DateTimeField()

    class Meta(_Pointing.Meta):
        indexes: ClassVar = [models.Index(fields=["item", "assessor"], name="pins_noted")]

    def __str__(self) -> str:
        return str(self.pk)


class ScoredPin(_Pointing):
    """A pin as it was saved with the score of its criterion."""

    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="pins")
    position = models.PositiveSmallIntegerField(help_text="in the order of the evidence")

    class Meta(_Pointing.Meta):
        constraints: ClassVar = [
            *_Pointing.Meta.constraints,
            models.UniqueConstraint(fields=["score", "position"], name="one_scored_pin_per_position"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class ToldPin(_Pointing):
    """A pin that an educator is shown beside what is told of a criterion; in which of several readings it was set, it
    does not tell them."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    scored = models.ForeignKey(ScoredPin, on_delete=models.PROTECT, related_name="+")
    result = models.ForeignKey(Result, null=True, on_delete=models.PROTECT, related_name="pins")
    appeal_result = models.ForeignKey(AppealResult, null=True, on_delete=models.PROTECT, related_name="pins")
    position = models.PositiveSmallIntegerField(help_text="in the order of the evidence")

    class Meta(_Pointing.Meta):
        constraints: ClassVar = [
            *_Pointing.Meta.constraints,
            models.UniqueConstraint(fields=["scored"], name="a_pin_is_told_once"),
            models.CheckConstraint(
                condition=models.Q(result__isnull=False, appeal_result__isnull=True)
                | models.Q(result__isnull=True, appeal_result__isnull=False),
                name="told_with_one_result",
            ),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)
