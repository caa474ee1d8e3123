from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from microcred.catalog.models.shelves import Stack
from microcred.catalog.models.versions import MicroCredential
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row, StoredFile
from microcred.organizations.models import Organization, Person


class CatalogueUpload(Row):
    """That somebody handed in an archive, to look at what it would change and then perhaps to take it in."""

    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    source = models.TextField(blank=True, help_text="whose catalogue it was, as the archive says")
    digest = models.CharField(max_length=64, help_text="the `contents_digest` of the archive")
    micro_credentials = models.PositiveIntegerField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["owner", "uploaded_at"], name="catalogue_uploads")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.digest


class ImportOrder(Row):
    """That an uploaded archive is to be taken in. The worker does it."""

    upload = models.ForeignKey(CatalogueUpload, on_delete=models.PROTECT, related_name="orders")
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.upload_id)


class ImportOutcome(Row):
    """What became of an order: everything came in (perhaps nothing was new), or something stood in the way and nothing
    did."""

    order = models.OneToOneField(ImportOrder, on_delete=models.PROTECT, related_name="outcome")
    catalogue_import = models.OneToOneField(
        "CatalogueImport", null=True, on_delete=models.PROTECT, related_name="outcome", help_text="none: nothing new"
    )
    refused = models.BooleanField()
    why = models.TextField(blank=True, help_text="what stood in the way, in the language of who ordered it")
    came_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.order_id)


class CatalogueImport(Row):
    """That an archive of a catalogue was taken in. `digest` is the `contents_digest` of the archive."""

    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    source = models.TextField(blank=True, help_text="whose catalogue it was, as the archive says")
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.digest


class Origin(Row):
    """Where a micro-credential came from: the import, and the identifier that it is known by at its source."""

    micro_credential = models.OneToOneField(MicroCredential, on_delete=models.PROTECT, related_name="origin")
    catalogue_import = models.ForeignKey(CatalogueImport, on_delete=models.PROTECT, related_name="origins")
    source_id = models.UUIDField(db_index=True)

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.source_id)


class License(Row):
    """That an organization lets another, and those below it, offer what it owns, for a half-open period.

    What is licensed is one micro-credential, one stack, or (with neither) the owner's whole catalogue.
    """

    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    licensee = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    micro_credential = models.ForeignKey(MicroCredential, null=True, on_delete=models.PROTECT, related_name="+")
    stack = models.ForeignKey(Stack, null=True, on_delete=models.PROTECT, related_name="+")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, help_text="none: until it is ended")
    may_fork = models.BooleanField(
        default=False, help_text="whether the licensee may write versions of its own from it"
    )
    terms = models.TextField(blank=True)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")), name="license_period"
            ),
            models.CheckConstraint(
                condition=Q(micro_credential__isnull=True) | Q(stack__isnull=True), name="license_of_one_thing"
            ),
            models.CheckConstraint(condition=~Q(owner=F("licensee")), name="license_to_another"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["licensee", "opens_at"], name="licenses_held"),
            models.Index(fields=["owner", "opens_at"], name="licenses_granted"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.owner_id} → {self.licensee_id}"


class LicenseEnding(Row):
    """That a license ends at another moment than it said: with notice, never backwards."""

    license = models.OneToOneField(License, on_delete=models.PROTECT, related_name="ending")
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("ended_at")), name="license_ends_forwards")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.license_id)
