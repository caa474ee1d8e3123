from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Stack
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person


class Program(Row):
    """An offering with rules: seats first come first served, windows, an agreement to accept.

    `arrivals` numbers everyone who asked to join, in order; `taken` counts the seats that are held now.
    """

    slug = models.SlugField(max_length=120, unique=True)
    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    audience = models.CharField(max_length=300, blank=True)
    seats = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    arrivals = models.PositiveIntegerField(default=0)
    agreement = models.TextField(blank=True, help_text="what a participant agrees to; empty: nothing")
    asks_contract = models.BooleanField(
        default=False, db_default=False, help_text="whether each participant is asked for a learning contract"
    )
    joining_opens_at = models.DateTimeField()
    joining_closes_at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)
    stacks = models.ManyToManyField(Stack, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(taken__lte=F("seats")), name="seats_suffice"),
            models.CheckConstraint(condition=Q(joining_closes_at__gt=F("joining_opens_at")), name="joining_period"),
        ]

    def __str__(self) -> str:
        return self.name


class Window(Row):
    """When a program takes submissions: a half-open period, for first submissions or for resubmissions."""

    class Takes(models.TextChoices):
        SUBMISSIONS = "submissions", _("Submissions")
        RESUBMISSIONS = "resubmissions", _("Resubmissions")

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="windows")
    name = models.CharField(max_length=120)
    takes = models.CharField(max_length=20, choices=Takes.choices)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    grace_minutes = models.PositiveSmallIntegerField(default=0, help_text="after it closed, in which work is taken")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="window_period")]
        ordering: ClassVar = ["program", "opens_at"]

    def __str__(self) -> str:
        return self.name


class Milestone(Row):
    """A date of a program that is no window: an orientation, a reflection."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="milestones")
    name = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["program", "starts_at"]

    def __str__(self) -> str:
        return self.name


class Arrival(Row):
    """That a person asked to join and accepted the agreement. `number` is the order of arrival, from 1.

    The SHA-256 of the agreement's text as it was read stands beside it.
    """

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    arrived_at = models.DateTimeField()
    agreement_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "number"], name="one_arrival_per_number"),
        ]
        indexes: ClassVar = [models.Index(fields=["program", "person"])]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["program", "number"]

    def __str__(self) -> str:
        return f"{self.program_id} {self.number}"


class Seat(Row):
    """A place in a program, held by one arrival. An arrival without a seat waits."""

    arrival = models.OneToOneField(Arrival, on_delete=models.PROTECT, related_name="seat")
    taken_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.arrival_id)


class Departure(Row):
    """That an arrival left: a seat became free, or a place on the waiting list."""

    arrival = models.OneToOneField(Arrival, on_delete=models.PROTECT, related_name="departure")
    left_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.arrival_id)
