"""What may be typed while rules are written: shape only."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from microcred.organizations.models import Organization
from microcred.recognition.models import Policy
from microcred.recognition.policies import published
from microcred.recognition.rules.engine import Policy as Document
from microcred.recognition.rules.statements import Place

AS_CODE = {
    "rows": 28,
    "class": "field-code",
    "data-code": "",
    "wrap": "off",
    "spellcheck": "false",
    "autocapitalize": "none",
    "autocorrect": "off",
    "autocomplete": "off",
    "translate": "no",
}
"""A field in which every sign is meant as it was typed."""


class BeginDraftForm(forms.Form):
    """Whose rules are to be written, and what they begin with."""

    jurisdiction = forms.ChoiceField(label=_("Whose rules"))
    begins_with = forms.ChoiceField(
        label=_("Begin with"),
        help_text=_("A statement of yours gets the next number. An example of another place is there to be rewritten."),
    )

    def __init__(
        self, *args: Any, jurisdictions: Sequence[Organization], statements: Sequence[Policy], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.jurisdictions = {str(one.pk): one for one in jurisdictions}
        self.statements = {str(one.pk): one for one in statements}
        self.examples = {f"{one.id}@{one.version}": one for one in published()}
        whose: Any = self.fields["jurisdiction"]
        whose.choices = [(pk, one.name) for pk, one in self.jurisdictions.items()]
        begins: Any = self.fields["begins_with"]
        begins.choices = [
            (
                _("What is stated"),
                [(pk, f"{one.jurisdiction.name}: {one.name}") for pk, one in self.statements.items()],
            ),
            (_("Examples"), [(key, _example(one)) for key, one in self.examples.items()]),
            ("", _("Nothing")),
        ]
        begins.required = False

    def given(self) -> dict[str, Any]:
        """What was chosen, for the verb. Of a statement the jurisdiction is its own."""
        chosen = self.cleaned_data["begins_with"]
        of = self.statements.get(chosen)
        whose = of.jurisdiction if of is not None else self.jurisdictions[self.cleaned_data["jurisdiction"]]
        return {"jurisdiction": whose, "of": of, "after": self.examples.get(chosen)}


def _example(one: Document) -> str:
    """An example as a list names it: of one name, some hold one after the other."""
    facts = {"place": one.jurisdiction, "name": one.name, "year": one.effective_from.year}
    return _now("{place}: {name} (since {year})").format(**facts)


class DraftForm(forms.Form):
    """The document of a draft."""

    text = forms.CharField(
        label=_("The document"),
        help_text=_(
            "YAML or JSON. Every rule names its clause, every clause its words, standing and source. While you write, "
            "Tab moves lines in and Shift+Tab out; after Escape, Tab leaves the field."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs=AS_CODE),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class AmountsForm(forms.Form):
    """Amounts, days and names of a draft, one field for each."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, places: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        for place in places:
            self.fields[place.key] = forms.CharField(
                # Where it stands in the document is notation, the same in every language.
                label=format_html("<code>{}</code>", place.name),
                initial=place.value,
                help_text=place.clause,
                max_length=300,
                widget=forms.TextInput(attrs={} if place.key.endswith("name") else {"class": "field-short"}),
            )

    def values(self) -> dict[str, str]:
        """What was typed, by the path of each."""
        return {place.key: self.cleaned_data[place.key] for place in self.places if place.key in self.cleaned_data}

    def sections(self) -> list[tuple[str, list[Any]]]:
        """The fields by the part of the document in which they stand, the document's own first."""
        found: dict[str, list[Any]] = {}
        for place in self.places:
            found.setdefault(place.section if "/" in place.key else "", []).append(self[place.key])
        return sorted(found.items(), key=lambda each: each[0] != "")
