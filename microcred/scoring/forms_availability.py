"""What may be typed where somebody says how much they read: shape only."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.scoring.rules import MOST_PERIODS, MOST_READINGS

SPARE = 2
"""empty rows for days away, beside what was said before"""


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class AvailabilityForm(forms.Form):
    """The most in a week, the days away, and what is to be offered."""

    most_a_week = forms.IntegerField(
        label=_("Most readings a week"),
        required=False,
        min_value=1,
        max_value=MOST_READINGS,
        help_text=_("A week begins on Monday. Empty: no limit."),
    )

    def __init__(
        self, *args: Any, offered: Sequence[tuple[UUID, str]], away: Iterable[Iterable[date]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offered = [micro_credential for micro_credential, _title in offered]
        self.titles = [(str(pk), title) for pk, title in offered]
        if offered:
            self.fields["wanted"] = forms.MultipleChoiceField(
                label=_("Offer me work on"),
                choices=self.titles,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        known = list(away)
        self.rows = min(len(known) + SPARE, MOST_PERIODS)
        for number in range(self.rows):
            first, last = known[number] if number < len(known) else (None, None)
            self.fields[f"first_{number}"] = _day(_("Away from"))
            self.fields[f"last_{number}"] = _day(_("Until"))
            self.initial.setdefault(f"first_{number}", first)
            self.initial.setdefault(f"last_{number}", last)

    def grouped_wanted(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What there is to choose from, in the one group that it is, which needs no name."""
        return [("", self.titles)]

    def chosen_wanted(self) -> list[str]:
        """What is ticked, as values."""
        return [str(value) for value in self["wanted"].value() or ()]

    @property
    def periods(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each time away."""
        return [(self[f"first_{number}"], self[f"last_{number}"]) for number in range(self.rows)]

    def clean(self) -> dict[str, Any]:
        """One day alone is a time away too."""
        data = super().clean() or self.cleaned_data
        away = []
        for number in range(self.rows):
            first, last = data.get(f"first_{number}"), data.get(f"last_{number}")
            begins, ends = first or last, last or first
            if begins is None or ends is None:
                continue
            if begins > ends:
                self.add_error(f"last_{number}", _("This day lies before the one on which it begins."))
            away.append((begins, ends))
        data["away"] = away
        return data

    def said(self) -> dict[str, Any]:
        """What `declare_availability` is asked for."""
        data = self.cleaned_data
        wanted = {UUID(each) for each in data.get("wanted", ())}
        return {
            "most_a_week": data["most_a_week"],
            "away": data["away"],
            "unwanted": [pk for pk in self.offered if pk not in wanted],
        }
