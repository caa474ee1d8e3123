"""What may be typed where a lead tries what would be: shape only."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.scoring.rules import MOST_MORE, WhatIf

MOST_SUBMISSIONS = 5_000


class WhatIfForm(forms.Form):
    """More submissions by a day, assessors more or fewer, readings more or fewer."""

    more = forms.IntegerField(label=_("Further submissions"), required=False, min_value=0, max_value=MOST_SUBMISSIONS)
    by = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    assessors = forms.IntegerField(
        label=_("Assessors more, or fewer"),
        required=False,
        min_value=-MOST_MORE,
        max_value=MOST_MORE,
        help_text=_("A minus takes away: those who read least go first."),
    )
    hours = forms.FloatField(
        label=_("Hours a week that each of these reads"),
        required=False,
        min_value=0.5,
        max_value=60,
        help_text=_("Empty: as many readings as the middle one of all there are."),
    )
    each = forms.IntegerField(
        label=_("Readings a week from each, more or fewer"),
        required=False,
        min_value=-MOST_MORE,
        max_value=MOST_MORE,
    )

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        """A form of a day.

        Args:
            today: at the place that plans.
        """
        super().__init__(*args, **more)
        self.today = today

    def clean_by(self) -> date | None:
        """Nothing more comes by a day that is gone."""
        by: date | None = self.cleaned_data["by"]
        if by is not None and by < self.today:
            raise forms.ValidationError(_("This day is gone. Choose today or a later one."))
        return by

    def what_if(self, dates: Sequence[date]) -> WhatIf:
        """What was typed, with its day counted in the business days that are played."""
        data: dict[str, Any] = self.cleaned_data
        by = data["by"] or dates[-1]
        return WhatIf(
            data["more"] or 0,
            max((day for day, on in enumerate(dates) if on <= by), default=0),
            data["assessors"] or 0,
            data["hours"],
            data["each"] or 0,
        )
