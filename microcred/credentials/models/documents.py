"""What an issuer signs beside awards."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Stack, Version
from microcred.credentials.models.awards import Award
from microcred.credentials.models.issuers import Issuer
from microcred.credentials.models.keys import SigningKey
from microcred.credentials.models.status_lists import StatusList
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class DocumentIntent(Row):
    """What an issuer will sign beside awards, written down before it is signed: the exact unsigned bytes and the key.

    For a stack credential `person` and `stack`, for the certificate of an assessor `person` and `version`, for an
    endorsement what is endorsed (`version`, `award` or `endorsed_issuer`), for a learner record `person` alone.
    `awards` are those it rests on, or holds.
    """

    class Kind(models.TextChoices):
        STACK = "stack", _("Stack credential")
        ENDORSEMENT = "endorsement", _("Endorsement")
        RECORD = "record", _("Learner record")
        ASSESSOR = "assessor", _("Certificate of an assessor")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="documents")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    stack = models.ForeignKey(Stack, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    award = models.ForeignKey(Award, null=True, on_delete=models.PROTECT, related_name="endorsements")
    endorsed_issuer = models.ForeignKey(Issuer, null=True, on_delete=models.PROTECT, related_name="endorsements")
    awards = models.ManyToManyField(Award, related_name="documents")
    name = models.CharField(max_length=300, help_text="as the document calls itself")
    intended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    intended_at = models.DateTimeField()
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    status_list = models.ForeignKey(StatusList, null=True, on_delete=models.PROTECT, related_name="documents")
    status_index = models.PositiveIntegerField(null=True)
    unsigned = models.TextField(help_text="the exact JSON text to be signed")
    digest = models.CharField(max_length=64, help_text="SHA-256 of `unsigned`, hexadecimal")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["status_list", "status_index"], name="one_document_per_status_index")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.name

    @property
    def text(self) -> str:
        """The signed document as it is served, byte for byte: as it was signed last."""
        again = self.signed_again.order_by("-signed_at", "-pk").values_list("text", flat=True).first()
        return self.signed.text if again is None else again


class SignedDocument(Row):
    """The signed document, verified before it was stored. `text` is what is served, byte for byte."""

    intent = models.OneToOneField(DocumentIntent, on_delete=models.PROTECT, related_name="signed")
    text = models.TextField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of `text`, hexadecimal")
    signed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.intent_id)


class Withdrawal(Row):
    """That a stack credential or an endorsement no longer holds. By nobody, when an award it rests on was revoked."""

    intent = models.OneToOneField(DocumentIntent, on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.intent_id)
