from typing import ClassVar

from django.db import models

from microcred.foundation.frozen import frozen
from microcred.foundation.ids import uuid7


class Row(models.Model):
    """What every table of the house has: one UUID that lasts, and the moment of its making."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class AuditEntry(Row):
    """One operation that happened: verb, actor and the identifiers it was about. Never people's text."""

    verb = models.CharField(max_length=80)
    actor_id = models.UUIDField(null=True)
    subjects = models.JSONField()
    within = models.UUIDField(null=True, help_text="The entry of the operation that called this one.")

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["actor_id", "created_at"])]

    def __str__(self) -> str:
        return self.verb


class OutboxEvent(Row):
    """A fact that an app announced, written in the transaction that made it true."""

    name = models.CharField(max_length=80)
    facts = models.JSONField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.name


class PendingDelivery(Row):
    """That one reaction has still to take in one event. Deleted in the reaction's own transaction, so that
    "at least once" becomes exactly once for everything the reaction does in the database."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.PROTECT, related_name="pending")
    reaction = models.CharField(max_length=160)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True, help_text="the error's class")
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "reaction"], name="one_delivery_per_reaction")
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.reaction}"


class StoredFile(Row):
    """The bytes of one file, kept under its identifier; `sha256` is the hexadecimal digest of those bytes."""

    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="bytes")
    media_type = models.CharField(max_length=120)
    name = models.CharField(max_length=255, help_text="as the uploader called it")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.name


class Emptied(Row):
    """That the bytes of the stored file with this identifier were removed for good: nothing needed them any more.

    What the file was called, and its size and digest, stay on record. It has no foreign key, and so outlives a row that
    is erased.
    """

    emptied_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class Remembered(models.Model):
    """What every server process must know for a few minutes: how often an address asked, which one-time code was used.

    Unlogged: a write waits for no disk, and a crash of the database forgets what would be forgotten soon anyway.
    """

    key = models.TextField(primary_key=True)
    value = models.JSONField()
    until = models.DateTimeField(null=True, help_text="empty: for ever")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["until"], name="remembered_until")]

    def __str__(self) -> str:
        return self.key
