"""What was frozen when it was handed in."""

from typing import ClassVar

from django.db import models

from microcred.catalog.models import Requirement
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.portfolios.models.evidence import Item
from microcred.portfolios.models.pursuits import Pursuit


class Submission(Row):
    """An immutable, hashed snapshot of a pursuit's evidence.

    `manifest` is canonical JSON (RFC 8785) listing every requirement with the SHA-256 of each answer, file and
    link, and the attestations; `digest` is its SHA-256 in hexadecimal. `alias` is what assessors know it by.
    `form_key` comes with the form, so that a second click is the same submission. `attempt` is the attempt that it
    was handed in as; one that was withdrawn or came back incomplete took none, so the next has the same (`number` has
    no two alike).
    """

    pursuit = models.ForeignKey(Pursuit, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField(help_text="among all submissions of the pursuit, whatever became of them")
    attempt = models.PositiveSmallIntegerField()
    alias = models.CharField(max_length=12, unique=True)
    submitted_at = models.DateTimeField()
    manifest = models.TextField()
    digest = models.CharField(max_length=64)
    form_key = models.UUIDField(unique=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pursuit", "number"], name="one_submission_per_number")
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["pursuit", "number"]

    def __str__(self) -> str:
        return self.alias


class SubmittedText(Row):
    """An answer as it was frozen."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="texts")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "requirement"], name="one_text_per_requirement")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class SubmittedItem(Row):
    """A file or link as it was frozen. `alias` is the name that blind readers see, e.g. `evidence-2.pdf`."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    alias = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "position"], name="one_item_per_position")
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["submission", "position"]

    def __str__(self) -> str:
        return self.alias


class Attestation(Row):
    """What the educator attested at submission, in the exact words shown."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="attestations")
    kind = models.CharField(max_length=30, help_text="one of rules.ATTESTATIONS")
    text = models.TextField()
    language = models.CharField(max_length=10, blank=True, help_text="in which it was shown; empty: was not kept then")
    edition = models.CharField(max_length=60, blank=True, help_text="of the words; empty: was not kept then")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the text")
    attested_at = models.DateTimeField(null=True, help_text="empty: with the submission, before it was kept apart")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "kind"], name="one_attestation_per_kind")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.kind
