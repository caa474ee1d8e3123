from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models.versions import MicroCredential, Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person


class Succession(Row):
    """That a version came after another one: what kind of change it was, and what it means for those under way.

    The first version of a micro-credential has none. Versions from before successions were kept have none either:
    nobody is hurried on account of them.
    """

    class Kind(models.TextChoices):
        SUBSTANTIVE = "substantive", _("New version")
        EDITORIAL = "editorial", _("Revision of the wording")

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="succession")
    before = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    note = models.TextField(blank=True, help_text="what changed and why, in the author's words")
    grace_ends_at = models.DateTimeField(
        null=True, help_text="until when work on earlier versions may be handed in; empty: without end"
    )
    rubric_of = models.ForeignKey(
        Version,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the version for whose rubric assessors qualify: itself, or the one whose rubric it shares",
    )
    requalify_from = models.DateTimeField(
        null=True, help_text="from when assessors need a qualification for this rubric; empty: they need none"
    )

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.before_id} → {self.version_id}"


class GracePeriod(Row):
    """How long people in progress and assessors have after a version was overtaken, in an organization and below it."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField(help_text="for people in progress, to hand in on the version they began")
    assessor_days = models.PositiveSmallIntegerField(help_text="for assessors, to qualify for the new rubric")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="nobody: the operator"
    )
    reason = models.TextField(blank=True)

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.organization_id} {self.days} {self.assessor_days}"


class Retirement(Row):
    """That a micro-credential takes no new starts from a moment on. It stays verifiable."""

    micro_credential = models.OneToOneField(MicroCredential, on_delete=models.PROTECT, related_name="retirement")
    retired_at = models.DateTimeField(help_text="from when it takes no new starts")
    retired_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    declared_at = models.DateTimeField(null=True, help_text="when it was said; empty: at `retired_at`")
    grace_ends_at = models.DateTimeField(
        null=True, help_text="until when work that was begun may be handed in; empty: without end"
    )
    successor = models.ForeignKey(
        MicroCredential, null=True, on_delete=models.PROTECT, related_name="+", help_text="what took its place"
    )

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.micro_credential_id)


class GraceExtension(Row):
    """That work which a later version or a retirement puts an end to may be handed in longer than was said at first."""

    succession = models.ForeignKey(Succession, null=True, on_delete=models.PROTECT, related_name="extensions")
    retirement = models.ForeignKey(Retirement, null=True, on_delete=models.PROTECT, related_name="extensions")
    ends_at = models.DateTimeField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(succession__isnull=True, retirement__isnull=False)
                | Q(succession__isnull=False, retirement__isnull=True),
                name="extends_one_grace",
            )
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.succession_id or self.retirement_id} {self.ends_at}"
