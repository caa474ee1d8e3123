"""The words of what educators attest, by organization; and what they say of the tools that they used."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.portfolios.models.submissions import Submission


class StatementWording(Row):
    """One edition of a statement that an organization, and those below it that say nothing, has educators attest."""

    class Kind(models.TextChoices):
        OWN_WORK = "own_work", _("Original work")
        AI_USE = "ai_use", _("Use of generative tools")
        STUDENT_PRIVACY = "student_privacy", _("Privacy of students")
        CONDUCT = "conduct", _("Conduct")

    class Policy(models.TextChoices):
        NOT_ALLOWED = "not_allowed", _("Not allowed")
        DISCLOSED = "disclosed", _("Allowed, and to be told")
        FREE = "free", _("Free")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    edition = models.PositiveIntegerField(help_text="among those of the organization and kind, from 1")
    english = models.TextField()
    spanish = models.TextField()
    policy = models.CharField(max_length=20, choices=Policy.choices, blank=True, help_text="of generative tools only")
    shows_assessors = models.BooleanField(default=False, help_text="whether assessors see what was told of tools")
    effective_at = models.DateTimeField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: the operator"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "kind", "edition"], name="one_wording_per_edition")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.kind} {self.edition}"


class ToolDisclosure(Row):
    """What an educator said at submission of the generative tools they used, frozen with the attempt."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="tool_disclosure")
    text = models.TextField()
    digest = models.CharField(max_length=64)
    shown_to_assessors = models.BooleanField(help_text="as the policy was when it was handed in")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.submission_id)
