"""Salary lanes of a district, and what was exported of who reached which."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.rewards.rules import JULY
from microcred.rewards.rules import Change as RuledChange
from microcred.rewards.rules import Effect as RuledEffect
from microcred.rewards.rules import Measure as RuledMeasure


class LaneSchedule(Row):
    """One edition of a district's salary lanes: what they are counted in, from when they hold, where it stands."""

    class Measure(models.TextChoices):
        AWARDS = RuledMeasure.AWARDS.value, _("Micro-credentials")
        HOURS = RuledMeasure.HOURS.value, _("Hours of micro-credentials")
        CREDITS = RuledMeasure.CREDITS.value, _("Credits, at so many hours each")

    class Effect(models.TextChoices):
        AT_ONCE = RuledEffect.AT_ONCE.value, _("On the day it is reached")
        NEXT_MONTH = RuledEffect.NEXT_MONTH.value, _("On the first day of the next month")
        NEXT_YEAR = RuledEffect.NEXT_YEAR.value, _("On the first day of the next fiscal year")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    source = models.TextField(help_text="the document in which the lanes stand, in words")
    measure = models.CharField(max_length=8, choices=Measure.choices)
    hours_per_credit = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    counts_from = models.DateField(help_text="the first day whose awards count")
    effect = models.CharField(max_length=12, choices=Effect.choices)
    without_stipends = models.BooleanField(help_text="awards for which the stipend was taken do not count")
    year_begins = models.PositiveSmallIntegerField(default=JULY)
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "number"], name="one_lane_schedule_per_number"),
            models.CheckConstraint(
                condition=~Q(measure="credits") | Q(hours_per_credit__gt=0), name="credits_stand_for_hours"
            ),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.organization_id} {self.number}"


class Lane(Row):
    """A lane of a schedule, and how much it takes."""

    schedule = models.ForeignKey(LaneSchedule, on_delete=models.PROTECT, related_name="lanes")
    name = models.CharField(max_length=80)
    threshold = models.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["schedule", "name"], name="one_lane_per_name"),
            models.CheckConstraint(condition=Q(threshold__gt=0), name="lane_takes_something"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.name


class LaneExport(Row):
    """That it was exported who reached which lane: the receipt. `digest` is the SHA-256 of what never changes of it."""

    schedule = models.ForeignKey(LaneSchedule, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text="of the district, from 1")
    digest = models.CharField(max_length=64)
    exported_at = models.DateTimeField()
    exported_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["schedule", "-number"], name="lane_exports")]

    def __str__(self) -> str:
        return str(self.number)


class LaneExportRow(Row):
    """One row of an export: who reached which lane, from when it holds, and what became of it since the one before."""

    class Change(models.TextChoices):
        NEW = RuledChange.NEW.value, _("new")
        SAME = RuledChange.SAME.value, _("as before")
        CHANGED = RuledChange.CHANGED.value, _("changed")
        WITHDRAWN = RuledChange.WITHDRAWN.value, _("withdrawn")

    export = models.ForeignKey(LaneExport, on_delete=models.PROTECT, related_name="rows")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    lane = models.CharField(max_length=80)
    crossed_on = models.DateField()
    holds_from = models.DateField()
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    awards = ArrayField(models.UUIDField())
    change = models.CharField(max_length=10, choices=Change.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["export", "person", "lane"], name="one_lane_row_per_person")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.person_id} {self.lane}"
