"""The pause of a right to score, and the recalibration that ends it: a few papers, compared as soon as each is read."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.calibration.models.exemplars import Paper, PaperReading, PaperSet
from microcred.catalog.models import Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class RightPause(Row):
    """That an assessor takes no new work by the rubric of `version` until this ends. What they hold they may finish."""

    class Because(models.TextChoices):
        DRIFT = "drift", _("levels went away from what is agreed")
        ABSENCE = "absence", _("nothing was read by this rubric for long")
        LEAD = "lead", _("a lead assessor asked for it")

    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="+", help_text="that whose rubric is meant, wherever it is used"
    )
    because = models.CharField(max_length=10, choices=Because.choices)
    reason = models.TextField(blank=True, help_text="of a lead who paused it, as the assessor reads it")
    paused_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: the rule"
    )
    paused_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["assessor", "version"], name="pauses_of_assessor")]
        ordering: ClassVar = ["paused_at", "pk"]

    def __str__(self) -> str:
        return f"{self.assessor_id} {self.because}"


class RightPauseEnd(Row):
    """What ended a pause. Once; where the right itself ended, a later certificate or qualification opens the rubric."""

    class How(models.TextChoices):
        RECALIBRATED = "recalibrated", _("the recalibration ended well")
        REINSTATED = "reinstated", _("a lead assessor reinstated the right")
        RIGHT_ENDED = "right_ended", _("a lead assessor ended the right")

    pause = models.OneToOneField(RightPause, on_delete=models.PROTECT, related_name="end")
    how = models.CharField(max_length=12, choices=How.choices)
    reason = models.TextField(blank=True, help_text="of a lead who decided, as the assessor reads it")
    ended_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: the rule"
    )
    ended_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(how="recalibrated", ended_by__isnull=True)
                | (~models.Q(how="recalibrated") & models.Q(ended_by__isnull=False)),
                name="a_person_decides_what_no_rule_does",
            ),
        ]

    def __str__(self) -> str:
        return self.how


class Recalibration(Row):
    """A few papers by which a paused right is won back. By `seed` they come in their order, out of one edition.

    Shares are in hundredths, as the terms said on its day.
    """

    pause = models.ForeignKey(RightPause, on_delete=models.PROTECT, related_name="recalibrations")
    paper_set = models.ForeignKey(PaperSet, on_delete=models.PROTECT, related_name="+")
    asked = models.PositiveSmallIntegerField(help_text="papers")
    enough = models.PositiveSmallIntegerField(help_text="share of agreed levels with which it ends well")
    far_off = models.PositiveSmallIntegerField(help_text="share of levels off by two or more, at most")
    seed = models.BigIntegerField()
    asked_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: the rule"
    )
    asked_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["asked_at", "pk"]

    def __str__(self) -> str:
        return str(self.pk)


class RecalibrationPaper(Row):
    """That a paper was given in a recalibration: from then on it is opened."""

    recalibration = models.ForeignKey(Recalibration, on_delete=models.PROTECT, related_name="papers")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(help_text="in the recalibration, from 1")
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recalibration", "paper"], name="one_place_in_a_recalibration"),
            models.UniqueConstraint(fields=["recalibration", "position"], name="one_recalibration_paper_per_place"),
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["recalibration", "position"]

    def __str__(self) -> str:
        return str(self.position)


class RecalibrationReading(Row):
    """The reading of one paper of a recalibration. From then on what is agreed stands beside it."""

    given = models.OneToOneField(RecalibrationPaper, on_delete=models.PROTECT, related_name="answer")
    reading = models.OneToOneField(PaperReading, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.given_id)
