"""What may be typed of a link to one's transcript: shape only."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Day

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

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = today + SUGGESTED
