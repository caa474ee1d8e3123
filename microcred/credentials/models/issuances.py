"""Awarding many people at once, by a list."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Version
from microcred.credentials.models.issuers import Issuer
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person


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
    recipient_name = models.CharField(
        max_length=150, blank=True, default="", help_text="what whoever ordered it for one person calls them"
    )
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
    """That the intents of a batch stand, all of them intended at `written_at`. `passed_over` rows had got the award by
    another way in the meantime."""

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
