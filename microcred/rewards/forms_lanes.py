"""What may be typed about salary lanes: shape only."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Day, Words
from microcred.rewards.models import LaneSchedule
from microcred.rewards.rules import JULY

LONGEST_NAME = 80
MOST_LANES = 40
MOST = Decimal(100_000)


class LanesForm(forms.Form):
    """The lanes of a district, one a line, and how what was earned counts towards them."""

    source = Words(
        label=_("Where they stand"),
        help_text=_("The document and the place in it, such as “Negotiated agreement 2026, article 12”."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    measure = forms.ChoiceField(
        label=_("Counted in"), choices=LaneSchedule.Measure.choices, initial="awards", widget=forms.RadioSelect
    )
    hours_per_credit = forms.DecimalField(
        label=_("Hours for one credit"),
        max_digits=6,
        decimal_places=2,
        required=False,
        help_text=_("Only where lanes are counted in credits."),
        widget=forms.NumberInput(attrs={"class": "field-short"}),
    )
    lanes = Words(
        label=_("Lanes, one a line"),
        help_text=_("The name, a colon, and how much it takes, such as “MA+15: 15”."),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    counts_from = Day(
        label=_("Counting what was earned from"),
        widget=forms.DateInput(attrs={"type": "date", "class": "field-short"}),
    )
    effect = forms.ChoiceField(
        label=_("A lane holds"), choices=LaneSchedule.Effect.choices, initial="next_year", widget=forms.RadioSelect
    )
    without_stipends = forms.BooleanField(
        label=_("What the stipend was chosen for does not count"), required=False, initial=True
    )
    year_begins = forms.TypedChoiceField(
        label=_("Your fiscal year begins in"), choices=list(MONTHS.items()), coerce=int, initial=JULY
    )

    def clean_lanes(self) -> dict[str, Decimal]:
        """How much each lane takes, by its name."""
        found: dict[str, Decimal] = {}
        for line in filter(None, (line.strip() for line in str(self.cleaned_data["lanes"]).splitlines())):
            name, _colon, amount = line.rpartition(":")
            try:
                threshold = Decimal(re.sub(r"\s", "", amount))
            except InvalidOperation:
                threshold = Decimal(0)
            read = name.strip() and len(name.strip()) <= LONGEST_NAME and 0 < threshold <= MOST
            if not read or threshold != round(threshold, 2) or name.strip() in found:
                raise forms.ValidationError(
                    _("“%(line)s” cannot be read, or its name is there twice. Write a name, a colon and a number."),
                    code="unread",
                    params={"line": line},
                )
            found[name.strip()] = threshold
        if len(found) > MOST_LANES:
            raise forms.ValidationError(_("These are too many lanes."), code="too_many")
        return found

    @staticmethod
    def as_typed(schedule: LaneSchedule | None) -> dict[str, Any]:
        """The schedule that holds, as somebody would type it."""
        if schedule is None:
            return {}
        names = ("source", "measure", "hours_per_credit", "counts_from", "effect", "without_stipends", "year_begins")
        lanes = sorted(schedule.lanes.all(), key=lambda lane: (lane.threshold, lane.name))
        typed = "\n".join(f"{lane.name}: {lane.threshold.normalize():f}" for lane in lanes)
        return {**{name: getattr(schedule, name) for name in names}, "lanes": typed}
