"""What the privacy helper saw in files, what an educator overruled, renamed and declared."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from microcred.catalog.models import Requirement
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row, StoredFile
from microcred.organizations.models import Person
from microcred.portfolios.models.evidence import Item
from microcred.portfolios.models.pursuits import Pursuit


class FileLook(Row):
    """What the privacy helper found in the text of a file when it was put in.

    The last of many findings has `more`: how many further ones are certain, and how many are advice.
    """

    class Read(models.TextChoices):
        """How much of its text could be looked at."""

        ALL = "all", _("its whole text")
        PART = "part", _("the beginning of its text")
        NONE = "none", _("no text")

    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", help_text="whose file it is")
    read = models.CharField(max_length=4, choices=Read.choices)
    findings = models.JSONField(help_text="kind, words, count, passages (digests of the paragraphs)")
    looked_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.file_id)


class Overruling(Row):
    """That an educator holds a finding for a false alarm, and why.

    It is about that finding in those paragraphs alone, or about the words of a name wherever they stand in the work;
    the key says which.
    """

    pursuit = models.ForeignKey(Pursuit, on_delete=models.PROTECT, related_name="overrulings")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64, help_text="where, what and the paragraphs around it, as SHA-256")
    kind = models.CharField(max_length=20)
    reason = models.CharField(max_length=300)
    overruled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    overruled_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pursuit", "key"], name="one_overruling_per_finding"),
            models.CheckConstraint(condition=models.Q(reason__gt=""), name="overruling_has_reason"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.kind


class Renaming(Row):
    """That an educator gave an item another title. The last one counts; what was handed in before kept its alias."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="renamings")
    title = models.CharField(max_length=255)
    renamed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.item_id)


class Consent(Row):
    """Who can be recognized in a file and what permits showing them, as declared. The last version counts.

    A file without one is treated as the education record of a student. Assessors see none of it; the manifest of a
    submission holds its digest alone.
    """

    class People(models.TextChoices):
        """Who can be recognized."""

        NOBODY = "nobody", pgettext_lazy("who can be recognized", "Nobody")
        STUDENTS = "students", pgettext_lazy("who can be recognized", "Students")
        ADULTS = "adults", pgettext_lazy("who can be recognized", "Adults other than me")
        BACKGROUND = "background", pgettext_lazy("who can be recognized", "People in the background, by chance")

    class Permission(models.TextChoices):
        """Where the permission is held."""

        NOT_NEEDED = "not_needed", _("Not needed: nobody can be recognized, or only by chance")
        DISTRICT_FORM = "district_form", _("On the district’s or school’s signed form")
        OWN_FORM = "own_form", _("On signed forms that I keep")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="consents")
    version = models.PositiveSmallIntegerField()
    people = ArrayField(models.CharField(max_length=12, choices=People.choices))
    permission = models.CharField(max_length=14, choices=Permission.choices)
    expires_on = models.DateField(null=True, help_text="the last day of the permission; empty: it does not end")
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "version"], name="one_consent_per_version")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.item_id} v{self.version}"
