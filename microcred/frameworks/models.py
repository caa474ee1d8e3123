from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from microcred.foundation.frozen import frozen, unedited
from microcred.foundation.ids import uuid7
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person


class Framework(Row):
    """A published set of professional standards (CASE: CFDocument).

    `members` is what CASE says of it, as it was imported; the columns repeat it for questions. `revision` counts what
    changed it.
    """

    identifier = models.UUIDField(unique=True, default=uuid7, help_text="CASE's, given by whoever published it first")
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    edition = models.CharField(max_length=40, blank=True)
    publisher = models.CharField(max_length=200)
    url = models.URLField(blank=True, help_text="the publisher's own page, where one was confirmed")
    language = models.CharField(max_length=20, default="en")
    keeper = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="who imports its next editions; nobody: the operator",
    )
    members = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Standard(Row):
    """One item of a framework (CASE: CFItem). It never goes: awards point at it.

    `members` is what CASE says of it. `position` counts the items as the framework is read from top to bottom, `depth`
    how many they stand under. An item that a later edition lacks is withdrawn, and may come back.
    """

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="standards")
    identifier = models.UUIDField(unique=True, default=uuid7, help_text="CASE's, the same wherever the item is told")
    code = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    item_type = models.CharField(max_length=80, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    position = models.PositiveSmallIntegerField()
    depth = models.PositiveSmallIntegerField(default=0)
    members = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True, help_text="when an import lacked it")
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["framework", "code"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_standing_standard_per_code",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["framework", "code"], name="standard_by_code"),
            GinIndex(fields=["search"], name="standard_search"),
        ]
        ordering: ClassVar = ["framework", "position"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Association(Row):
    """What an item is to another, or to its framework (CASE: CFAssociation), each by its identifier."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="associations")
    identifier = models.UUIDField(unique=True)
    kind = models.CharField(max_length=80, help_text="isChildOf, exactMatchOf, …")
    origin = models.CharField(max_length=200, db_index=True)
    destination = models.CharField(max_length=200, db_index=True)
    position = models.PositiveIntegerField(help_text="its place in the file")
    members = models.JSONField()

    class Meta:
        ordering: ClassVar = ["framework", "position"]

    def __str__(self) -> str:
        return f"{self.origin} {self.kind} {self.destination}"


class Definition(Row):
    """What items of a framework refer to: a type, subject, concept, licence or grouping (CASE: CFDefinitions)."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="definitions")
    kind = models.CharField(max_length=40, help_text="CFItemTypes, CFSubjects, …")
    identifier = models.UUIDField(db_index=True)
    position = models.PositiveIntegerField()
    members = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["framework", "kind", "identifier"], name="one_definition_per_identifier")
        ]
        ordering: ClassVar = ["framework", "kind", "position"]

    def __str__(self) -> str:
        return f"{self.kind} {self.identifier}"


class Import(Row):
    """That a framework was taken in from a file or an address: by whom, and what changed, item by item.

    `changes` is a list of objects with `kind`, `identifier`, `code`, `name` and, of what changed, `fields`: each with
    `member`, `before` and `after`.
    """

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="imports")
    revision = models.PositiveIntegerField(help_text="the framework's, from then on")
    source = models.CharField(max_length=2000, help_text="the file's name, or the address")
    digest = models.CharField(max_length=64, help_text="SHA-256 of what was read, hexadecimal")
    edition = models.CharField(max_length=40, blank=True)
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()
    changes = models.JSONField()
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", help_text="nobody: the operator"
    )

    class Meta:
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["framework", "-revision"]

    def __str__(self) -> str:
        return f"{self.source} {self.imported_at:%Y-%m-%d}"


class DryRun(Row):
    """An import that was read and compared, and changes nothing until whoever tried it says so. Forgotten after a day.

    `package` is all that was read; `revision` is the framework's when it was compared, 0 for one that is new.
    """

    keeper = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField()
    source = models.CharField(max_length=2000)
    digest = models.CharField(max_length=64)
    package = models.JSONField()
    left_out = models.JSONField(default=list, help_text="what the file says and CASE does not know")
    tried_at = models.DateTimeField()
    tried_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = unedited()

    def __str__(self) -> str:
        return self.source
