"""That a person's data goes, and what may stand against it."""

from typing import ClassVar

from django.db import models

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class Hold(Row):
    """That nothing of a person may be erased for the time being: a court, an audit, an open case. By the operator."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(help_text="told to the person when they ask to be erased")
    placed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.person_id)


class HoldRelease(Row):
    """That a hold is over."""

    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="release")
    released_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.hold_id)


class Erasure(Row):
    """That a person asked to be erased. It happens when the days to think are over, unless they take it back.

    The database erases only where such a row says so (`accounts.guarded`).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    shows_name = models.BooleanField(help_text="whether the public pages of their awards go on bearing their name")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.person_id)


class ErasureCancellation(Row):
    """That the person took it back in time."""

    erasure = models.OneToOneField(Erasure, on_delete=models.PROTECT, related_name="cancellation")
    cancelled_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.erasure_id)


class ErasureDone(Row):
    """That it was done, and how many rows of each table it reached: numbers, and nothing of what stood there."""

    erasure = models.OneToOneField(Erasure, on_delete=models.PROTECT, related_name="done")
    done_at = models.DateTimeField()
    rows = models.JSONField(help_text="{table: how many rows}")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.erasure_id)
