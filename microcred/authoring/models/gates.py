from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from microcred.authoring.models.drafts import Draft
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person


class GatesAsked(Row):
    """Which gates an organization, and those below it that say nothing themselves, asks for from a moment on."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    gates = ArrayField(models.CharField(max_length=20), help_text="values of `gates.Gate`")
    pilot_size = models.PositiveSmallIntegerField(help_text="submissions that a pilot waits for")
    reason = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="nobody: the operator"
    )

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.organization_id}: {', '.join(self.gates)}"


class Handover(Row):
    """One move of a draft on its way through the gates: who, when and why. `number` counts a draft's moves from 1.

    `revision` names the state of the draft that was sent or read: what every later edit is compared with.
    """

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="handovers")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, help_text="a value of `gates.MoveKind`")
    gate = models.CharField(max_length=20, blank=True, help_text="a value of `gates.Gate`: where it came to or left")
    touched = ArrayField(
        models.CharField(max_length=20), default=list, help_text="of an edit: the passed gates that it opens again"
    )
    checked = ArrayField(
        models.CharField(max_length=40),
        default=list,
        help_text="of a passage: what was looked at, of `gates.CHECKLISTS`",
    )
    reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(help_text="of the draft, then: see `DraftRevision`")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "number"], name="one_handover_per_number")]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["draft", "number"]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.number}: {self.kind} {self.gate}"
