from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from microcred.authoring.models.drafts import Draft
from microcred.authoring.retreating import Course, Progress, Signal
from microcred.catalog.models import MicroCredential
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person

COURSE_LABELS = {
    Course.KEEP: _("Keep"),
    Course.REVISE: pgettext_lazy("what a retreat decides", "Revise"),
    Course.RETIRE: _("Retire"),
}
PROGRESS_LABELS = {
    Progress.UNDECIDED: _("Not decided yet"),
    Progress.KEPT: _("Kept"),
    Progress.NOT_BEGUN: _("Not begun"),
    Progress.BEGUN: _("Being revised"),
    Progress.PUBLISHED: _("Published"),
    Progress.RETIRED: _("Retired"),
}
SIGNAL_LABELS = {
    Signal.NOT_MET: _("A criterion is often not met"),
    Signal.REVIEW_OVERDUE: _("Its quality review is overdue"),
    Signal.OLD: _("Three years old or older"),
}


class Retreat(Row):
    """People who come together to look at a batch of micro-credentials and decide what becomes of each.

    Its name, days and place may still change; what is decided there is frozen.
    """

    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="the last day")
    place = models.CharField(max_length=300, help_text="where, or that it is online")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="retreat_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return self.name


class RetreatGuest(Row):
    """That a person was asked to a retreat, by whom: they see its agenda and packs, and may write its minutes."""

    retreat = models.ForeignKey(Retreat, on_delete=models.PROTECT, related_name="guests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["retreat", "person"], name="one_place_per_guest")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.person_id)


class AgendaItem(Row):
    """A micro-credential on the agenda of a retreat. Its place may change; undecided, it may be taken off again."""

    retreat = models.ForeignKey(Retreat, on_delete=models.PROTECT, related_name="agenda")
    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    put_on_at = models.DateTimeField()
    put_on_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["retreat", "micro_credential"], name="once_on_an_agenda")
        ]
        ordering: ClassVar = ["retreat", "position", "id"]

    def __str__(self) -> str:
        return str(self.micro_credential_id)


class PackRequest(Row):
    """That somebody asked for the data pack of a micro-credential: for a retreat, or to see what needs a look."""

    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="+")
    retreat = models.ForeignKey(Retreat, null=True, on_delete=models.PROTECT, related_name="pack_requests")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["micro_credential", "-asked_at"], name="packs_asked_for")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.micro_credential_id)


class DataPack(Row):
    """What was known of a micro-credential at a moment: the shape of `authoring.pack.Pack`, counted once."""

    request = models.OneToOneField(PackRequest, on_delete=models.PROTECT, related_name="pack")
    counted_at = models.DateTimeField()
    figures = models.JSONField(help_text="as `authoring.pack.as_json` writes it")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.request_id)


class RetreatDecision(Row):
    """What a retreat decided for a micro-credential. The one with the highest number stands."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    course = models.CharField(max_length=10, choices=[(each.value, label) for each, label in COURSE_LABELS.items()])
    reason = models.TextField()
    owner = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="who sees to it; nobody: nothing to do"
    )
    due_on = models.DateField(null=True)
    successor = models.ForeignKey(
        MicroCredential, null=True, on_delete=models.PROTECT, related_name="+", help_text="what is to take its place"
    )
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="one_decision_per_number"),
            models.CheckConstraint(
                condition=Q(course=Course.KEEP.value) | Q(owner__isnull=False, due_on__isnull=False),
                name="what_is_to_do_has_an_owner_and_a_day",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(course=Course.RETIRE.value), name="successor_of_what_retires"
            ),
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["item", "number"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.course}"


class RetreatDraft(Row):
    """That a draft takes up what a retreat decided to revise. The last one counts."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="drafts")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "draft"], name="one_link_per_draft")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.draft_id)


class Minutes(Row):
    """The minutes of a retreat while they are written. `revision` grows with each save, to notice two writers."""

    retreat = models.OneToOneField(Retreat, on_delete=models.PROTECT, related_name="minutes")
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.retreat_id)


class MinutesClosing(Row):
    """The minutes of a retreat as they were closed, for good. `digest` is the SHA-256 of the text, in hexadecimal."""

    retreat = models.OneToOneField(Retreat, on_delete=models.PROTECT, related_name="closing")
    text = models.TextField()
    digest = models.CharField(max_length=64)
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.retreat_id)
