"""The form of whoever looks whether everything opens: for each thing one choice and, if need be, where it is.

It has no other field: there is nothing in it that could say how good the work is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Words
from microcred.portfolios.completeness import LONGEST_NOTE, label_of, reasons_for

IN_ORDER = "in_order"


class GivingBackForm(forms.Form):
    """Which claim is given back; of another, stale or odd number nothing is."""

    claim_number = forms.IntegerField(min_value=0, max_value=2**31 - 1)


@dataclass(frozen=True)
class Looked:
    """One thing that is looked at: an answer, or a file or link, which is then its `piece`."""

    requirement: UUID
    piece: UUID | None
    kind: str
    number: int = 0
    """of the requirement"""
    alias: str = ""
    """what the piece is called"""

    @property
    def asked(self) -> str:
        """What is said where nothing was chosen: which thing it is, for several stand on a page."""
        if self.alias:
            return str(_("Number {number}, {name}: say what you see.")).format(number=self.number, name=self.alias)
        return str(_("Number {number}, the answer: say what you see.")).format(number=self.number)

    @property
    def key(self) -> str:
        """By which its fields go."""
        return f"piece-{self.piece}" if self.piece else f"answer-{self.requirement}"


class LookingForm(forms.Form):
    """What was seen, thing by thing."""

    claim_number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, things: Iterable[Looked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things = tuple(things)
        for one in self.things:
            reasons = [(fact.value, label_of(fact)) for fact in reasons_for(one.kind)]
            self.fields[one.key] = forms.ChoiceField(
                label=_("What you see"),
                choices=[("", _("Look at it, then choose")), (IN_ORDER, _("It is there and can be read")), *reasons],
                error_messages={"required": one.asked},
            )
            self.fields[f"{one.key}-note"] = Words(
                label=_("Where, if that is not plain"),
                required=False,
                widget=forms.TextInput(attrs={"maxlength": LONGEST_NOTE}),
                help_text=_("Such as “page 3” or “from minute 2 on”. Nothing about how good the work is."),
            )

    def fields_of(self, one: Looked) -> tuple[Any, Any]:
        """The two fields of one thing, to be shown beside it: what is seen, and where."""
        return self[one.key], self[f"{one.key}-note"]

    def amiss(self) -> list[tuple[Looked, str, str]]:
        """What is missing or cannot be read: the thing, the reason and the note."""
        seen = self.cleaned_data
        return [(one, seen[one.key], seen[f"{one.key}-note"]) for one in self.things if seen[one.key] != IN_ORDER]
