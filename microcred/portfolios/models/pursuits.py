"""A pursuit, and how it ends."""

from typing import ClassVar

from django.db import models

from microcred.catalog.models import Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person
from microcred.programs.models import Program


class Pursuit(Row):
    """An educator working on one version of a micro-credential, in a program or on their own."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    set_aside_at = models.DateTimeField(
        null=True, help_text="two accounts of one person were joined, and they go on with their other work on it"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "version"],
                condition=models.Q(set_aside_at__isnull=True),
                name="one_pursuit_per_version",
            )
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class Move(Row):
    """That work went over to another version: what fitted was copied there, and all of it stays here to be read."""

    pursuit = models.OneToOneField(Pursuit, on_delete=models.PROTECT, related_name="move")
    to = models.OneToOneField(Pursuit, on_delete=models.PROTECT, related_name="moved_from")
    moved_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.pursuit_id} → {self.to_id}"


class Completion(Row):
    """That a pursuit ended with the micro-credential earned."""

    pursuit = models.OneToOneField(Pursuit, on_delete=models.PROTECT, related_name="completion")
    completed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pursuit_id)
