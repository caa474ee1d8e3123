"""What may be typed: shape only."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import MicroCredential, Stack
from microcred.foundation.fields import Day, Words
from microcred.organizations.models import Organization, Role
from microcred.rewards.models import StipendOffer
from microcred.rewards.operations import Said, Wanted
from microcred.rewards.queries import titles_of
from microcred.rewards.rules import JULY, Benefit

SHORT = {"class": "field-short"}
DAY = {"type": "date", "class": "field-short"}
EARNING = (Role.EDUCATOR, Role.COACH, Role.ASSESSOR, Role.LEAD_ASSESSOR, Role.AUTHOR, Role.PROGRAM_MANAGER)
"""The roles for which a stipend is offered."""

Grouped = list[tuple[str, list[tuple[str, str]]]]


class TermsForm(forms.Form):
    """What an offer pays from a day on, for whom, with which caps, and by which clause."""

    amount = forms.DecimalField(
        label=_("Amount"),
        max_digits=12,
        decimal_places=2,
        help_text=_("For each award, or once for all that is asked for together."),
        widget=forms.NumberInput(attrs=SHORT),
    )
    needed = forms.DecimalField(
        label=_("How many micro-credentials or hours together"),
        max_digits=8,
        decimal_places=2,
        required=False,
        help_text=_("Only for offers that pay once so many are earned."),
        widget=forms.NumberInput(attrs=SHORT),
    )
    clause = Words(
        label=_("Where it stands"),
        help_text=_("The policy, agreement or decision, with its number. Educators read it beside every amount."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    micro_credentials = forms.ModelMultipleChoiceField(
        label=_("Only these micro-credentials"), queryset=MicroCredential.objects.none(), required=False
    )
    stack = forms.ModelChoiceField(
        label=_("Only those of this stack"),
        queryset=Stack.objects.none(),
        required=False,
        empty_label=_("Any stack, and none"),
    )
    roles = forms.MultipleChoiceField(
        label=_("For whoever on that day was"),
        choices=[(role.value, role.label) for role in EARNING],
        initial=[Role.EDUCATOR.value],
        widget=forms.CheckboxSelectMultiple,
    )
    schools = forms.ModelMultipleChoiceField(
        label=_("Only at these schools"), queryset=Organization.objects.none(), required=False
    )
    most_in_year = forms.DecimalField(
        label=_("Most for one person in a fiscal year"),
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text=_("Empty: no such cap."),
        widget=forms.NumberInput(attrs=SHORT),
    )
    most_in_all = forms.DecimalField(
        label=_("Most for one person in all"),
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text=_("Empty: no such cap."),
        widget=forms.NumberInput(attrs=SHORT),
    )
    instead_of_credit = forms.BooleanField(label=_("Stipend or credit, not both: the educator chooses"), required=False)
    starts_on = Day(label=_("For what is earned from"), widget=forms.DateInput(attrs=DAY))
    last_day = Day(
        label=_("Until"),
        required=False,
        help_text=_("The last day. Empty: until you state other terms."),
        widget=forms.DateInput(attrs=DAY),
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        below = Organization.objects.filter(lineage__contains=[organization.pk]).exclude(pk=organization.pk)
        schools: Any = self.fields["schools"]
        schools.queryset = below.order_by("name", "pk")
        things: Any = self.fields["micro_credentials"]
        things.queryset = MicroCredential.objects.filter(versions__isnull=False).distinct()
        stack: Any = self.fields["stack"]
        stack.queryset = Stack.objects.order_by("position", "name")

    def grouped_micro_credentials(self) -> Grouped:
        """What can be ticked, as values and what they stand for."""
        found = titles_of(MicroCredential.objects.filter(versions__isnull=False).values_list("pk", flat=True))
        return [("", sorted(((str(pk), title) for pk, title in found.items()), key=lambda pair: pair[1].casefold()))]

    def grouped_schools(self) -> Grouped:
        """The same of schools."""
        schools: Any = self.fields["schools"]
        return [("", [(str(pk), name) for pk, name in schools.queryset.values_list("pk", "name")])]

    def chosen_micro_credentials(self) -> list[str]:
        """What is ticked."""
        return [str(each) for each in self["micro_credentials"].value() or ()]

    def chosen_schools(self) -> list[str]:
        """What is ticked."""
        return [str(each) for each in self["schools"].value() or ()]

    def said(self) -> Said:
        """The terms, as the verbs take them."""
        given: Mapping[str, Any] = self.cleaned_data
        last: date | None = given["last_day"]
        return Said(
            clause=given["clause"],
            starts_on=given["starts_on"],
            ends_on=None if last is None else last + timedelta(days=1),
            amount=given["amount"],
            micro_credentials=tuple(given["micro_credentials"]),
            stack=given["stack"],
            needed=Decimal(1) if given["needed"] is None else given["needed"],
            roles=tuple(Role(each) for each in given["roles"]),
            schools=tuple(given["schools"]),
            most_in_year=given["most_in_year"],
            most_in_all=given["most_in_all"],
            instead_of_credit=given["instead_of_credit"],
        )


class OfferForm(TermsForm):
    """A new offer with its first terms."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("As educators read it, such as “Stipend for each award”.")
    )
    basis = forms.ChoiceField(
        label=_("What it pays for"),
        choices=StipendOffer.Basis.choices,
        initial=StipendOffer.Basis.AWARD,
        widget=forms.RadioSelect,
    )
    currency = forms.CharField(
        label=_("Currency"),
        min_length=3,
        max_length=3,
        initial="USD",
        widget=forms.TextInput(attrs={**SHORT, "autocapitalize": "characters"}),
    )
    year_begins = forms.TypedChoiceField(
        label=_("Your fiscal year begins in"), choices=list(MONTHS.items()), coerce=int, initial=JULY
    )

    def clean_currency(self) -> str:
        """The code in capitals."""
        return str(self.cleaned_data["currency"]).upper()


