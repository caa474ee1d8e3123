"""Files on their way in, part by part, and how much room an organization gives them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Requirement
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.portfolios.models.pursuits import Pursuit


class Upload(Row):
    """That an educator began to send a file for a requirement. Its bytes, once all are there, go by its identifier."""

    pursuit = models.ForeignKey(Pursuit, on_delete=models.PROTECT, related_name="uploads")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255, help_text="the file's, as its sender calls it")
    size = models.PositiveBigIntegerField(help_text="bytes")
    media_type = models.CharField(max_length=120, blank=True, help_text="as the browser says; nothing relies on it")
    fingerprint = models.CharField(max_length=64, blank=True, help_text="by which the browser knows the file again")
    part_size = models.PositiveIntegerField(help_text="bytes of each part but the last")
    place_name = models.CharField(max_length=1024, help_text="what the place of the bytes calls the upload")
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="upload_expires")]

    def __str__(self) -> str:
        return self.name

    @property
    def part_count(self) -> int:
        """How many parts it has."""
        return -(-self.size // self.part_size)

    def bytes_of(self, number: int) -> int:
        """How many bytes a part has, counted from 1."""
        return min(self.part_size, self.size - (number - 1) * self.part_size)


class UploadPart(Row):
    """One part of an upload: its SHA-256 as the browser computed it, and since when it is known to be there."""

    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField(help_text="from 1")
    sha256 = models.CharField(max_length=64, help_text="hexadecimal")
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["upload", "number"], name="one_row_per_part")]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.number}"


class UploadEnd(Row):
    """How an upload ended. What has no end is open."""

    class Outcome(models.TextChoices):
        COMPLETED = "completed", _("completed")
        ABORTED = "aborted", _("stopped")
        EXPIRED = "expired", _("expired")
        REFUSED = "refused", _("refused")
        DAMAGED = "damaged", _("damaged on the way")

    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="end")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    sha256 = models.CharField(max_length=64, blank=True, help_text="of the whole, where it was known")
    ended_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.upload_id} {self.outcome}"


class Quota(Row):
    """How many bytes of evidence an organization and those below it may keep together. The newest one holds."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    size = models.PositiveBigIntegerField(null=True, help_text="bytes; empty: no limit of its own")
    set_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["organization", "-set_at"], name="quota_newest")]

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.size}"
