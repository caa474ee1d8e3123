"""What came back, and what it was short of."""

from typing import ClassVar

from django.db import models

from microcred.catalog.models import Criterion, Level
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.portfolios.models.submissions import Submission


class Return(Row):
    """That a submission came back "not yet": only what feeds the criteria of its `shortfalls` may change."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="return_row")
    returned_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.submission_id)


class Shortfall(Row):
    """One criterion that a return reopened: the level that the work reached, and what was said to its educator."""

    return_row = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="shortfalls")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(
        Level,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="empty: it came back before levels were handed down",
    )
    comment = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["return_row", "criterion"], name="one_shortfall_per_criterion")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.criterion_id)
