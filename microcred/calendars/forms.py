"""What may be typed of a business calendar: shape only."""

from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.calendars.models import Edition
from microcred.calendars.reading import read_file, read_lines
from microcred.calendars.recurring import MOST_EVENTS, YEARS_AHEAD, NotReadable
from microcred.calendars.rules import Closure
from microcred.foundation.fields import Words

MOST_BYTES = 512 * 1024


class CalendarForm(forms.Form):
    """The weekend, the holidays to begin with, and the days on which nobody works."""

    weekend = forms.TypedMultipleChoiceField(
        label=_("Weekend"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    base = forms.ChoiceField(label=_("Holidays"), choices=Edition.Base.choices)
    closures = Words(
        label=_("Further holidays and closures"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("One in each line: 2026-12-21 to 2027-01-04 Winter break. One day alone: 2027-04-02 Good Friday."),
    )
    file = forms.FileField(
        label=_("Or add them from a file"),
        required=False,
        help_text=format_lazy(
            _(
                "iCalendar with whole days, or CSV: name, first day, last day. They join what stands above. What comes "
                "back each year is written out for this year and the {years} after it. At most 512 KB and {events} "
                "events."
            ),
            years=YEARS_AHEAD,
            events=MOST_EVENTS,
        ),
    )
    note = forms.CharField(label=_("Why it changes"), required=False, max_length=300)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_closures(self) -> list[Closure]:
        """The lines as closures."""
        return self._read(lambda: read_lines(self.cleaned_data["closures"]))

    def clean_file(self) -> list[Closure]:
        """The file as closures; none where there is no file."""
        file = self.cleaned_data["file"]
        if not file:
            return []
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than any list of holidays. Choose another."))
        return self._read(lambda: read_file(file.name, file.read(), today=self.today))

    def said(self) -> dict[str, Any]:
        """What `set_calendar` is asked for."""
        data = self.cleaned_data
        return {
            "weekend": data["weekend"],
            "closures": [*data["closures"], *data["file"]],
            "note": data["note"],
        }

    def _read(self, read: Any) -> list[Closure]:
        try:
            closures: list[Closure] = read()
        except NotReadable as no:
            raise forms.ValidationError(no.words) from None
        return closures
