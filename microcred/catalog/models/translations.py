from typing import ClassVar

from django.db import models

from microcred.catalog.models.versions import MicroCredential, Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class TranslatedField(Row):
    """One field of a micro-credential in another language, as a translator left it, and the words it was made from."""

    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="translated_fields")
    language = models.CharField(max_length=10)
    key = models.CharField(max_length=300, help_text="of `design.translating`")
    text = models.TextField()
    source = models.TextField(help_text="what was translated; what reads otherwise now is stale")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["micro_credential", "language", "key"], name="one_translation_per_field")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.language}"


class Translation(Row):
    """A version in another language, whole, as it was published. The version's own language stays authoritative."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=10)
    number = models.PositiveSmallIntegerField(help_text="a mended translation is the next one of its version")
    texts = models.JSONField(help_text="{key: words}, for every field")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "language", "number"], name="one_translation_per_number")
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["version", "language", "number"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.language}"
