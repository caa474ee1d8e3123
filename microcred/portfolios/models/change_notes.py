"""What an educator says they changed since work came back, and what is judged anew because of it."""

from typing import ClassVar

from django.db import models

from microcred.catalog.models import Criterion
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.portfolios.models.returns import Return
from microcred.portfolios.models.submissions import Submission


class ChangeNote(Row):
    """What changed and where, for one criterion that came back, as it stands. `revision` notices two tabs.

    The row without a criterion says how another lesson or class links to what was handed in before.
    """

    return_row = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="change_notes")
    criterion = models.ForeignKey(Criterion, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["return_row", "criterion"], nulls_distinct=False, name="one_change_note_per_criterion"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SubmittedChangeNote(Row):
    """A change note as it was frozen with the attempt it explains."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="change_notes")
    criterion = models.ForeignKey(Criterion, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission", "criterion"], nulls_distinct=False, name="one_submitted_note_per_criterion"
            )
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class JudgedAnew(Row):
    """That a criterion which an earlier attempt had settled is judged again: evidence that feeds it has changed."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="judged_anew")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "criterion"], name="judged_anew_once_per_criterion")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.criterion_id)
