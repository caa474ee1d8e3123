"""What may be typed to ask for more time, and to answer. Shape only."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Day, Words
from microcred.portfolios.models import Extension
from microcred.portfolios.rules import end_of_day


class AskTimeForm(forms.Form):
    """Why, and until when."""

    reason = Words(
        label=_("Why you need more time"),
        error_messages={"required": _("Say in a sentence why. Only who decides reads it; say no more than they need.")},
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only who runs the program reads it, never who judges your work. Say no more than they need."),
    )
    wished_on = Day(
        label=_("The last day that would do"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class GrantTimeForm(forms.Form):
    """Until when, of which kind, and what the educator is told."""

    last_day = Day(
        label=_("New last day"),
        help_text=_("It ends at midnight in the program’s time zone."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Extension.Kind.choices)
    reason = Words(
        label=_("To the educator"),
        error_messages={"required": _("Say why: the person reads it, and so does who asks later.")},
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def until(self) -> datetime:
        """The midnight that ends the last day, on the program's clock."""
        return end_of_day(self.cleaned_data["last_day"], self.zone)


class DeclineTimeForm(forms.Form):
    """Why not."""

    words = Words(
        label=_("Why not, and what instead"),
        error_messages={"required": _("Say why, and what they can do instead: the educator reads it.")},
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
