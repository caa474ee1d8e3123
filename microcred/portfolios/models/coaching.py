"""A coach's part before one attempt more: the educator asks, the coach signs off or says what is missing."""

from typing import ClassVar

from django.db import models

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person
from microcred.portfolios.models.pursuits import Pursuit


class CoachRequest(Row):
    """That an educator asked for a coach, after so many attempts."""

    pursuit = models.ForeignKey(Pursuit, on_delete=models.PROTECT, related_name="coach_requests")
    after_attempts = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True, help_text="what the educator wants to talk about")
    asked_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["pursuit", "asked_at"], name="coach_requests_of_pursuit")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pursuit_id)


class CoachAnswer(Row):
    """What a coach answered: signed off, which opens one attempt, or not yet, with what is missing."""

    request = models.OneToOneField(CoachRequest, on_delete=models.PROTECT, related_name="answer")
    coach = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    met_on = models.DateField(null=True, help_text="when the two of them met")
    signed_off = models.BooleanField()
    note = models.TextField(blank=True, help_text="to the educator")
    answered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(signed_off=False) | models.Q(met_on__isnull=False), name="signed_off_after_a_meeting"
            )
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.request_id)
