from typing import ClassVar

from django.db import models

from microcred.foundation.models import Row
from microcred.organizations.models import Person


class ExternalCredential(Row):
    """A credential issued elsewhere that a service put into a person's backpack here. Theirs to take out again.

    `text` is what was sent, byte for byte: JSON, or a compact JSON Web Signature. It was verified when it came;
    `verdict` says with what outcome, which may be another one today.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    issuer_id = models.CharField(max_length=2000)
    credential_id = models.CharField(max_length=2000)
    valid_from = models.DateTimeField()
    name = models.CharField(max_length=500, help_text="of the achievement, as the credential says")
    issuer_name = models.CharField(max_length=500, help_text="as the issuer calls itself")
    is_token = models.BooleanField(help_text="a compact JSON Web Signature, not JSON")
    text = models.TextField()
    verdict = models.CharField(max_length=40)
    received_at = models.DateTimeField()
    received_from = models.CharField(max_length=255, help_text="the host of the service that sent it")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "issuer_id", "credential_id"], name="one_external_credential_per_identity"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-valid_from"])]

    def __str__(self) -> str:
        return self.name
