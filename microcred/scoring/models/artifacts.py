"""The same artifact in two people's work, judged differently; and what a lead said of that."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person
from microcred.scoring.models.readings import Result
from microcred.scoring.models.resets import ResetCampaign


class ArtifactDifference(Row):
    """That two decisions differ on a criterion that rests, in both, on the same file."""

    higher = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="+")
    lower = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, help_text="of the file that both rest on")
    shared = models.BooleanField(help_text="whether a team hands it in alike, by design")
    found_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [models.UniqueConstraint(fields=["higher", "lower"], name="one_difference_per_pair")]

    def __str__(self) -> str:
        return f"{self.higher_id} {self.lower_id}"


class DifferenceRuling(Row):
    """What a lead said of a difference: that both stand, and why, or that the lower is read afresh. Neither gets
    lower by it."""

    class Kind(models.TextChoices):
        STANDS = "stands", _("both stand")
        AFRESH = "afresh", _("the lower one is read afresh")

    difference = models.OneToOneField(ArtifactDifference, on_delete=models.PROTECT, related_name="ruling")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    words = models.TextField()
    campaign = models.ForeignKey(
        ResetCampaign, null=True, on_delete=models.PROTECT, related_name="+", help_text="by which it is read afresh"
    )
    ruled_at = models.DateTimeField()
    ruled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind="afresh", campaign__isnull=False)
                | models.Q(kind="stands", campaign__isnull=True),
                name="afresh_by_a_reset",
            )
        ]

    def __str__(self) -> str:
        return self.kind
