"""Documents once more, signed by another key than the one they were written down for."""

from typing import ClassVar

from django.db import models

from microcred.credentials.models.awards import AwardIntent
from microcred.credentials.models.documents import DocumentIntent
from microcred.credentials.models.keys import SigningKey
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row


class SignedAgain(Row):
    """What an award or a document beside awards says, signed by another key because its own was condemned.

    From then on `text` is what is served at the same address; the earlier text is kept where it stands.
    """

    intent = models.ForeignKey(AwardIntent, null=True, on_delete=models.PROTECT, related_name="signed_again")
    document = models.ForeignKey(DocumentIntent, null=True, on_delete=models.PROTECT, related_name="signed_again")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of `text`, hexadecimal")
    signed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(intent__isnull=True) ^ models.Q(document__isnull=True), name="one_thing_signed_again"
            ),
            models.UniqueConstraint(fields=["intent", "key"], name="one_award_again_per_key"),
            models.UniqueConstraint(fields=["document", "key"], name="one_document_again_per_key"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.intent_id or self.document_id)
