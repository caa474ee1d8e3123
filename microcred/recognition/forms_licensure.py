"""What a licensure officer may type: shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Words
from microcred.organizations.models import Organization
from microcred.recognition.models import LookUp
from microcred.recognition.operations.licensure import BasisMissing, NumberMissing
from microcred.recognition.rules.reason_codes import About, offered


class LookUpForm(forms.Form):
    """A number, the legal basis, and which case it is."""

    jurisdiction = forms.ModelChoiceField(label=_("Agency"), queryset=Organization.objects.none(), empty_label=None)
    number = forms.CharField(
        label=_("License number"), max_length=60, error_messages={"required": NumberMissing.message}
    )
    basis = forms.ChoiceField(
        label=_("Legal basis"),
        choices=[("", "—"), *LookUp.Basis.choices],
        error_messages={"required": BasisMissing.message},
    )
    words = Words(
        label=_("Which case or request it is"),
        help_text=_("The person reads it in the list of who looked them up."),
        max_length=500,
        error_messages={"required": BasisMissing.message},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, jurisdictions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jurisdiction"].queryset = jurisdictions  # type: ignore[attr-defined]


class ReturnForm(forms.Form):
    """Why a set is returned."""

    code = forms.ChoiceField(required=False, choices=[("", "—"), *offered(About.SET)])
    words = Words(max_length=2_000, required=False)


class ResponseForm(forms.Form):
    """An agency's answer to a file."""

    answer = forms.FileField(label=_("The agency’s answer"))
