"""Readings that are not to count: who said so and why, what that reached, and what became of each."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.portfolios.models import Submission
from microcred.scoring.models.readings import Scoring
from microcred.scoring.rules import Consequence as RuledConsequence


class ResetCampaign(Row):
    """That a lead had readings reset: those of a version, of an assessor, or of one of the two by the other, in a time.

    Which submissions that reaches is settled when it begins (`ResetCase`).
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        Version, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: all of the organization's"
    )
    assessor = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="whose readings; empty: everybody's"
    )
    since = models.DateTimeField(null=True, help_text="of readings saved from then on; empty: from the first")
    until = models.DateTimeField(help_text="of readings saved before")
    reason = models.TextField()
    tells_at_start = models.BooleanField(help_text="whether educators are told when their work is read afresh")
    form_key = models.UUIDField(unique=True, help_text="of the form that began it, so that one click begins one")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(version__isnull=False) | models.Q(assessor__isnull=False),
                name="a_campaign_is_about_something",
            )
        ]

    def __str__(self) -> str:
        return str(self.begun_at)


class ResetCase(Row):
    """That a campaign reaches a submission. What becomes of it says its outcome."""

    campaign = models.ForeignKey(ResetCampaign, on_delete=models.PROTECT, related_name="cases")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "submission"], name="a_campaign_reaches_work_once")
        ]

    def __str__(self) -> str:
        return str(self.submission_id)


class ResetOutcome(Row):
    """What became of a submission that a campaign reached, by how it stood at that moment."""

    class Consequence(models.TextChoices):
        AFRESH = RuledConsequence.AFRESH.value, _("read afresh")
        REPLACED = RuledConsequence.REPLACED.value, _("undecided; other readings take the place")
        KEPT = RuledConsequence.KEPT.value, _("earned, and stays so")
        BEING_READ = RuledConsequence.BEING_READ.value, _("an appeal of it is being decided already")
        WENT_ON = RuledConsequence.WENT_ON.value, _("something was handed in since, and is read on its own")
        READ_BEFORE = RuledConsequence.READ_BEFORE.value, _("appealed before; for a lead to see to")
        GONE = RuledConsequence.GONE.value, _("nothing waits: it was taken back")

    case = models.OneToOneField(ResetCase, on_delete=models.PROTECT, related_name="outcome")
    consequence = models.CharField(max_length=12, choices=Consequence.choices)
    done_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.consequence


class ResetReading(Row):
    """That a reading counts no more: in no figure, and in no decision that was not made by then. It is kept."""

    case = models.ForeignKey(ResetCase, on_delete=models.PROTECT, related_name="readings")
    scoring = models.OneToOneField(Scoring, on_delete=models.PROTECT, related_name="reset")
    replaced = models.BooleanField(help_text="whether no decision stood on it by then, and another takes its place")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.scoring_id)
