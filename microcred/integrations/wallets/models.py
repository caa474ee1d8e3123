from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.credentials.models import Award
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class Offer(Row):
    """A person's own award held out to a wallet, for one wallet and a few minutes.

    The secret is in the QR code; only its digest is kept. Who has the secret has the award, unless `code_digest` asks
    for the transaction code that the person reads off their screen.
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")
    offered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    secret_digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret, hexadecimal")
    code_digest = models.CharField(
        max_length=64, blank=True, help_text="HMAC-SHA-256 of the transaction code under the secret, hexadecimal"
    )
    expires_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.award_id)


class WrongCode(Row):
    """That a wrong transaction code was given for an offer. After a few the offer is dead."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="wrong_codes")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.offer_id)


class Pickup(Row):
    """That a wallet took an offer up: at most one does. For a short while its token fetches the award."""

    class Protocol(models.TextChoices):
        OID4VCI = "oid4vci", _("OpenID for Verifiable Credential Issuance")
        VC_API = "vc_api", _("VC-API exchange")

    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="pickup")
    protocol = models.CharField(max_length=10, choices=Protocol.choices)
    token_digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token, hexadecimal")
    picked_up_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.offer_id)


class Delivery(Row):
    """That the award was handed to the wallet, and which key the wallet showed that it holds, if any."""

    pickup = models.ForeignKey(Pickup, on_delete=models.PROTECT, related_name="deliveries")
    wallet_key = models.CharField(
        max_length=200, blank=True, help_text="RFC 7638 thumbprint, or DID, of the key; the award does not name it"
    )
    delivered_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "deliveries"
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pickup_id)


class SpentNonce(Row):
    """That a nonce or challenge was used. Forgotten once it would be too old to be taken anyway."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256, hexadecimal")
    spent_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["spent_at"])]

    def __str__(self) -> str:
        return self.digest
