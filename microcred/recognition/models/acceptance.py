from datetime import date, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import ExternalMicroCredential
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.quality.models import Edition, QualityComponent
from microcred.recognition.models.reciprocity import PURPOSE_CHOICES
from microcred.recognition.rules.acceptance import Verdict

VERDICT_LABELS = {
    Verdict.MET: _("Met"),
    Verdict.NOT_MET: _("Not met"),
    Verdict.NOT_KNOWN: _("Cannot be told from outside"),
    Verdict.NOT_APPLICABLE: _("Does not apply"),
}


class AcceptanceTerms(Row):
    """How a recognizer looks at what others award, from a moment on: by how many people, and for how long it holds.

    `counts_as` and `holds` are what an acceptance settles for its rules, as in an agreement.
    """

    recognizer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    reviewers = models.PositiveSmallIntegerField(help_text="1 or 2")
    months = models.PositiveSmallIntegerField(help_text="for which an acceptance holds")
    counts_as = models.CharField(max_length=60, blank=True)
    holds = ArrayField(models.CharField(max_length=200), default=list)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: the operator"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(reviewers__in=(1, 2)), name="acceptance_by_one_or_two"),
            models.CheckConstraint(condition=Q(months__gte=6, months__lte=120), name="acceptance_months"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.recognizer_id}: {self.reviewers}"


class AcceptanceRequest(Row):
    """That somebody asked a recognizer to accept what another issuer awards: something they hold, or a design.

    `held` is the identifier of what stands in their backpack; what it says of itself, and what its last check came to,
    is copied when it is asked. `edition` is what the recognizer judges by, and `terms` how, both as they were then.
    """

    recognizer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=PURPOSE_CHOICES)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    terms = models.ForeignKey(AcceptanceTerms, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    held = models.UUIDField(null=True)
    design = models.ForeignKey(ExternalMicroCredential, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=500)
    issuer_name = models.CharField(max_length=500)
    issuer_id = models.CharField(max_length=2_000, blank=True)
    earned_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=40, blank=True, help_text="what the last check of its signature came to")
    checked_at = models.DateTimeField(null=True)
    hours = models.DecimalField(max_digits=6, decimal_places=2, help_text="contact hours, as its document states")
    words = models.TextField(help_text="where a reviewer finds what it asked for and how it was judged")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(held__isnull=False, design__isnull=True) | Q(held__isnull=True, design__isnull=False),
                name="acceptance_of_held_or_design",
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="acceptance_hours_positive"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.title


class AcceptanceReading(Row):
    """What one reviewer found of a request: whether to accept it, for how many hours, and why. Never of their own."""

    request = models.ForeignKey(AcceptanceRequest, on_delete=models.PROTECT, related_name="readings")
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    accepts = models.BooleanField()
    hours = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    reason = models.TextField()
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "reviewer"], name="one_acceptance_reading_per_reviewer"),
            models.CheckConstraint(
                condition=Q(accepts=True, hours__gt=0) | Q(accepts=False, hours__isnull=True),
                name="accepted_for_hours",
            ),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.request_id}: {self.accepts}"


class AcceptanceMark(Row):
    """What a reading says of one component of the recognizer's quality framework."""

    reading = models.ForeignKey(AcceptanceReading, on_delete=models.PROTECT, related_name="marks")
    component = models.ForeignKey(QualityComponent, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20, choices=[(one.value, label) for one, label in VERDICT_LABELS.items()])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reading", "component"], name="one_acceptance_mark_per_component")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.component_id}: {self.verdict}"


class AcceptanceDecision(Row):
    """What came of a request once enough reviewers were of one mind. An acceptance holds for a time."""

    request = models.OneToOneField(AcceptanceRequest, on_delete=models.PROTECT, related_name="decision")
    accepted = models.BooleanField()
    hours = models.DecimalField(max_digits=6, decimal_places=2, null=True, help_text="the fewest that a reviewer found")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True, help_text="the first day on which it holds no more")
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(accepted=False, hours__isnull=True, starts_on__isnull=True, ends_on__isnull=True)
                | Q(accepted=True, hours__gt=0, ends_on__gt=F("starts_on")),
                name="accepted_for_a_time",
            )
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.request_id}: {self.accepted}"

    @property
    def last_day(self) -> date | None:
        """The last day on which an acceptance holds, by its own words."""
        return self.ends_on - timedelta(days=1) if self.ends_on is not None else None


class AcceptanceEnding(Row):
    """That an acceptance ends before its time."""

    decision = models.OneToOneField(AcceptanceDecision, on_delete=models.PROTECT, related_name="ending")
    ends_on = models.DateField(help_text="the first day on which it holds no more")
    reason = models.TextField()
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.decision_id)
