from typing import ClassVar

from django.db import models

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person


class CheckSeverity(Row):
    """That a check of designs advises or blocks in an organization and below it, from a moment on."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    check_name = models.CharField(max_length=40, help_text="a name in `lint.CHECKS`")
    severity = models.CharField(max_length=10, help_text="a value of `lint.Severity`")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="nobody: the operator"
    )

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.check_name} {self.severity}"
