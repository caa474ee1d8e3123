from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Day, Words
from microcred.frameworks.models import Standard
from microcred.portfolios.suggesting import NEEDED, SURE


class GoalForm(forms.Form):
    """Why one learns."""

    text = Words(label=_("Why I learn"), required=False)


class ContractForm(forms.Form):
    """What one sets out to learn."""

    aims = Words(label=_("What I want to learn"), required=False)
    steps = Words(label=_("How I will show that I did"), required=False)
    support = Words(label=_("What helps me"), required=False)
    review_on = Day(label=_("When I look at it again"), required=False)


class SharingForm(forms.Form):
    """Which coach."""

    email = forms.CharField(label=_("Your coach's e-mail address"), max_length=320)


class NeedsForm(forms.Form):
    """For each competency how sure one is, and how much one needs it; either may stay open."""

    def __init__(self, standards: list[Standard], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.standards = standards
        for standard in standards:
            sure, needed = ([(str(value), words) for value, words in said.items()] for said in (SURE, NEEDED))
            self.fields[f"sure-{standard.pk}"] = forms.ChoiceField(choices=sure, required=False)
            self.fields[f"needed-{standard.pk}"] = forms.ChoiceField(choices=needed, required=False)

    def said(self) -> list[tuple[Standard, int, int]]:
        """What was answered whole: competency, sure, needed."""
        pairs = [
            (one, self.cleaned_data[f"sure-{one.pk}"], self.cleaned_data[f"needed-{one.pk}"]) for one in self.standards
        ]
        return [(one, int(sure), int(needed)) for one, sure, needed in pairs if sure and needed]
