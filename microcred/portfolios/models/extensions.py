"""More time for one person: on a window of a program, or for work on a version that was overtaken."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person
from microcred.portfolios.models.pursuits import Pursuit
from microcred.programs.models import Window


class Extension(Row):
    """That one person may hand in until later than everybody else, and why. The latest not taken back counts."""

    class Kind(models.TextChoices):
        EXTENSION = "extension", _("Extension")
        ACCOMMODATION = "accommodation", _("Accommodation")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="+")
    pursuit = models.ForeignKey(
        Pursuit, null=True, on_delete=models.PROTECT, related_name="extensions", help_text="its grace ends later"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    until = models.DateTimeField()
    reason = models.TextField()
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(window__isnull=True, pursuit__isnull=False) | Q(window__isnull=False, pursuit__isnull=True),
                name="extension_of_one_thing",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["person", "window"], name="extensions_by_person")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class ExtensionRevocation(Row):
    """That an extension was taken back before it was used."""

    extension = models.OneToOneField(Extension, on_delete=models.PROTECT, related_name="revocation")
    revoked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.extension_id)
