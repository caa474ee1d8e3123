"""A person's data, to take along."""

from typing import ClassVar

from django.db import models

from microcred.foundation.models import Row
from microcred.organizations.models import Person


class Export(Row):
    """That a person asked for all of their data: how far it is, and until when the archive can be fetched.

    The archive lies under the row's identifier, outside the store of files: it is made to be thrown away.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0, help_text="steps done")
    steps = models.PositiveIntegerField(default=0, help_text="steps in all; 0: it has not begun")
    size = models.PositiveBigIntegerField(default=0, help_text="bytes of the archive")
    sha256 = models.CharField(max_length=64, blank=True)
    ready_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ready_at__isnull=True, failed_at__isnull=True),
                name="one_export_at_a_time",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-asked_at"], name="exports_of_person")]

    def __str__(self) -> str:
        return str(self.pk)
