"""What may be chosen."""

from django import forms
from django.utils.translation import gettext_lazy as _


class OfferForm(forms.Form):
    """Whether a wallet must also be told a code."""

    with_code = forms.BooleanField(
        label=_("Ask for a code as well"),
        help_text=_("Safer where others can see your screen. Not every wallet can do it."),
        required=False,
    )
