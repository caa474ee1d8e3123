from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.quality.rules import PartyRole


class QualityFramework(Row):
    """A set of quality standards for micro-credentials, kept by one organization: an identity that lasts.

    What it says stands in its editions.
    """

    slug = models.SlugField(max_length=80, unique=True)
    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.slug


class Edition(Row):
    """One published wording of a quality framework. Immutable, with everything below it.

    `digest` is the SHA-256 of the canonical (RFC 8785) document, in hexadecimal. An edition that builds on another
    holds only what it adds or tightens: see `queries.components_of` for all that it asks.
    """

    framework = models.ForeignKey(QualityFramework, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=40, help_text="what its publisher calls this version, such as 2024 or 1.0")
    name = models.CharField(max_length=200)
    publisher = models.CharField(max_length=200, help_text="whose standards they are")
    official = models.BooleanField(default=False, help_text="the publisher's own words, loaded from `source`")
    source = models.URLField(max_length=500, blank=True, help_text="where the publisher's own words stand")
    about = models.TextField(blank=True)
    builds_on = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="overlays")
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="nobody: the operator"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["framework", "number"], name="one_edition_per_number"),
            models.UniqueConstraint(fields=["framework", "label"], name="one_edition_per_label"),
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["framework", "number"]

    def __str__(self) -> str:
        return f"{self.name} ({self.label})"


class QualityStandard(Row):
    """One standard of an edition: a heading over components."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="standards")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200, blank=True, help_text="empty in an overlay: as in what it builds on")
    description = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "code"], name="one_quality_standard_per_code")
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["edition", "position"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class QualityComponent(Row):
    """One thing that must be so, who answers for it, and what shows it."""

    standard = models.ForeignKey(QualityStandard, on_delete=models.PROTECT, related_name="components")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    text = models.TextField()
    roles = ArrayField(
        models.CharField(max_length=20, choices=[(role.value, role.value) for role in PartyRole]),
        help_text="who answers for it: values of `rules.PartyRole`",
    )
    evidence = models.TextField(blank=True, help_text="what shows it")
    checks = ArrayField(
        models.CharField(max_length=40), default=list, help_text="automatic checks of designs that inform it, by name"
    )
    tightens = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="tightened_by", help_text="whose place it takes"
    )

    class Meta:
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["standard", "position"]

    def __str__(self) -> str:
        return self.code


class Adoption(Row):
    """That an organization, and those below it that say nothing themselves, go by an edition from a moment on."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField()
    adopted_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="nobody: the operator"
    )

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.organization_id} → {self.edition_id}"


class ReviewCycle(Row):
    """How many months after a review an organization, and those below it that say nothing, review a design again."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    months = models.PositiveSmallIntegerField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="nobody: the operator"
    )

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.months}"


ROLE_LABELS = {
    PartyRole.EARNER: _("Earner"),
    PartyRole.DEVELOPER: _("Developer"),
    PartyRole.ASSESSOR: _("Assessor"),
    PartyRole.ISSUER: _("Issuer"),
    PartyRole.RECOGNIZER: _("Recognizer"),
}
"""The five who answer for quality, as people read them."""
