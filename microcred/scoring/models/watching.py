"""What asks a lead to look at how somebody judges, and what they did."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.scoring.rules import Signal as RuledSignal


class Alarm(Row):
    """That somebody's readings of validity papers went away from what is agreed; until it is answered they are watched
    more closely. It takes nothing from them by itself."""

    class Signal(models.TextChoices):
        DISAGREES = RuledSignal.DISAGREES.value, _("agrees less often with what is agreed")
        HARSHER = RuledSignal.HARSHER.value, _("gives lower levels than are agreed")
        MILDER = RuledSignal.MILDER.value, _("gives higher levels than are agreed")
        FALLEN = RuledSignal.FALLEN.value, _("agrees eight points less often than the time before")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signal = models.CharField(max_length=12, choices=Signal.choices)
    readings = ArrayField(models.UUIDField(), help_text="that it rests on, the first first")
    checks = models.PositiveIntegerField(help_text="criteria of papers that were looked at")
    exact = models.PositiveIntegerField(help_text="of these, how many were given the agreed level")
    raised_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["assessor", "organization", "-raised_at"], name="alarms_of_assessor")]

    def __str__(self) -> str:
        return self.signal


class AlarmAnswer(Row):
    """That a lead looked at an alarm, and what they did, in words. From then on the charts begin anew."""

    alarm = models.OneToOneField(Alarm, on_delete=models.PROTECT, related_name="answer")
    reason = models.TextField(help_text="what was found and done")
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.alarm_id)
