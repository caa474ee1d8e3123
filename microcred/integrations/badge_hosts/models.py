from typing import ClassVar

from django.db import models

from microcred.credentials.models import Award
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person

LONGEST_IDENTIFIER = 2_000
"""characters of what names a credential, or who issued it"""


class ExternalCredential(Row):
    """A credential issued elsewhere that a service, or its holder, put into a backpack here. Theirs to take out again.

    `text` is what was sent, byte for byte: JSON, or a compact JSON Web Signature. It was verified when it came;
    `verdict` says with what outcome, which may be another one today.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    issuer_id = models.CharField(max_length=LONGEST_IDENTIFIER)
    credential_id = models.CharField(max_length=LONGEST_IDENTIFIER)
    valid_from = models.DateTimeField()
    name = models.CharField(max_length=500, help_text="of the achievement, as the credential says")
    issuer_name = models.CharField(max_length=500, help_text="as the issuer calls itself")
    is_token = models.BooleanField(help_text="a compact JSON Web Signature, not JSON")
    text = models.TextField()
    verdict = models.CharField(max_length=40)
    received_at = models.DateTimeField()
    received_from = models.CharField(
        max_length=255, blank=True, help_text="the host of the service that sent it; empty: the person brought it"
    )
    yours = models.BooleanField(
        default=True, help_text="it names a verified address or a key of the person's, as far as was last looked"
    )

    on_transcript = models.BooleanField(
        default=False, db_default=False, help_text="the person lets it stand on their transcript"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "issuer_id", "credential_id"], name="one_external_credential_per_identity"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-valid_from"])]

    def __str__(self) -> str:
        return self.name


class Look(Row):
    """That an external credential was checked: when, and what each step came to. Goes with it when it is taken out."""

    credential = models.ForeignKey(ExternalCredential, on_delete=models.CASCADE, related_name="looks")
    looked_at = models.DateTimeField()
    verdict = models.CharField(max_length=40)
    steps = models.JSONField(help_text="list of {name, outcome, said, values, fatal}, as the verifier found them")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["credential", "-looked_at"], name="looks_at_credential")]

    def __str__(self) -> str:
        return f"{self.credential_id} {self.verdict}"


class Host(Row):
    """Another host of badges at which this server has registered itself, to send people's awards there."""

    base = models.CharField(max_length=2000, help_text="its address, to which `/ims/ob/v3p0` is added")
    name = models.CharField(max_length=200, help_text="as it calls itself")
    authorization_url = models.CharField(max_length=2000)
    token_url = models.CharField(max_length=2000)
    redirect_uri = models.CharField(max_length=2000, help_text="ours, as it was registered")
    client_id = models.CharField(max_length=500)
    sealed_secret = models.BinaryField()

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["base", "-created_at"])]

    def __str__(self) -> str:
        return self.name


class Sending(Row):
    """That a person set out to send an award to a host, which now asks them for consent."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="sendings")
    state_digest = models.CharField(max_length=64, unique=True, help_text="SHA-256, hexadecimal")
    sealed_verifier = models.BinaryField()
    expires_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.award_id} {self.host_id}"


class Comeback(Row):
    """That the person came back from the host: once for each sending, with whatever answer."""

    sending = models.OneToOneField(Sending, on_delete=models.PROTECT, related_name="comeback")
    came_back_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.sending_id)


class Receipt(Row):
    """That the host took the award in."""

    sending = models.OneToOneField(Sending, on_delete=models.PROTECT, related_name="receipt")
    created = models.BooleanField(help_text="it was new there, rather than known already")
    received_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.sending_id)
