"""What may be typed: shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.integrations.oauth.rules import ISSUING_SCOPES


class IssuingClientForm(forms.Form):
    """A program that is let in."""

    name = forms.CharField(
        label=_("What it is called"),
        help_text=_("It stands in the credentials, which are issued on its word."),
        max_length=150,
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=list(ISSUING_SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
