from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Words
from microcred.integrity.models import Step
from microcred.integrity.rules import Outcome


class SaidForm(forms.Form):
    """Words that go with a step."""

    words = Words(label=_("In words"), required=False, strip=False)


class StepForm(SaidForm):
    """A step of who looks into a case."""

    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in Step.Kind if kind not in (Step.Kind.LOOKED, Step.Kind.ANSWERED)]
    )
    outcome = forms.TypedChoiceField(
        label=_("What comes of it"),
        choices=[("", ""), *Step.OUTCOMES],
        coerce=Outcome,
        empty_value=None,
        required=False,
    )


class OpennessForm(forms.Form):
    """Whether matches are shown whole to who agreed too."""

    is_open = forms.BooleanField(required=False)
