from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.quality.models import Edition
from microcred.recognition.rules.reciprocity import Purpose

PURPOSE_LABELS = {
    Purpose.RENEWAL: _("Renewing a license"),
    Purpose.LICENSURE: _("Getting a license"),
    Purpose.SALARY: _("Salary"),
    Purpose.COURSE_CREDIT: _("Course credit"),
}
PURPOSE_CHOICES = [(purpose.value, label) for purpose, label in PURPOSE_LABELS.items()]


class Agreement(Row):
    """That a recognizer accepts what an issuer, and everyone below it, awards: for one purpose, on conditions, from a
    day on. What changes is a new row with the next number.

    `counts_as` and `holds` are what it settles for the recognizer's own rules: what the issuer is to them, and which of
    their statements hold of what is covered.
    """

    recognizer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    issuer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=PURPOSE_CHOICES)
    number = models.PositiveIntegerField()
    edition = models.ForeignKey(
        Edition, null=True, on_delete=models.PROTECT, related_name="+", help_text="by which designs were reviewed"
    )
    minimum_hours = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    evidence_kept = models.BooleanField(default=False, help_text="the evidence it was judged by must be kept")
    accreditation = models.CharField(max_length=200, blank=True, help_text="of the issuer: by whom")
    accredited_until = models.DateField(null=True, help_text="its last day")
    counts_as = models.CharField(max_length=60, blank=True)
    holds = ArrayField(models.CharField(max_length=200), default=list)
    source = models.TextField(help_text="where the agreement stands, in words")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, help_text="the first day on which it holds no more")
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: the operator"
    )
    demonstration = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recognizer", "issuer", "purpose", "number"], name="one_agreement_per_number"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="agreement_period"
            ),
            models.CheckConstraint(condition=~Q(recognizer=F("issuer")), name="agreement_of_two"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.recognizer_id} ← {self.issuer_id}: {self.purpose}"


class AgreementEnding(Row):
    """That an agreement ends before its time: what was earned before that day is covered as it was."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="ending")
    ends_on = models.DateField(help_text="the first day on which it holds no more")
    reason = models.TextField()
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: the operator"
    )

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.agreement_id)
