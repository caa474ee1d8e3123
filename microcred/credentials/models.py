from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Level, Stack, Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person


class Issuer(Row):
    """An organization that signs: its DID, the words of its profile, and what it offers to verifiers.

    An award that can be suspended names two status lists. Wallets and verifiers read both, but the published JSON
    Schema of Open Badges 3.0 allows one, so each issuer chooses.
    """

    organization = models.OneToOneField(Organization, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80, unique=True)
    did = models.CharField(max_length=300, unique=True)
    name = models.CharField(max_length=200)
    url = models.URLField(blank=True)
    email = models.EmailField(blank=True)
    suspends = models.BooleanField(default=False, help_text="new awards get a place in a list of suspensions too")
    lists_revoked = models.BooleanField(
        default=False, help_text="publishes the identifiers of revoked credentials as a 1EdTech revocation list"
    )

    def __str__(self) -> str:
        return self.name


class IssuingStop(Row):
    """That an issuer signs no awards from a moment on: what is awarded meanwhile waits. Its status lists go on."""

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="stops")
    stopped_at = models.DateTimeField()
    stopped_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.issuer_id)


class IssuingResumption(Row):
    """That an issuer signs again after a stop."""

    stop = models.OneToOneField(IssuingStop, on_delete=models.PROTECT, related_name="resumption")
    resumed_at = models.DateTimeField()
    resumed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.stop_id)


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


class StatusList(Row):
    """A Bitstring Status List of an issuer: one bit an award. `signed` is the exact text that is served.

    The one table of this app whose rows change: a list is signed anew when a bit changes, and before it runs out.
    `url` is where the list was first published; it stands in credentials and outlives a change of the public address.
    """

    class Purpose(models.TextChoices):
        REVOCATION = "revocation", _("Revocation")
        SUSPENSION = "suspension", _("Suspension")

    class Holds(models.TextChoices):
        AWARDS = "awards", _("Awards")
        DOCUMENTS = "documents", _("Stack credentials and endorsements")

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="status_lists")
    holds = models.CharField(max_length=10, choices=Holds.choices, default=Holds.AWARDS)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    size = models.PositiveIntegerField(default=131_072, help_text="bits")
    url = models.URLField(max_length=300, unique=True)
    signed = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.issuer_id} {self.purpose}"


class Issuance(Row):
    """That one version is awarded to many people at once, by a list that somebody hands in.

    Nobody was scored here: the issuer attests it, or imports what was awarded earlier elsewhere, and the credentials
    say so. `key` makes handing in the same list twice one issuance; `digest` tells whether it is the same.
    """

    class Basis(models.TextChoices):
        ATTESTED = "attested", _("Attested by the issuer")
        IMPORTED = "imported", _("Imported from an earlier award")

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="issuances")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=10, choices=Basis.choices)
    origin = models.CharField(max_length=300, blank=True, help_text="where it was awarded earlier, or who attests it")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the rows, hexadecimal")
    rows = models.PositiveIntegerField()
    tells = models.BooleanField(help_text="whether each person is told of the award")
    ordered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "key"], name="one_issuance_per_key"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class IssuanceBatch(Row):
    """A part of an issuance: the rows that are written down in one transaction, and signed in another."""

    issuance = models.ForeignKey(Issuance, on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField(help_text="from 0")
    rows = models.JSONField(help_text="of each person: email, name, earned_at, expires_at, reference")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuance", "number"], name="one_batch_per_number"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.issuance_id} {self.number}"


class BatchWriting(Row):
    """That the intents of a batch stand. `passed_over` rows had got the award by another way in the meantime."""

    batch = models.OneToOneField(IssuanceBatch, on_delete=models.PROTECT, related_name="writing")
    written_at = models.DateTimeField()
    passed_over = models.PositiveIntegerField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.batch_id)


class BatchSigning(Row):
    """That every intent of a batch is signed, and its awards are granted."""

    batch = models.OneToOneField(IssuanceBatch, on_delete=models.PROTECT, related_name="signing")
    signed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.batch_id)


class AwardIntent(Row):
    """What will be signed, written down before it is signed: the exact unsigned bytes, their digest, the key, the
    findings of the lint (none is fatal, or there is no intent) and the place in the status list.

    `source` is the identifier of what justified the award (a decision, or a row of an issuance); one source justifies
    one award. The intent's own identifier becomes the award's and the credential's. `intended_at` becomes the time of
    the proof, so that signing an intent a second time gives the same text as the first, byte for byte.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="+")
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
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="intents")
    status_index = models.PositiveIntegerField()
    suspension_list = models.ForeignKey(
        StatusList, null=True, on_delete=models.PROTECT, related_name="suspendable_intents"
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
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class SignedCredential(Row):
    """The signed document, verified before it was stored. `text` is what is served, byte for byte, for ever."""

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
            models.UniqueConstraint(fields=["intent", "algorithm"], name="one_token_per_algorithm")
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
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="+")
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


class AwardResult(Row):
    """The level achieved on one criterion, as it stands in the signed document."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="results")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["award", "level"], name="one_result_per_level")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.award_id} {self.level_id}"


class Revocation(Row):
    """That an award no longer holds: who says so, when and why. The bit in the status list follows at once."""

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="revocation")
    revoked_at = models.DateTimeField()
    revoked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.award_id)


class Suspension(Row):
    """That an award does not hold for the time being: who says so, when and why."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="suspensions")
    suspended_at = models.DateTimeField()
    suspended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.award_id)


class Reinstatement(Row):
    """That a suspended award holds again."""

    suspension = models.OneToOneField(Suspension, on_delete=models.PROTECT, related_name="reinstatement")
    reinstated_at = models.DateTimeField()
    reinstated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.suspension_id)


class DocumentIntent(Row):
    """What an issuer will sign beside awards, written down before it is signed: the exact unsigned bytes and the key.

    For a stack credential `person` and `stack`, for an endorsement what is endorsed (`version` or `award`), for a
    learner record `person` alone. `awards` are those it rests on, or holds.
    """

    class Kind(models.TextChoices):
        STACK = "stack", _("Stack credential")
        ENDORSEMENT = "endorsement", _("Endorsement")
        RECORD = "record", _("Learner record")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="documents")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    stack = models.ForeignKey(Stack, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    award = models.ForeignKey(Award, null=True, on_delete=models.PROTECT, related_name="endorsements")
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
