from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models.versions import Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.quality.models import Edition, QualityComponent


class QualityStatement(Row):
    """That a version was reviewed against an edition of a quality framework, what came of it, and when it is due again.

    The newest one of a version holds. A conditional one names the last day for its conditions.
    """

    class Outcome(models.TextChoices):
        PASSED = "passed", _("All components are met")
        CONDITIONAL = "conditional", _("Met, on conditions")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="quality_statements")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    reviewed_on = models.DateField()
    meet_by = models.DateField(null=True, help_text="of a conditional one: the last day for its conditions")
    next_review_on = models.DateField()
    stated_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(next_review_on__gt=models.F("reviewed_on")), name="next_review_after_review"
            )
        ]
        ordering: ClassVar = ["version", "-stated_at"]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.outcome}"


class ReviewTrigger(Row):
    """That something calls for another review of a version before its day."""

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("A complaint")
        PASS_RATE = "pass_rate", _("A pass rate that stands out")
        VOLUME = "volume", _("Many awards since the last review")
        STANDARDS = "standards", _("Standards that changed")
        OTHER = "other", _("Something else")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="review_triggers")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    words = models.TextField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.version_id}: {self.kind}"


class ExternalMicroCredential(Row):
    """A reference to a micro-credential that somebody else offers and awards. It is no entry of our catalogue."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    issuer_name = models.CharField(max_length=200)
    url = models.URLField(max_length=500)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "url"], name="one_reference_per_address")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.title


class AcceptanceReview(Row):
    """What an organization decided of an external micro-credential, judged by an edition. The newest one holds."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        CONDITIONAL = "conditional", _("Accepted with conditions")
        REJECTED = "rejected", _("Not accepted")

    external = models.ForeignKey(ExternalMicroCredential, on_delete=models.PROTECT, related_name="reviews")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    reason = models.TextField()
    conditions = models.TextField(blank=True)
    next_review_on = models.DateField(null=True)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["external", "-reviewed_at"]

    def __str__(self) -> str:
        return f"{self.external_id}: {self.outcome}"


class AcceptanceAnswer(Row):
    """What an acceptance review says of one component."""

    class Verdict(models.TextChoices):
        MET = "met", _("Met")
        NOT_MET = "not_met", _("Not met")
        NOT_KNOWN = "not_known", _("Cannot be told from outside")
        NOT_APPLICABLE = "not_applicable", _("Does not apply")

    review = models.ForeignKey(AcceptanceReview, on_delete=models.PROTECT, related_name="answers")
    component = models.ForeignKey(QualityComponent, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "component"], name="one_acceptance_answer_per_component")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.component_id}: {self.verdict}"
