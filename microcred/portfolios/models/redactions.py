"""That an educator covers something in a file of their own, what came of it, and whether it is used."""

from typing import ClassVar

from django.db import models

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row, StoredFile
from microcred.organizations.models import Person
from microcred.portfolios.covering import Mark, again
from microcred.portfolios.models.evidence import Item
from microcred.portfolios.models.quarantines import Quarantine


class Redaction(Row):
    """What is to be covered in a file, as its educator asked. Nothing of the work changes before its copy is used."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="redactions")
    marks = models.JSONField(help_text="regions in per cent, or stretches in seconds")
    transcript = models.TextField(blank=True, help_text="what is said in the copy, in words without times")
    quarantine = models.ForeignKey(
        Quarantine,
        null=True,
        on_delete=models.PROTECT,
        related_name="redactions",
        help_text="whose clean copy it makes",
    )
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.item_id)

    @property
    def covered(self) -> list[Mark]:
        """What is covered."""
        return again(self.marks)


class RedactionOutcome(Row):
    """The copy that was made, or why none could be."""

    redaction = models.OneToOneField(Redaction, on_delete=models.PROTECT, related_name="outcome")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    poster = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    fact = models.CharField(max_length=30, blank=True, help_text="why there is no copy")
    done_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(file__isnull=False, fact="") | models.Q(file__isnull=True, fact__gt=""),
                name="redaction_made_or_not",
            )
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.fact or str(self.file_id)


class RedactionUse(Row):
    """That the copy took the place of the file, as an item of its own."""

    redaction = models.OneToOneField(Redaction, on_delete=models.PROTECT, related_name="use")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="redacted_by")
    used_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.item_id)


class RedactionUndoing(Row):
    """That the educator deleted it: the copy is used no more, and the file is back as an item of its own."""

    redaction = models.OneToOneField(Redaction, on_delete=models.PROTECT, related_name="undoing")
    item = models.OneToOneField(Item, null=True, on_delete=models.PROTECT, related_name="back_by")
    undone_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.redaction_id)
