"""What educators think of their own work."""

from typing import ClassVar

from django.db import models

from microcred.catalog.models import Criterion, Level
from microcred.foundation.models import Row
from microcred.portfolios.models.pursuits import Pursuit


class SelfScore(Row):
    """The level that an educator thinks their own work reaches on one criterion. A later one takes its place.

    For their own eyes. Not frozen: they may erase all of it.
    """

    pursuit = models.ForeignKey(Pursuit, on_delete=models.PROTECT, related_name="self_scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    scored_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["pursuit", "scored_at"], name="self_scores_in_order")]

    def __str__(self) -> str:
        return str(self.pk)
