"""What an issuer signs with."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.credentials.models.issuers import Issuer
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class SigningKey(Row):
    """An issuer's key pair. The private half is sealed (encrypted) with the server's key-sealing secret."""

    class Purpose(models.TextChoices):
        AWARDS = "awards", _("Awards")
        STATUS = "status", _("Status lists")
        ES256 = "es256", _("Tokens (ES256)")
        RS256 = "rs256", _("Tokens (RS256)")

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="keys")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    public_multibase = models.CharField(max_length=800, unique=True)
    sealed_private = models.BinaryField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.public_multibase


class KeyRetirement(Row):
    """That a key signs no more; it stays in the DID document so that what it signed verifies."""

    key = models.OneToOneField(SigningKey, on_delete=models.PROTECT, related_name="retirement")
    retired_at = models.DateTimeField()
    retired_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(default="")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.key_id)


class KeyCondemnation(Row):
    """That a key may be in other hands since a moment. Nothing that it signed verifies any more, for a thief can date a
    signature as they like; what our own records say was to be signed before that moment is signed again by another key.
    """

    key = models.OneToOneField(SigningKey, on_delete=models.PROTECT, related_name="condemnation")
    since = models.DateTimeField(
        help_text="the moment from which our own records of what was to be signed are in doubt"
    )
    condemned_at = models.DateTimeField()
    condemned_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.key_id)


class Upholding(Row):
    """That what was awarded since a key's condemnation takes hold was looked at and stands: it is signed again too."""

    condemnation = models.OneToOneField(KeyCondemnation, on_delete=models.PROTECT, related_name="upholding")
    upheld_at = models.DateTimeField()
    upheld_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.condemnation_id)
