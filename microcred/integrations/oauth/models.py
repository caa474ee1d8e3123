from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.credentials.models import AwardIntent, Issuer
from microcred.foundation.frozen import frozen, unedited
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class Client(Row):
    """A service of somebody else's, as it registered itself. Its words are its own and nobody has checked them.

    Its identifier is the `client_id`. The secret has entropy of its own, so a plain digest is kept of it. Never edited;
    forgotten when nobody consents to it for long.
    """

    name = models.CharField(max_length=200)
    host = models.CharField(max_length=255, help_text="the one host of all its addresses")
    metadata = models.JSONField(help_text="what it registered (RFC 7591), as far as it was accepted")
    redirect_uris = models.JSONField()
    scopes = models.JSONField()
    secret_digest = models.CharField(max_length=64, help_text="SHA-256, hexadecimal")

    class Meta:
        triggers: ClassVar = unedited()
        indexes: ClassVar = [models.Index(fields=["created_at"])]

    def __str__(self) -> str:
        return self.name

    @property
    def client_id(self) -> str:
        """The name by which it is known in OAuth."""
        return str(self.pk)


class Grant(Row):
    """That a person lets a client do something in their name. It begins with a code that is good once."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="grants")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    scopes = models.JSONField()
    redirect_uri = models.CharField(max_length=2000)
    code_challenge = models.CharField(max_length=128, help_text="RFC 7636, by S256")
    code_digest = models.CharField(max_length=64, unique=True, help_text="SHA-256, hexadecimal")
    code_expires_at = models.DateTimeField()
    granted_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["person", "-granted_at"])]

    def __str__(self) -> str:
        return f"{self.client_id} {self.person_id}"


class Redemption(Row):
    """That the code of a grant was exchanged for tokens. A second time ends the grant."""

    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="redemption")
    redeemed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.grant_id)


class GrantEnd(Row):
    """That a grant no longer holds, nor any token of it."""

    class Reason(models.TextChoices):
        PERSON = "person", _("The person disconnected it")
        CLIENT = "client", _("The service gave it back")
        REPLAY = "replay", _("A code or token was used twice")

    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="end")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    ended_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.grant_id)


class Token(Row):
    """A token of a grant, kept as its digest. Forgotten some time after it has run out."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("Access token")
        REFRESH = "refresh", _("Refresh token")

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="tokens")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256, hexadecimal")
    scopes = models.JSONField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["expires_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.grant_id}"


class TokenEnd(Row):
    """That a token is good no more before its time: revoked, or a refresh token that was used."""

    token = models.OneToOneField(Token, on_delete=models.CASCADE, related_name="end")
    ended_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.token_id)


class IssuingClient(Row):
    """A program that an administrator lets issue in an organization's name. It acts for the issuer and for no person.

    Its identifier is the `client_id`. Its name stands in what it had issued: nobody was scored, it is on its word.
    """

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    scopes = models.JSONField()
    let_in_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    let_in_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["issuer", "-let_in_at"])]

    def __str__(self) -> str:
        return self.name

    @property
    def client_id(self) -> str:
        """The name by which it is known in OAuth."""
        return str(self.pk)


class IssuingSecret(Row):
    """A secret of an issuing client, kept as its digest. The one that nothing replaces is good, and no other.

    It has entropy of its own, so a plain digest is kept of it.
    """

    client = models.ForeignKey(IssuingClient, on_delete=models.PROTECT, related_name="secrets")
    digest = models.CharField(max_length=64, help_text="SHA-256, hexadecimal")
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replacement")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.client_id)


class IssuingEnd(Row):
    """That an issuing client may do nothing any more."""

    client = models.OneToOneField(IssuingClient, on_delete=models.PROTECT, related_name="end")
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.client_id)


class IssuingToken(Row):
    """An access token of an issuing client, kept as its digest; good as long as the secret that brought it is."""

    secret = models.ForeignKey(IssuingSecret, on_delete=models.PROTECT, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256, hexadecimal")
    scopes = models.JSONField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["expires_at"])]

    def __str__(self) -> str:
        return str(self.secret_id)


class Commission(Row):
    """That an issuing client asked for an award, and had it written down: what it may take back again."""

    client = models.ForeignKey(IssuingClient, on_delete=models.PROTECT, related_name="commissions")
    intent = models.OneToOneField(AwardIntent, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["client", "-asked_at"])]

    def __str__(self) -> str:
        return str(self.intent_id)
