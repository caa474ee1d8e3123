"""Forms for pins of an assessor."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Words
from microcred.portfolios.forms_pins import PlaceForm

ANSWER = "text"
"""The kind of what was written."""


class EvidencePinForm(PlaceForm):
    """To which criterion, where, and what is to be seen there: of a piece of evidence in hand."""

    criterion = forms.ChoiceField(label=_("To which criterion"))
    quote = Words(label=_("Which words"), required=False, strip=False)
    words = Words(label=_("What is to be seen there"), required=False, strip=False)

    def __init__(
        self, data: Any = None, *, kind: str, key: Any, criteria: Sequence[tuple[str, str]], **about: Any
    ) -> None:
        super().__init__(data, kind=kind, auto_id=f"pin-{key}-%s", **about)
        self.kind = kind
        choices: Any = self.fields["criterion"]
        choices.choices = criteria
        if kind != ANSWER:
            del self.fields["quote"]

    def said(self) -> dict[str, Any]:
        """The place, the quoted words and the note, as the verb takes them."""
        typed = self.cleaned_data
        return {"place": self.place, "quote": typed.get("quote", ""), "words": typed["words"]}

    @property
    def first_trouble(self) -> str:
        """What is wrong with it, in a sentence."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")
