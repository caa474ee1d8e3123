from datetime import date, timedelta
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from microcred.billing.rules import Edition
from microcred.billing.rules import Kind as RuledKind
from microcred.billing.rules import Work as RuledWork
from microcred.calibration.models import TrainingCompletion
from microcred.catalog.models import Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.scoring.models import Scoring


def closed_when_locked() -> pgtrigger.Trigger:
    """The trigger by which PostgreSQL takes no row more into a period that is locked, whoever asks."""
    return pgtrigger.Trigger(
        name="closed_when_locked",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
        IF EXISTS (SELECT FROM billing_lock WHERE period_id = NEW.period_id) THEN
            RAISE EXCEPTION 'the period is locked';
        END IF;
        RETURN NEW;
        """,
    )


class Rate(Row):
    """One edition of what an organization pays for a unit of work, here and below, from a day on.

    The nearest organization that has one on the day of the work says what is paid, and is who pays.
    """

    class Kind(models.TextChoices):
        READING = RuledKind.READING.value, _("A reading, whichever it is of its submission")
        TRAINING = RuledKind.TRAINING.value, _("An hour of training, by the minutes that were counted")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    amount = models.DecimalField(max_digits=12, decimal_places=4, help_text="for one unit, in units of the currency")
    currency = models.CharField(max_length=3, help_text="ISO 4217")
    minutes = models.PositiveSmallIntegerField(
        null=True, help_text="that a unit counts for in a service record; empty: nothing is said of it"
    )
    starts_on = models.DateField()
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(amount__gte=0), name="rate_not_negative")]
        indexes: ClassVar = [models.Index(fields=["organization", "kind", "-starts_on"], name="rate_in_force")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    @property
    def edition(self) -> Edition:
        """The rate as the rules know it."""
        return Edition(
            id=self.pk,
            organization=self.organization_id,
            kind=RuledKind(self.kind),
            amount=self.amount,
            currency=self.currency,
            minutes=self.minutes,
            starts_on=self.starts_on,
            stated_at=self.stated_at,
        )


class Unit(Row):
    """One reading that was saved for good, or one module of the training that was done, as work; one row for each.

    `organization` offers what was read, or trains. `kind` says which reading it was of its submission: no assessor is
    shown it.
    """

    class Kind(models.TextChoices):
        FIRST = RuledWork.FIRST.value, _("First reading")
        SECOND = RuledWork.SECOND.value, _("Second reading")
        THIRD = RuledWork.THIRD.value, _("Third reading")
        TRAINING = RuledWork.TRAINING.value, _("Training")

    scoring = models.OneToOneField(Scoring, null=True, on_delete=models.PROTECT, related_name="+")
    training = models.OneToOneField(TrainingCompletion, null=True, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        Version, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: training of no one rubric"
    )
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    read_at = models.DateTimeField()
    minutes = models.PositiveIntegerField(
        null=True, help_text="of training that were counted; empty: a reading, for which the rate says it"
    )
    rate = models.ForeignKey(
        Rate,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the edition that applied; empty: nobody had stated one, and what holds when it is paid applies",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(scoring__isnull=False, version__isnull=False, training__isnull=True, minutes__isnull=True)
                & ~Q(kind="training")
                | Q(scoring__isnull=True, training__isnull=False, minutes__isnull=False, kind="training"),
                name="a_unit_is_a_reading_or_training",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["assessor", "-read_at"], name="unit_of_assessor"),
            models.Index(fields=["organization", "read_at"], name="unit_of_organization"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.scoring_id or self.training_id)

    @property
    def title(self) -> str:
        """What was read, or the module that was done, as the page is told to call it."""
        if self.training is not None:
            return self.training.edition.said(get_language() or "")[1].title
        return self.version.title if self.version is not None else ""


class Period(Row):
    """Days for which an organization pays together. Half-open; those of one organization do not overlap."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="the first day after the period")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "starts_on"], name="one_pay_period_per_start"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="pay_period_has_days"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.last_day}"

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        return self.ends_on - timedelta(days=1)

    @property
    def is_locked(self) -> bool:
        """Whether its rows are fixed."""
        return hasattr(self, "lock")


class Lock(Row):
    """That a period is closed for good: what it pays stands in its lines and reversals, and nothing is added."""

    period = models.OneToOneField(Period, on_delete=models.PROTECT, related_name="lock")
    locked_at = models.DateTimeField()
    locked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    lines = models.PositiveIntegerField(help_text="readings that the period pays")
    reversals = models.PositiveIntegerField(help_text="earlier lines that the period takes back")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.period_id)


class Line(Row):
    """That a period pays a unit of work: the amount, and the edition of the rate it was worked out from.

    A unit is paid once; once more, with the next `turn`, only after a reversal that says so.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="lines")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="lines")
    turn = models.PositiveSmallIntegerField(default=1)
    rate = models.ForeignKey(Rate, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=12, decimal_places=4)
    currency = models.CharField(max_length=3)
    minutes = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "turn"], name="one_line_per_turn"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="line_not_negative"),
        ]
        triggers: ClassVar = [*frozen(), closed_when_locked()]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class Reversal(Row):
    """That a line of a locked period is taken back, in a later one: its amount and its minutes, and why.

    `pay_again`: the unit is paid anew, by the rate that holds for its day when its next period is locked.
    """

    line = models.OneToOneField(Line, on_delete=models.PROTECT, related_name="reversal")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="reversals")
    reason = models.TextField()
    pay_again = models.BooleanField()
    reversed_at = models.DateTimeField()
    reversed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = [*frozen(), closed_when_locked()]

    def __str__(self) -> str:
        return str(self.line_id)
