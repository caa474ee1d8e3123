from django import forms
from django.utils.translation import gettext_lazy as _


class TeammateForm(forms.Form):
    """Whom to name, by the address with which they sign in."""

    email = forms.EmailField(label=_("Their e-mail address"))
