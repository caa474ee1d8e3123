from typing import ClassVar

from django.db import models

from microcred.catalog.models import Stack
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class Qualification(Row):
    """An assessor's right to score the micro-credentials of a stack, for a half-open period."""

    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stack = models.ForeignKey(Stack, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    basis = models.TextField(help_text="what the right rests on, in words")

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["assessor", "expires_at"])]

    def __str__(self) -> str:
        return f"{self.assessor_id} {self.stack_id}"