class BudgetForm(forms.Form):
    """What an offer may pay for what is earned in a fiscal year."""

    year = forms.TypedChoiceField(label=_("Fiscal year"), coerce=int)
    amount = forms.DecimalField(
        label=_("Budget"), max_digits=14, decimal_places=2, min_value=0, widget=forms.NumberInput(attrs=SHORT)
    )

    def __init__(self, *args: Any, years: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["year"]
        choice.choices = years


class LastDayForm(forms.Form):
    """Until when everything approved is paid."""

    last_day = Day(label=_("Pay what was approved until the end of"), widget=forms.DateInput(attrs=DAY))


class StipendReversalForm(forms.Form):
    """Why a stipend is taken back, and whether it is due anew."""

    reason = Words(
        label=_("Why"),
        help_text=_("The educator reads it."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    again = forms.ChoiceField(
        label=_("And then"),
        choices=[
            ("no", _("It is not paid: it should not have been.")),
            ("yes", _("It may be due anew, by what is on record now.")),
        ],
        initial="no",
        widget=forms.RadioSelect,
    )


class ChoiceForm(forms.Form):
    """Stipend or credit."""

    benefit = forms.TypedChoiceField(choices=[(each.value, each.value) for each in Benefit], coerce=Benefit)


class ApprovalsForm(forms.Form):
    """What is to be approved, each with the amount that was seen."""

    due = forms.MultipleChoiceField(error_messages={"required": _("Choose at least one stipend.")})

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choice: Any = self.fields["due"]
        choice.choices = [(each, each) for each in data.getlist("due")]

    def clean_due(self) -> list[Wanted]:
        """What each token says."""
        try:
            return [_wanted(token) for token in self.cleaned_data["due"]]
        except (ValueError, InvalidOperation) as unread:
            raise forms.ValidationError(_("Choose from the list."), code="unread") from unread


def _wanted(token: str) -> Wanted:
    offer, person, key, amount = token.split("|")
    return Wanted(UUID(offer), UUID(person), key, Decimal(amount))
