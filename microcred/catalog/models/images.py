from typing import ClassVar

from django.db import models

from microcred.catalog.models.versions import Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row, StoredFile


class VersionImage(Row):
    """A picture of a published design: its file is shown to everybody from then on. What it shows, the design says."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="images")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "position"], name="one_image_per_position")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.file_id)
