"""What a program suggested to who judges: allowed by whom, asked when, shown when, used or not.

Nothing here leads to a mark, a score or a decision: no verb of a reading or a decision reads these tables
(`tests/test_assistance_apart.py`).
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion, Level, MicroCredential
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person
from microcred.portfolios.models import StatementWording, SubmittedItem
from microcred.scoring.models.readings import QueueItem


class AssistanceTerms(Row):
    """One edition of whether a program may suggest where to look in the work on a micro-credential, by who offers it.

    Off until somebody allows it. Words leave this server only of work whose educator attested the edition of the
    statement that is named here.
    """

    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="+")
    allowed = models.BooleanField()
    statement = models.ForeignKey(
        StatementWording,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="in which educators agree that their words are sent elsewhere; empty: nothing is",
    )
    reason = models.TextField()
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["micro_credential", "-declared_at"], name="assistance_in_force")]

    def __str__(self) -> str:
        return str(self.declared_at)


class Assistance(Row):
    """That somebody took work of which a program may suggest where to look, and what came of it."""

    class Came(models.TextChoices):
        SUGGESTED = "suggested", _("it suggested where to look")
        NOT_DRAWN = "not_drawn", _("the lot did not fall on it")
        NOT_COVERED = "not_covered", _("no statement covers it")
        NOTHING = "nothing", _("it said nothing")

    item = models.ForeignKey(QueueItem, on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    terms = models.ForeignKey(AssistanceTerms, on_delete=models.PROTECT, related_name="+")
    assistant = models.CharField(max_length=60, help_text="which program, by its name")
    came = models.CharField(max_length=12, choices=Came.choices)
    asked_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "assessor"], name="one_assistance_each")]

    def __str__(self) -> str:
        return self.came


class Suggestion(Row):
    """Where a program would look for one criterion, and what it remarks. There is no level in it."""

    assistance = models.ForeignKey(Assistance, on_delete=models.PROTECT, related_name="suggestions")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    places = models.JSONField(help_text="requirement and paragraph, as numbers from 1; never the words")
    remark = models.TextField(blank=True)

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assistance", "criterion"], name="one_suggestion_per_criterion")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SuggestionShown(Row):
    """That who judges saw a suggestion, after they had put down the level that stands here."""

    suggestion = models.OneToOneField(Suggestion, on_delete=models.PROTECT, related_name="shown")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+", help_text="their own, noted before")
    shown_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.suggestion_id)


class SuggestionAnswer(Row):
    """What who judges says of a suggestion: used or not."""

    suggestion = models.OneToOneField(Suggestion, on_delete=models.PROTECT, related_name="answer")
    used = models.BooleanField()
    answered_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.suggestion_id)


class EvidenceOpening(Row):
    """That who judges opened a file of work of which a program may suggest where to look."""

    item = models.ForeignKey(QueueItem, on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    piece = models.ForeignKey(SubmittedItem, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "assessor", "piece"], name="one_opening_of_a_piece")
        ]

    def __str__(self) -> str:
        return str(self.piece_id)
