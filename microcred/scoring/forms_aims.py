"""What may be typed where a lead says what readings are to reach: shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Words
from microcred.scoring.rules import LEAST_AIM, MOST_AIM, Aims


def _aim(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=LEAST_AIM, max_value=MOST_AIM)


class AimsForm(forms.Form):
    """The least that each figure should be, in hundredths."""

    exact = _aim(_("Same level, of three or more: of 100 pairs of readings"))
    exact_of_two = _aim(_("Same level, of two: of 100 pairs"))
    near = _aim(_("At most one level apart: of 100 pairs"))
    alpha = _aim(_("Krippendorff’s alpha, ordinal, in hundredths"))
    ac2 = _aim(_("Gwet’s AC2, in hundredths"))
    decisions = _aim(_("Same decision: of 100 submissions that were read twice"))
    reason = Words(label=_("Why"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}))

    def aims(self) -> Aims:
        """What was typed."""
        return Aims(**{name: self.cleaned_data[name] for name in Aims().by_name})
