"""The form in which an organization words a statement."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Day, Words
from microcred.portfolios.models import StatementWording


class StatementForm(forms.Form):
    """A new edition of a statement, in both languages, from a day on."""

    english = Words(label=_("In English"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    spanish = Words(label=_("In Spanish"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    policy = forms.ChoiceField(
        label=_("Generative tools are"), choices=StatementWording.Policy.choices, widget=forms.RadioSelect
    )
    shows_assessors = forms.BooleanField(label=_("Assessors see what educators tell of tools"), required=False)
    effective_on = Day(
        label=_("Holds from"),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
        help_text=_("From the beginning of that day in the organization's time zone. Empty: from now on."),
    )

    def __init__(self, *args: Any, about_tools: bool, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone = zone
        if not about_tools:
            del self.fields["policy"], self.fields["shows_assessors"]

    def written(self, at: datetime) -> dict[str, Any]:
        """What was filled in, as the verb takes it."""
        day = self.cleaned_data["effective_on"]
        effective_at = datetime.combine(day, time.min, ZoneInfo(self._zone)) if day else at
        policy = self.cleaned_data.get("policy")
        return {
            "english": self.cleaned_data["english"],
            "spanish": self.cleaned_data["spanish"],
            "policy": StatementWording.Policy(policy) if policy else None,
            "shows_assessors": self.cleaned_data.get("shows_assessors", False),
            "effective_at": effective_at,
        }
