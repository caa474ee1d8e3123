"""What asks a lead to look at how somebody judges, and what they did."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.calibration.models import RightPause
from microcred.catalog.models import Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.scoring.rules import Signal as RuledSignal


class Alarm(Row):
    """That somebody's readings of validity papers went away from what is agreed, or all their readings from those of
    others; until it is answered they are watched more closely. It takes nothing from them by itself, unless it
    `recalibrates` (`FollowUp`)."""

    class Signal(models.TextChoices):
        DISAGREES = RuledSignal.DISAGREES.value, _("agrees less often with what is agreed")
        HARSHER = RuledSignal.HARSHER.value, _("gives lower levels than are agreed")
        MILDER = RuledSignal.MILDER.value, _("gives higher levels than are agreed")
        FALLEN = RuledSignal.FALLEN.value, _("agrees eight points less often than the time before")
        STAYS = RuledSignal.STAYS.value, _("stays away from what is agreed while it is looked at")
        SEVERE = RuledSignal.SEVERE.value, _("is much harsher than all who read the same work")
        LENIENT = RuledSignal.LENIENT.value, _("is much milder than all who read the same work")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signal = models.CharField(max_length=12, choices=Signal.choices)
    readings = ArrayField(models.UUIDField(), help_text="that it rests on, the first first")
    checks = models.PositiveIntegerField(
        help_text="criteria of papers that were looked at; of a severity, those that another person judged too"
    )
    exact = models.PositiveIntegerField(help_text="of these, how many were given the agreed level, or the other's")
    severity = models.FloatField(null=True, help_text="logits, by many-facet Rasch; more is harsher")
    severity_error = models.FloatField(null=True, help_text="its standard error, logits")
    recalibrates = models.ForeignKey(
        Version,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="for which it asks for a recalibration; empty: it asks for a look only",
    )
    raised_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["assessor", "organization", "-raised_at"], name="alarms_of_assessor")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    signal__in=["severe", "lenient"],
                    severity__isnull=False,
                    severity_error__isnull=False,
                    recalibrates__isnull=False,
                )
                | (
                    ~models.Q(signal__in=["severe", "lenient"])
                    & models.Q(severity__isnull=True, severity_error__isnull=True)
                ),
                name="a_severity_says_how_much",
            ),
        ]

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


class FollowUp(Row):
    """What came of an alarm that asked for a recalibration, some readings later."""

    class Came(models.TextChoices):
        PAUSED = "paused", _("the right was paused until a recalibration ends well")
        PROPOSED = "proposed", _("nothing by itself, as the organization wants it; a lead decides")
        NO_PAPERS = "no_papers", _("nothing: there are too few calibration papers that they never had")
        IN_FORCE = "in_force", _("nothing: the right was paused already")

    alarm = models.OneToOneField(Alarm, on_delete=models.PROTECT, related_name="follow_up")
    came = models.CharField(max_length=10, choices=Came.choices)
    pause = models.ForeignKey(RightPause, null=True, on_delete=models.PROTECT, related_name="+")
    followed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(came__in=["paused", "in_force"], pause__isnull=False)
                | models.Q(came__in=["proposed", "no_papers"], pause__isnull=True),
                name="what_is_paused_is_named",
            ),
        ]

    def __str__(self) -> str:
        return self.came
