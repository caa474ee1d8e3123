from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person


class Pathway(Row):
    """Requirements over time of a programme, or a set of micro-credentials for an endorsement, in editions."""

    class Kind(models.TextChoices):
        PATHWAY = "pathway", _("Pathway")
        ENDORSEMENT = "endorsement", _("Endorsement")
        MICRO_ENDORSEMENT = "micro-endorsement", _("Micro-endorsement")

    slug = models.SlugField(max_length=120, unique=True)
    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.slug


class RuleSet(Row):
    """One edition of a pathway's rules, as it was stated. A later edition changes nothing for earlier cohorts.

    `digest` is the SHA-256 of the canonical document, hexadecimal.
    """

    pathway = models.ForeignKey(Pathway, on_delete=models.PROTECT, related_name="rule_sets")
    edition = models.CharField(max_length=200)
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    effective_from = models.DateField(help_text="cohorts that begin on this day or later are held to it")
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pathway", "edition"], name="one_rule_set_per_edition"),
            models.UniqueConstraint(fields=["pathway", "effective_from"], name="one_rule_set_from_a_day"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.pathway_id} {self.edition}"


class Cohort(Row):
    """People who enter a pathway together, and the rule set that they are held to for good."""

    pathway = models.ForeignKey(Pathway, on_delete=models.PROTECT, related_name="cohorts")
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    starts_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pathway", "name"], name="one_cohort_per_name"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.name


class Enrolment(Row):
    """That a person entered a pathway with a cohort. `area` is their content area, where the rules go by it."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=120, blank=True)
    entered_on = models.DateField(help_text="where the rules say so, only what was done from this day on counts")
    enrolled_at = models.DateTimeField()
    enrolled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["cohort", "enrolled_at"], name="enrolments_of_cohort")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class Leaving(Row):
    """That a participant left the pathway, or was taken out of it."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="leaving")
    left_at = models.DateTimeField()
    left_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.enrolment_id)


class RecordedItem(Row):
    """Something that is no micro-credential, recorded by the programme's staff for one requirement."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="items")
    year = models.CharField(max_length=120)
    requirement = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    result = models.CharField(max_length=80, blank=True)
    term = models.CharField(max_length=80, blank=True)
    day = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class ItemRetraction(Row):
    """That something recorded was taken back, because it was wrong."""

    item = models.OneToOneField(RecordedItem, on_delete=models.PROTECT, related_name="retraction")
    reason = models.TextField()
    retracted_at = models.DateTimeField()
    retracted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.item_id)


class Confirmation(Row):
    """That somebody confirmed that everything was met. `digest` is that of the audit that they saw."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="confirmation")
    digest = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.enrolment_id)
