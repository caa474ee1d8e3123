"""What may be typed where clocks are stopped: shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.portfolios.models import Pause


class ReasonForm(forms.Form):
    """For which reason a clock stops or goes on."""

    reason = forms.ChoiceField(label=_("Reason"), choices=Pause.Reason.choices)


class TakingForm(forms.Form):
    """From whom something in hand is taken back, and why."""

    claim = forms.UUIDField()
    reason = forms.CharField(label=_("Why, to who has it"), required=False, max_length=300)


class PauseForm(ReasonForm):
    """Why a clock stops."""

    note = forms.CharField(label=_("More, to the educator"), required=False, max_length=300)
