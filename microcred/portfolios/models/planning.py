"""What an educator means to do: their plan, and the address under which a calendar reads it.

All of it is the educator's own and stands in no judgement, so it is changed and erased as they like: nothing here is
frozen.
"""

from typing import ClassVar

from django.db import models

from microcred.catalog.models import MicroCredential
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class PlanEntry(Row):
    """A micro-credential that an educator saved for themselves, before starting it or while they work on it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(help_text="the order that its owner gave it, from 1")
    target_on = models.DateField(null=True, help_text="the day by which its owner means to hand it in")
    note = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "micro_credential"], name="one_plan_entry_per_pair")
        ]
        ordering: ClassVar = ["person", "position"]

    def __str__(self) -> str:
        return str(self.pk)


class CalendarFeed(Row):
    """That a person's dates can be read by a calendar, under an address made of this row and a secret of the server.

    A renewed address is another row; the one before is deleted, and its address leads nowhere at once.
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
