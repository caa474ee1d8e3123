"""What may be typed: shape only."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Day, Words

MOST_MINUTES = 24 * 60


class RateForm(forms.Form):
    """What a reading is paid, and what it counts for, from a day on."""

    kind = forms.ChoiceField(
        label=_("What is paid"),
        choices=[
            ("reading", _("Each reading")),
            ("training", _("Each hour of training, by the minutes that were counted")),
        ],
        initial="reading",
        required=False,
        widget=forms.RadioSelect,
    )
    amount = forms.DecimalField(
        label=_("Amount for one reading, or for an hour"),
        max_digits=12,
        decimal_places=4,
        help_text=_("Every reading of a submission is paid alike, so that by the pay nobody learns which one it was."),
        widget=forms.NumberInput(attrs={"class": "field-short"}),
    )
    currency = forms.CharField(
        label=_("Currency"),
        min_length=3,
        max_length=3,
        initial="USD",
        widget=forms.TextInput(attrs={"class": "field-short", "autocapitalize": "characters"}),
    )
    minutes = forms.IntegerField(
        label=_("Minutes of service that a reading counts for"),
        min_value=0,
        max_value=MOST_MINUTES,
        required=False,
        help_text=_(
            "In the service record that assessors take to their renewal. Empty: you say nothing of it. Training counts "
            "for the minutes that were counted."
        ),
        widget=forms.NumberInput(attrs={"class": "field-short"}),
    )
    starts_on = Day(label=_("For work from"), widget=forms.DateInput(attrs={"type": "date", "class": "field-short"}))

    def clean_kind(self) -> str:
        """A reading, where nothing is said."""
        return str(self.cleaned_data["kind"]) or "reading"

    def clean_currency(self) -> str:
        """The code in capitals."""
        return str(self.cleaned_data["currency"]).upper()


class PeriodForm(forms.Form):
    """The next days for which an organization pays together."""

    starts_on = Day(label=_("First day"), widget=forms.DateInput(attrs={"type": "date", "class": "field-short"}))
    last_day = Day(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date", "class": "field-short"}))


class ReversalForm(forms.Form):
    """Why pay is taken back, and whether the reading is paid anew."""

    reason = Words(
        label=_("Why"),
        help_text=_("The assessor reads it."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    pay_again = forms.ChoiceField(
        label=_("And then"),
        choices=[
            ("no", _("It is not paid: it should not have been.")),
            ("yes", _("It is paid anew, by the rate that holds for its day now.")),
        ],
        widget=forms.RadioSelect,
    )


class ServiceDaysForm(forms.Form):
    """From which day to which a service record goes, both included."""

    first = Day(label=_("First day"), widget=forms.DateInput(attrs={"type": "date", "class": "field-short"}))
    last = Day(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date", "class": "field-short"}))

    def clean_last(self) -> date:
        """A day that is not before the first."""
        first: date | None = self.cleaned_data.get("first")
        last: date = self.cleaned_data["last"]
        if first is not None and last < first:
            raise forms.ValidationError(_("Give a last day that is the first or comes after it."), code="backwards")
        return last

    def days(self) -> tuple[date, date]:
        """The days asked for, or those that it began with."""
        said: Mapping[str, date] = self.cleaned_data if self.is_valid() else self.initial
        return said["first"], said["last"]


class MonthForm(forms.Form):
    """Which month a person looks at."""

    month = forms.DateField(input_formats=["%Y-%m"])

    def chosen(self) -> date | None:
        """The first day of the month; None where none was named."""
        found: Any = self.cleaned_data["month"] if self.is_valid() else None
        return found if isinstance(found, date) else None
