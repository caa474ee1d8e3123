"""What became of awards under rules: cycles, recognitions, entries of the ledger, and what was said of them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from microcred.credentials.models import Award
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.recognition.models.policies import Policy
from microcred.recognition.models.queue import Delegation
from microcred.recognition.models.reevaluation import Reevaluation


class Cycle(Row):
    """One person's renewal cycle: a half-open period of days in which an amount of credit is needed.

    What is needed is what the policy asked when the cycle was opened; empty where it asks no total.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="the first day after the cycle")
    needed = models.DecimalField(max_digits=8, decimal_places=2, null=True, help_text="in the unit of the policy")

    followed: UUID | None = None
    """the licence that it follows, where `queries.standing.as_changed` has looked: then days and district are of now"""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "policy", "starts_on"], name="one_cycle_per_start"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="cycle_period"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_on}"

    @property
    def last_day(self) -> date:
        """The day on which the cycle closes."""
        return self.ends_on - timedelta(days=1)


class Recognition(Row):
    """One application of one policy to one award: what came out, and why, in words."""

    class Outcome(models.TextChoices):
        COUNTS = "counts", _("Counts")
        PARTLY = "partly", _("Counts in part")
        DOES_NOT_COUNT = "does_not_count", _("Does not count")
        UNDECIDED = "undecided", _("Cannot be decided yet")

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    cycle = models.ForeignKey(Cycle, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    explanation = models.JSONField(help_text="list of {code, clause, facts}: the steps that led there")
    evaluated_at = models.DateTimeField()
    reevaluation = models.ForeignKey(
        Reevaluation,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="of everyone, in which it was made; empty: something on record of this person had changed",
    )

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["award", "policy", "-evaluated_at"])]

    def __str__(self) -> str:
        return f"{self.award_id} {self.outcome}"


class Entry(Row):
    """One line of the credit ledger. Never changed: a revocation is answered by a reversal, another amount by an
    adjustment.

    One award funds one cycle of one policy once, whatever statement of it holds.
    """

    recognition = models.OneToOneField(Recognition, on_delete=models.PROTECT, related_name="entry")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="entries")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    family = models.CharField(max_length=100, help_text="of the policy")
    amount = models.DecimalField(max_digits=8, decimal_places=2, help_text="in the unit of the policy")
    asks_ruling = models.BooleanField(default=True, help_text="whether the policy wants a coordinator to confirm it")
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["award", "family"], name="one_entry_per_award_and_family"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="entry_amount_positive"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.amount}"

    @property
    def counted(self) -> Decimal:
        """What it is worth now: what was entered, and every adjustment since."""
        return self.amount + sum((one.amount for one in self.adjustments.all()), Decimal(0))

    @property
    def stands(self) -> bool:
        """Whether it has neither been reversed nor declined."""
        declined = hasattr(self, "ruling") and self.ruling.outcome == Ruling.Outcome.DECLINED
        return not declined and not hasattr(self, "reversal")

    @property
    def explanation(self) -> list[dict[str, Any]]:
        """The steps that led to what it is worth now."""
        latest = max(self.adjustments.all(), key=lambda one: (one.entered_at, one.pk), default=None)
        steps: list[dict[str, Any]] = (latest or self).recognition.explanation
        return steps


class Adjustment(Row):
    """That an entry is worth more or less than it was: something on record, or the rules, have changed."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="adjustments")
    recognition = models.OneToOneField(Recognition, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=8, decimal_places=2, help_text="more, or below zero: less")
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(amount=0), name="adjustment_of_something")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.amount:+}"


class Ruling(Row):
    """What the coordinator said of an entry: confirmed or declined, by whom, when and why."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="ruling")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    ruled_at = models.DateTimeField()
    ruled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    code = models.CharField(max_length=40, blank=True, help_text="one of `rules.reason_codes`; empty: none was given")
    delegation = models.ForeignKey(
        Delegation, null=True, on_delete=models.PROTECT, related_name="+", help_text="by which it was ruled, if by one"
    )

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.outcome


class Reversal(Row):
    """That an entry no longer counts, because its award was revoked."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="reversal")
    reversed_at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.entry_id)
