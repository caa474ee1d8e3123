"""The ledger of stipends: what educators chose, what was approved, paid and taken back."""

from datetime import date, timedelta
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from microcred.credentials.models import Award
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.rewards.models.offers import OfferEdition, StipendOffer
from microcred.rewards.rules import Benefit as RuledBenefit


class BenefitChoice(Row):
    """What an educator takes for an award, stipend or credit, where a district gives not both; or that they decline
    every stipend for it. The newest holds."""

    class Benefit(models.TextChoices):
        STIPEND = RuledBenefit.STIPEND.value, _("Stipend")
        CREDIT = RuledBenefit.CREDIT.value, _("Credit")
        DECLINED = RuledBenefit.DECLINED.value, _("No stipend")

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")
    benefit = models.CharField(max_length=8, choices=Benefit.choices)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["award", "-chosen_at"], name="choice_for_award")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.benefit


class StipendEntry(Row):
    """A line of the ledger: what an offer pays somebody, as it was reckoned when it was approved. Never changed.

    `key` says what of the offer it pays, `turn` which time: a further one only after the one before was taken back.
    """

    offer = models.ForeignKey(StipendOffer, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(OfferEdition, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=36)
    turn = models.PositiveSmallIntegerField()
    earned_on = models.DateField()
    year = models.PositiveSmallIntegerField(help_text="the fiscal year whose budget it draws on, by its first half")
    full = models.DecimalField(max_digits=12, decimal_places=4, help_text="before caps and budget")
    amount = models.DecimalField(max_digits=12, decimal_places=4)
    steps = models.JSONField(help_text="list of {code, values}: why")
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "person", "key", "turn"], name="one_stipend_per_turn"),
            models.CheckConstraint(condition=Q(amount__gt=0, amount__lte=F("full")), name="stipend_up_to_full"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-approved_at"], name="stipends_of_person")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.amount}"


class EntryAward(Row):
    """An award on which a line of the ledger rests. Once it is revoked, the line is taken back."""

    entry = models.ForeignKey(StipendEntry, on_delete=models.PROTECT, related_name="rests_on")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "award"], name="one_award_once_per_stipend")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.entry_id} {self.award_id}"


class StipendReversal(Row):
    """That a line of the ledger is taken back, and why. Where it was paid, the next period that is locked pays less."""

    class Cause(models.TextChoices):
        REVOKED = "revoked", _("An award was revoked")
        CREDIT = "credit", _("Credit was chosen instead")
        DECLINED = "declined", _("It was declined")
        CORRECTED = "corrected", _("It was corrected")

    entry = models.OneToOneField(StipendEntry, on_delete=models.PROTECT, related_name="reversal")
    cause = models.CharField(max_length=10, choices=Cause.choices)
    reason = models.TextField(blank=True, help_text="of a correction, in words for the educator")
    again = models.BooleanField(help_text="whether it may be due anew")
    reversed_at = models.DateTimeField()
    reversed_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: it followed from news"
    )

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.cause


class StipendPeriod(Row):
    """Days up to which stipends are paid together. Half-open; those of one organization follow one another."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="the first day after the period")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "starts_on"], name="one_stipend_period_per_start"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="stipend_period_has_days"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.last_day}"

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        return self.ends_on - timedelta(days=1)


class StipendLock(Row):
    """That a period is closed for good, with what was counted in it."""

    period = models.OneToOneField(StipendPeriod, on_delete=models.PROTECT, related_name="lock")
    locked_at = models.DateTimeField()
    locked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    payouts = models.PositiveIntegerField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.period_id)


class Payout(Row):
    """That a locked period pays a line of the ledger, or takes back what an earlier one paid for it."""

    class Kind(models.TextChoices):
        PAID = "paid", _("paid")
        TAKEN_BACK = "taken_back", _("taken back")

    period = models.ForeignKey(StipendPeriod, on_delete=models.PROTECT, related_name="payouts")
    entry = models.ForeignKey(StipendEntry, on_delete=models.PROTECT, related_name="payouts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    amount = models.DecimalField(max_digits=12, decimal_places=4, help_text="below zero where it is taken back")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "kind"], name="one_payout_of_a_kind"),
            models.CheckConstraint(
                condition=Q(kind="paid", amount__gt=0) | Q(kind="taken_back", amount__lt=0), name="payout_sign"
            ),
        ]
        triggers: ClassVar = [
            *frozen(),
            pgtrigger.Trigger(
                name="closed_when_locked",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF EXISTS (SELECT FROM rewards_stipendlock WHERE period_id = NEW.period_id) THEN
                    RAISE EXCEPTION 'the period is locked';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"
