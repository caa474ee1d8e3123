from typing import ClassVar

from django.db import models

from microcred.catalog.models import MicroCredential, Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person


class Draft(Row):
    """A design on its way to become a version. `revision` grows by one with each change, to notice two tabs."""

    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    micro_credential = models.ForeignKey(MicroCredential, null=True, on_delete=models.PROTECT, related_name="+")
    design = models.JSONField(help_text="the shape of `catalog.design.Design`, perhaps incomplete")
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    source_draft = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", help_text="the draft that it began as a copy of"
    )
    source_version = models.ForeignKey(
        Version, null=True, on_delete=models.PROTECT, related_name="+", help_text="the version that it was adapted from"
    )
    stage = models.CharField(
        max_length=20,
        default="writing",
        help_text="a value of `gates.Stage`: read from its handovers, kept to be asked",
    )
    stage_since = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["owner", "stage"], name="draft_stage")]

    def __str__(self) -> str:
        return str(self.design.get("name") or self.pk)


class Publication(Row):
    """That a draft became a version."""

    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="publication")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.draft_id} → {self.version_id}"
