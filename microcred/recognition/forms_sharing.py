"""What may be typed of a link to one's transcript: shape only."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Day
from microcred.organizations.models import Person
from microcred.recognition.operations.sharing import new_token

SUGGESTED = timedelta(days=30)
"""How long a link lasts where its person chooses nothing else."""


class ShareForm(forms.Form):
    """Whom a link is for, and until when it opens."""

    for_whom = forms.CharField(
        label=_("For whom"),
        max_length=200,
        help_text=_("For example a district where you apply. Only you read this."),
    )
    last_day = Day(
        label=_("Last day"),
        help_text=_("The link opens nothing after this day. You can end it sooner at any time."),
        widget=forms.DateInput(attrs={"type": "date", "class": "field-short"}),
    )

    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only what came from here, for this person: nobody chooses the token of a link.
        self.signer = Signer(salt=f"transcript-share:{person.pk}")
        self.fields["last_day"].initial = today + SUGGESTED
        self.fields["token"].initial = lambda: self.signer.sign(new_token())

    def clean_token(self) -> str:
        """The token of the link that this form makes; without one that came from here, another."""
        try:
            return self.signer.unsign(self.cleaned_data["token"])
        except BadSignature:
            return new_token()

    def renew(self) -> None:
        """Let the form, sent once more, make another link."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "token": self.signer.sign(new_token())}
