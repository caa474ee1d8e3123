from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Words
from microcred.portfolios.rules import ATTESTATIONS


class StartForm(forms.Form):
    """What is started, and in which program; without one, in the one that the person has a seat in, if any."""

    version = forms.UUIDField()
    program = forms.UUIDField(required=False)


class AnswerForm(forms.Form):
    """The words of one answer, the revision that they are based on, and the mark of what the page says of it."""

    text = Words(required=False, strip=False)
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    shows = forms.CharField(required=False)


class FileForm(forms.Form):
    """One file. What it really is, the operation finds out."""

    file = forms.FileField(label=_("File"), allow_empty_file=True, max_length=None)


class LinkForm(forms.Form):
    """One address with a title."""

    title = forms.CharField(label=_("What is there"), required=False, max_length=255)
    url = forms.CharField(label=_("Address"), max_length=4000)


class SubmitForm(forms.Form):
    """The attestations, and the key that makes a second click the same submission."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    stated = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    disclosure = Words(label=_("Which tools, and for what"), required=False, strip=False)
    attested = forms.MultipleChoiceField(
        label=_("Statements"),
        choices=[(kind, kind) for kind in ATTESTATIONS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def attestations(self) -> frozenset[str]:
        """The kinds that were ticked."""
        ticked: list[Any] = self.cleaned_data["attested"]
        return frozenset(ticked)
