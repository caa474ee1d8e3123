from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import FIRST_DAY, LAST_DAY, Day, Words


class PlanForm(forms.Form):
    """The day to aim for, and a note."""

    target_on = Day(label=_("Hand it in by"), required=False)
    note = Words(label=_("A note to yourself"), required=False)

    def clean_target_on(self) -> object:
        """A day of the calendar that other programs know, too."""
        day = self.cleaned_data["target_on"]
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(_("Choose a day between 1900 and 2199."))
        return day


class PlanPlaceForm(forms.Form):
    """Which entry changes places with this one."""

    other = forms.UUIDField()
