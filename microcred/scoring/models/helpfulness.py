"""What educators say of the feedback that they got."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.scoring.models.readings import Decision
from microcred.scoring.rules import Helped


class FeedbackRating(Row):
    """One edition of whether the feedback on a decision helped its educator; the newest is what they say.

    Who wrote the feedback sees it in sums of several people only, and never the words (`rules.helpfulness`).
    """

    class Said(models.TextChoices):
        HELPED = Helped.YES.value, _("It helped me")
        PARTLY = Helped.PARTLY.value, _("It helped in part")
        NOT = Helped.NO.value, _("It did not help")

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="ratings")
    number = models.PositiveSmallIntegerField(help_text="of the edition, from 1")
    said = models.CharField(max_length=8, choices=Said.choices)
    words = models.TextField(blank=True, help_text="for who leads the assessing")
    rated_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "number"], name="one_rating_per_number"),
        ]

    def __str__(self) -> str:
        return self.said
