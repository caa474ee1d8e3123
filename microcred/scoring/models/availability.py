"""How much somebody who reads wants offered, as they said it; and what they gave back."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person
from microcred.scoring.models.readings import Claim, QueueItem
from microcred.scoring.rules import MOST_READINGS


class Availability(Row):
    """One edition of what somebody said of how much they read, when and of what; the newest counts.

    Weeks and days are those of the time zone they live in.
    """

    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    most_a_week = models.PositiveSmallIntegerField(null=True, help_text="submissions; empty: no limit")
    away = ArrayField(
        ArrayField(models.DateField(), size=2),
        default=list,
        blank=True,
        help_text="periods in which nothing is offered: first and last day, both included",
    )
    unwanted = ArrayField(
        models.UUIDField(),
        default=list,
        blank=True,
        help_text="micro-credentials of which nothing is offered, though they may score it",
    )
    paused = models.BooleanField(default=False, help_text="whether nothing at all is offered until they go on")
    declared_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["assessor", "-declared_at"], name="availability_in_force")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(most_a_week__isnull=True) | models.Q(most_a_week__range=(1, MOST_READINGS)),
                name="a_week_can_be_read",
            )
        ]

    def __str__(self) -> str:
        return str(self.declared_at)


class GivenBack(Row):
    """That a submission went back unread: who had it gave it back, or a lead took it back and said why."""

    item = models.ForeignKey(QueueItem, on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    taken_by = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="empty: who had it gave it back",
    )
    given_back_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(taken_by__isnull=True) | ~models.Q(reason=""), name="who_takes_says_why"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["assessor", "given_back_at"], name="given_back_by")]

    def __str__(self) -> str:
        return str(self.claim_id)
