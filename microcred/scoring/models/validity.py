"""Papers of which it is agreed what they show, read among everything else, to see how those who judge do."""

from typing import ClassVar

from django.db import models

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.scoring.models.readings import QueueItem, Scoring


class Seeding(Row):
    """That the lot put a validity paper into somebody's queue: by which draw, so that anybody can draw again."""

    item = models.OneToOneField(QueueItem, on_delete=models.PROTECT, related_name="+")
    drawn_by = models.OneToOneField(
        Scoring, on_delete=models.PROTECT, related_name="+", help_text="the reading that the lot was drawn for"
    )
    one_in = models.PositiveSmallIntegerField(help_text="the lot fell on one in so many readings")
    seed = models.BigIntegerField()
    seeded_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.item_id}"


class Concern(Row):
    """That the reader of a validity paper set something of it aside: it is shown to nobody any more."""

    item = models.OneToOneField(QueueItem, on_delete=models.PROTECT, related_name="+")
    piece = models.UUIDField(help_text="of the file, link or words that were set aside")
    reason = models.CharField(max_length=20)
    raised_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.item_id} {self.reason}"
