"""What was found in comments when they were saved: rules of words see it, and whoever read says whether it stands."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.scoring.models.back_reads import BackReadStep
from microcred.scoring.models.readings import Scoring
from microcred.scoring.rules import FeedbackCheck as RuledCheck

LONGEST_REASON = 500
"""characters"""


class FeedbackFinding(Row):
    """Something that a rule found in a comment as it was saved with a reading, or with other words for it.

    Of the words alone, and perhaps wrong: no figure about a person rests on one of them. What keeps a reading from
    being saved is never among them.
    """

    class Kind(models.TextChoices):
        EMPTY = RuledCheck.EMPTY.value, _("seems to say no more than the level does")
        EVIDENCE = RuledCheck.EVIDENCE.value, _("seems to name nothing that was handed in")
        NEXT_STEP = RuledCheck.NEXT_STEP.value, _("seems to give no next step")
        PERSON = RuledCheck.PERSON.value, _("seems to be about the person")
        COMPARISON = RuledCheck.COMPARISON.value, _("seems to compare with other people")
        GUESS = RuledCheck.GUESS.value, _("seems to guess who they are")

    scoring = models.ForeignKey(Scoring, on_delete=models.PROTECT, related_name="findings")
    step = models.ForeignKey(
        BackReadStep,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="with which it was said in other words; empty: the reading itself",
    )
    criterion = models.ForeignKey(
        Criterion, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: the word about the whole"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    stands = models.BooleanField(
        null=True, help_text="that whoever read says that their words stand; empty: nobody was asked"
    )

    words = models.CharField(max_length=200, blank=True, help_text="what it is about, of a remark about people")
    reason = models.CharField(
        max_length=LONGEST_REASON, blank=True, help_text="why it stands, of a remark about people; leads read it"
    )

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scoring", "step", "criterion", "kind"], nulls_distinct=False, name="one_finding_each"
            )
        ]

    def __str__(self) -> str:
        return self.kind
