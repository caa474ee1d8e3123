"""Offers of stipends, their editions and their budgets."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Stack
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.rewards.rules import JULY
from microcred.rewards.rules import Basis as RuledBasis


class StipendOffer(Row):
    """Something a district or state pays a stipend for. What it pays stands in its editions."""

    class Basis(models.TextChoices):
        AWARD = RuledBasis.AWARD.value, _("Each micro-credential that is earned")
        NTH = RuledBasis.NTH.value, _("So many micro-credentials together, once")
        HOURS = RuledBasis.HOURS.value, _("Micro-credentials of so many hours together, once")
        STACK = RuledBasis.STACK.value, _("A whole stack, once")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    basis = models.CharField(max_length=8, choices=Basis.choices)
    currency = models.CharField(max_length=3, help_text="ISO 4217")
    year_begins = models.PositiveSmallIntegerField(
        default=JULY, help_text="the month on whose first day fiscal years begin"
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "name"], name="one_stipend_offer_per_name"),
            models.CheckConstraint(condition=Q(year_begins__gte=1, year_begins__lte=12), name="year_begins_in_a_month"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.name


class OfferEdition(Row):
    """What an offer pays for awards earned from a day on, for whom, with which caps, and by which clause."""

    offer = models.ForeignKey(StipendOffer, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    clause = models.TextField(help_text="where it stands: the policy, agreement or decision, in words")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, help_text="the first day after it; empty: until other terms hold")
    amount = models.DecimalField(max_digits=12, decimal_places=4, help_text="for one award, or once for the milestone")
    micro_credentials = ArrayField(models.UUIDField(), default=list, help_text="those it is for; empty: any")
    stack = models.ForeignKey(
        Stack, null=True, on_delete=models.PROTECT, related_name="+", help_text="for what it holds; empty: no stack"
    )
    needed = models.DecimalField(
        max_digits=8, decimal_places=2, default=1, help_text="micro-credentials or hours of the milestone"
    )
    roles = ArrayField(models.CharField(max_length=30), help_text="one of which one must hold on the day")
    schools = ArrayField(
        models.UUIDField(), default=list, help_text="organizations below whose people it is for; empty: all"
    )
    most_in_year = models.DecimalField(
        max_digits=12, decimal_places=4, null=True, help_text="for one person in one fiscal year"
    )
    most_in_all = models.DecimalField(max_digits=12, decimal_places=4, null=True, help_text="for one person in all")
    instead_of_credit = models.BooleanField(help_text="stipend or credit, not both: the educator chooses")
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "number"], name="one_offer_edition_per_number"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="offered_amount_positive"),
            models.CheckConstraint(condition=Q(needed__gt=0), name="offer_needs_something"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="offer_edition_has_days"
            ),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.offer_id} {self.number}"


class StipendBudget(Row):
    """What an offer may pay for awards earned in a fiscal year. Of several for one year the newest holds."""

    offer = models.ForeignKey(StipendOffer, on_delete=models.PROTECT, related_name="budgets")
    year = models.PositiveSmallIntegerField(help_text="the calendar year in which the fiscal year begins")
    amount = models.DecimalField(max_digits=14, decimal_places=4)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(amount__gte=0), name="budget_not_negative")]
        indexes: ClassVar = [models.Index(fields=["offer", "year", "-set_at"], name="budget_of_year")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.offer_id} {self.year}"
