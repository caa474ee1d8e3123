from typing import ClassVar

from django.db import models

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person


class FieldGuidance(Row):
    """What an organization tells authors of one field, and how many words it may have; from a moment on, also below it.

    A row that is `inherited` says that the organization has nothing of its own to say any more.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=60, help_text="a key of `guidance.FIELDS`")
    guidance = models.TextField(blank=True)
    word_limit = models.PositiveIntegerField(null=True, help_text="words; empty: none")
    inherited = models.BooleanField(default=False)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="nobody: the operator"
    )

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.field
