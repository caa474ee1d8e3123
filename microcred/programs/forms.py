from django import forms
from django.utils.translation import gettext_lazy as _


class JoinForm(forms.Form):
    """What is said when joining: that the agreement was read and is accepted."""

    agreement_accepted = forms.BooleanField(label=_("I have read the agreement and accept it"), required=False)
