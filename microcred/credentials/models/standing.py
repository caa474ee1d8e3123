"""That an award does not hold, for good or for the time being."""

from typing import ClassVar

from django.db import models

from microcred.credentials.models.awards import Award
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class Revocation(Row):
    """That an award no longer holds: who says so, when and why. The bit in the status list follows at once.
    By nobody, when a program that acts for the issuer did it."""

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="revocation")
    revoked_at = models.DateTimeField()
    revoked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.award_id)


class Suspension(Row):
    """That an award does not hold for the time being: who says so, when and why."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="suspensions")
    suspended_at = models.DateTimeField()
    suspended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.award_id)


class Reinstatement(Row):
    """That a suspended award holds again."""

    suspension = models.OneToOneField(Suspension, on_delete=models.PROTECT, related_name="reinstatement")
    reinstated_at = models.DateTimeField()
    reinstated_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.suspension_id)
