from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.authoring.models.drafts import Draft
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person


class Proposal(Row):
    """That somebody proposes a micro-credential to an organization. What it says stands in its wordings."""

    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey(
        Draft, null=True, on_delete=models.PROTECT, related_name="proposals", help_text="what was begun before it"
    )
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class ProposalWording(Row):
    """What a proposal says. Whoever is asked for more writes another wording; the earlier one stays."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200, help_text="a working title")
    competency = models.TextField()
    need = models.TextField(help_text="who lacks it, and how that is known")
    audience = models.TextField()
    standards = models.TextField(blank=True, help_text="which standards it serves")
    sponsor = models.CharField(max_length=200, help_text="who stands behind it: a person or an office")
    beside = models.TextField(blank=True, help_text="what is different from what the catalogue has already")
    near = models.JSONField(default=list, help_text="[{title, slug, cosine}]: what the catalogue had that is near")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "number"], name="one_wording_per_number"),
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["proposal", "number"]

    def __str__(self) -> str:
        return self.name


class ProposalDecision(Row):
    """What a named person decided of a wording, and why. An acceptance names the draft that starts from it."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        MORE_ASKED = "more_asked", _("More asked for")

    wording = models.OneToOneField(ProposalWording, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    reason = models.TextField()
    draft = models.OneToOneField(Draft, null=True, on_delete=models.PROTECT, related_name="acceptance")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(outcome="accepted", draft__isnull=False)
                | (~models.Q(outcome="accepted") & models.Q(draft__isnull=True)),
                name="an_acceptance_names_its_draft",
            ),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.wording_id}: {self.outcome}"
