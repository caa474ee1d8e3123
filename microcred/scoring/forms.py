"""What may be typed at the queue and the workbench: shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Words
from microcred.portfolios.models import Quarantine


class ClaimForm(forms.Form):
    """Which submission to take up again, or of which version to take the next; the next of all when it names none."""

    item = forms.UUIDField(required=False)
    version = forms.UUIDField(required=False)


class HoldingForm(forms.Form):
    """Under which claim the page was opened."""

    claim_number = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class RecusalForm(HoldingForm):
    """Why an assessor steps back; they need not say."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)


class ReturnForm(HoldingForm):
    """Why a submission is given back; they need not say."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)


class FlagForm(forms.Form):
    """What an assessor noticed about the origin of the work."""

    words = Words(label=_("What you noticed"), strip=False)


class WordForm(HoldingForm):
    """A comment; `revision` is what it is based on."""

    text = Words(required=False, strip=False)
    revision = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)


class MarkForm(WordForm):
    """A level, a comment, or both."""

    level = forms.UUIDField(required=False)


class SettingAsideForm(HoldingForm):
    """What is seen that should stay private, and where."""

    reason = forms.ChoiceField(choices=Quarantine.Reason.choices)
    words = Words(required=False, max_length=300)
