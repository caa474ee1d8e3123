"""What may be typed of a link to one's transcript: shape only."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from microcred.foundation.fields import Day
from microcred.organizations.models import Person
from microcred.recognition.operations.sharing import new_token

OFFERED = (30, 90, 365)
"""How many days a link lasts by one click; the first is suggested. Any other day can be chosen."""

CHOSEN = "day"
"""The choice of another day."""


def _days_in_words(days: int, today: date) -> str:
    words = ngettext("%(count)s day, until %(day)s", "%(count)s days, until %(day)s", days)
    return words % {"count": days, "day": date_format(today + timedelta(days=days), "DATE_FORMAT")}


class ShareForm(forms.Form):
    """Whom a link is for, and until when it opens: for so many days, or until a day."""

    for_whom = forms.CharField(
        label=_("For whom"),
        max_length=200,
        help_text=_("For example a district where you apply. Only you read this."),
    )
    lasts = forms.ChoiceField(
        label=_("How long it opens"),
        help_text=_("After that the link opens nothing. You can end it sooner at any time."),
    )
    last_day = Day(
        label=_("Last day"),
        required=False,
        help_text=_("Where you choose the day yourself: the link opens until the end of that day."),
        widget=forms.DateInput(attrs={"type": "date", "class": "field-short"}),
    )

    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only what came from here, for this person: nobody chooses the token of a link.
        self.signer = Signer(salt=f"transcript-share:{person.pk}")
        self.today = today
        lasts: Any = self.fields["lasts"]
        lasts.choices = [
            *((days, _days_in_words(days, today)) for days in OFFERED),
            (CHOSEN, _("Until a day that you choose")),
        ]
        lasts.initial = OFFERED[0]
        # It is asked for where it is to be chosen, and is not “optional” there.
        vars(self.fields["last_day"])["depends"] = True
        self.fields["token"].initial = lambda: self.signer.sign(new_token())

    def clean(self) -> dict[str, Any]:
        """The last day, however it was chosen."""
        given = super().clean() or self.cleaned_data
        lasts = given.pop("lasts", None)
        if lasts and lasts != CHOSEN and given.get("last_day"):
            # Whoever typed a day meant it, and a link that opens for longer would be the worse mistake.
            self.add_error(
                "lasts", _("You chose so many days and a day too. Choose one of them, or empty the last day.")
            )
        elif lasts and lasts != CHOSEN:
            given["last_day"] = self.today + timedelta(days=int(lasts))
        elif lasts and not given.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", _("Choose the last day on which the link opens."))
        return given

    def clean_token(self) -> str:
        """The token of the link that this form makes; without one that came from here, another."""
        try:
            return self.signer.unsign(self.cleaned_data["token"])
        except BadSignature:
            return new_token()

    def renew(self) -> None:
        """Let the form, sent once more, make another link."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "token": self.signer.sign(new_token())}
