"""The award: its intent, its signed document and the fact."""

from typing import ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Level, Version
from microcred.credentials.models.issuances import Issuance
from microcred.credentials.models.issuers import Issuer
from microcred.credentials.models.keys import SigningKey
from microcred.credentials.models.status_lists import StatusList
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class AwardIntent(Row):
    """What will be signed, written down before it is signed: the exact unsigned bytes, their digest, the key, the
    findings of the lint (none is fatal, or there is no intent) and the place in the status list.

    `source` is the identifier of what justified the award (a decision, or a row of an issuance); one source justifies
    one award. The intent's own identifier becomes the award's and the credential's. `intended_at` becomes the time of
    the proof, so that signing an intent a second time gives the same text as the first, byte for byte.

    The indexes are those that some question needs: by identifier and source, by person, and those of the places, which
    also find all of one list, and by key and time, for when a key is condemned. Those of a version or issuer that wait
    are found by who has no award. The text lies uncompressed: compressing it would cost PostgreSQL more than all the
    rest of an award.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+", db_index=False)
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.UUIDField(unique=True)
    issuance = models.ForeignKey(
        Issuance,
        null=True,
        on_delete=models.PROTECT,
        related_name="intents",
        db_index=False,
        help_text="the list that justifies it; none: it was scored here",
    )
    earned_at = models.DateTimeField()
    intended_at = models.DateTimeField()
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="intents", db_index=False)
    status_index = models.PositiveIntegerField()
    suspension_list = models.ForeignKey(
        StatusList, null=True, on_delete=models.PROTECT, related_name="suspendable_intents", db_index=False
    )
    suspension_index = models.PositiveIntegerField(null=True)
    unsigned = models.TextField(help_text="the exact JSON text to be signed")
    digest = models.CharField(max_length=64, help_text="SHA-256 of `unsigned`, hexadecimal")
    lint = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["status_list", "status_index"], name="one_award_per_status_index"),
            models.UniqueConstraint(
                fields=["suspension_list", "suspension_index"], name="one_award_per_suspension_index"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["key", "intended_at"], name="intents_of_key")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class SignedCredential(Row):
    """The signed document, verified before it was stored. `text` is what is served, byte for byte, for ever.

    Like the text of its intent it lies uncompressed.
    """

    intent = models.OneToOneField(AwardIntent, on_delete=models.PROTECT, related_name="signed")
    text = models.TextField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of `text`, hexadecimal")
    signed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class SignedToken(Row):
    """An award's credential once more, as a JSON Web Token; served byte for byte. It names its holder by an identifier
    of its own, since a token must name one and a hashed address is none."""

    intent = models.ForeignKey(AwardIntent, on_delete=models.PROTECT, related_name="tokens")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    algorithm = models.CharField(max_length=10)
    text = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["intent", "algorithm", "key"], name="one_token_per_key")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.intent_id} {self.algorithm}"


class Award(Row):
    """The fact of earning, once its signed document is stored: what the public page at `/credentials/<id>/` shows.

    One current award for a person and a micro-credential version (a revoked one makes room). Its identifier is that
    of its intent.
    """

    intent = models.OneToOneField(AwardIntent, on_delete=models.PROTECT, related_name="award")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="+", db_index=False)
    earned_at = models.DateTimeField()
    recipient_name = models.CharField(
        max_length=150, help_text="as it stood when awarded; shown on the page and certificate"
    )

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [
            models.Index(fields=["person", "-earned_at"]),
            models.Index(fields=["issuer", "-earned_at", "-id"], name="awards_of_issuer"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def holder(self) -> str | Promise:
        """Whose award the page says it is: its holder's name, or that they do not show it."""
        return self.name_now() or _("Somebody whose name is not shown")

    def name_now(self) -> str:
        """The name that it shows: the one that its holder let stand here last, or else the one it was given under.

        In no query of its own where `queries.awards_with_all` or `queries.NAME_NOW` brought `name_shown` along.
        """
        if "name_shown" in self.__dict__:
            shown: str | None = self.__dict__["name_shown"]
        else:
            latest = self.names_shown.order_by("-shown_from", "-pk")
            shown = latest.values_list("name", flat=True).first()
        return self.recipient_name if shown is None else shown

    @property
    def text(self) -> str:
        """The signed credential as it is served, byte for byte: as it was signed last.

        In no query of its own where `queries.awards_with_all` or `queries.TEXT_AGAIN` brought `text_again` along.
        """
        if "text_again" in self.__dict__:
            again: str | None = self.__dict__["text_again"]
        else:
            again = self.intent.signed_again.order_by("-signed_at", "-pk").values_list("text", flat=True).first()
        return self.intent.signed.text if again is None else again


class AwardResult(Row):
    """The level achieved on one criterion, as it stands in the signed document."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="results")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["award", "level"], name="one_result_per_level")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.award_id} {self.level_id}"
