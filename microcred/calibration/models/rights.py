from typing import ClassVar

from django.db import models

from microcred.catalog.models import Stack, Version
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


class Requalification(Row):
    """That an assessor, qualified for a stack, was found to judge well by the rubric of a new version too.

    It stands for `version` and for every version that shares its rubric (`catalog.Succession.rubric_of`).
    """

    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    basis = models.TextField(help_text="what it rests on, in words")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessor", "version"], name="one_requalification_per_rubric")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.assessor_id} {self.version_id}"
