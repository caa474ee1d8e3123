"""What may be asked of a reliability report: shape only."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Version

YEAR = timedelta(days=365)


class ReportForm(forms.Form):
    """From which day to which, and of which version; without it, of all of which anything was decided."""

    since = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("It counts too.")
    )
    version = forms.ChoiceField(label=_("Micro-credential"), required=False)

    def __init__(self, *args: Any, today: date, versions: Sequence[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        named = [(str(each.pk), f"{each.title}, {each.label}") for each in versions]
        self.fields["version"] = forms.ChoiceField(
            label=_("Micro-credential"), required=False, choices=[("", _("All of them")), *named]
        )

    @staticmethod
    def usual(today: date) -> dict[str, str]:
        """The last twelve months."""
        return {"since": (today - YEAR).isoformat(), "until": today.isoformat()}

    def clean(self) -> dict[str, Any]:
        """Days in their order, none of them to come.

        Raises:
            ValidationError.
        """
        chosen: dict[str, Any] = super().clean() or {}
        since, until = chosen.get("since"), chosen.get("until")
        if since and until and until < since:
            self.add_error(
                "until",
                ValidationError(_("The last day lies before the first. Choose a later one, or the same day."), "order"),
            )
        if since and since > self.today:
            self.add_error("since", ValidationError(_("Nothing has been decided yet on that day."), "to come"))
        return chosen
