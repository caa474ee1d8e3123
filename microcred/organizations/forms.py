from django import forms
from django.utils.translation import gettext_lazy as _


class NameForm(forms.Form):
    """What signing up asks beyond the address and the password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("As it should stand on your credentials."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: object, user: object) -> None:
        """Nothing more to do: the adapter has saved the name."""
