from typing import ClassVar

from django.db import models

from microcred.catalog.models.versions import MicroCredential
from microcred.foundation.models import Row
from microcred.organizations.models import Organization


class Stack(Row):
    """A topic area of related micro-credentials."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    micro_credentials = models.ManyToManyField(MicroCredential, through="StackPlace", related_name="stacks")

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.name


class StackPlace(Row):
    """The place of a micro-credential in a stack."""

    stack = models.ForeignKey(Stack, on_delete=models.PROTECT, related_name="places")
    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="places")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stack", "micro_credential"], name="one_place_per_stack")
        ]
        indexes: ClassVar = [models.Index(fields=["stack", "position"], name="stack_order")]
        ordering: ClassVar = ["stack", "position"]

    def __str__(self) -> str:
        return f"{self.stack_id} {self.position}"


class Crosswalk(Row):
    """A curated selection across stacks."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    stacks = models.ManyToManyField(Stack, through="CrosswalkStep", related_name="crosswalks")

    def __str__(self) -> str:
        return self.name


class CrosswalkStep(Row):
    """A stack that a crosswalk draws from, in the order of its path."""

    crosswalk = models.ForeignKey(Crosswalk, on_delete=models.PROTECT, related_name="steps")
    stack = models.ForeignKey(Stack, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["crosswalk", "stack"], name="one_step_per_stack")]
        ordering: ClassVar = ["crosswalk", "position"]

    def __str__(self) -> str:
        return f"{self.crosswalk_id} {self.position}"


class CrosswalkPick(Row):
    """A single micro-credential that a crosswalk draws on, beside its stacks and in one order with them."""

    crosswalk = models.ForeignKey(Crosswalk, on_delete=models.PROTECT, related_name="picks")
    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="picks")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["crosswalk", "micro_credential"], name="one_pick_per_micro_credential")
        ]
        ordering: ClassVar = ["crosswalk", "position"]

    def __str__(self) -> str:
        return f"{self.crosswalk_id} {self.position}"
