"""What may be typed where somebody asks for acceptance, or looks at what was asked: shape only."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import ExternalMicroCredential
from microcred.credentials.elsewhere import Elsewhere
from microcred.foundation.fields import Day, Words
from microcred.organizations.models import Organization
from microcred.quality.rules import Asked
from microcred.recognition.forms_reciprocity import COUNTS_AS_LABELS
from microcred.recognition.models import PURPOSE_LABELS, VERDICT_LABELS
from microcred.recognition.queries.agreements import purposes_of
from microcred.recognition.rules.acceptance import Verdict
from microcred.recognition.rules.reciprocity import Purpose

SHORT = {"class": "field-short"}


class AcceptanceRequestForm(forms.Form):
    """What to accept, by whom, for what."""

    recognizer = forms.ModelChoiceField(label=_("Who is asked"), queryset=Organization.objects.none(), empty_label=None)
    purpose = forms.ChoiceField(label=_("For"))
    what = forms.ChoiceField(label=_("What was awarded"))
    hours = forms.DecimalField(
        label=_("Contact hours, as its document states"), decimal_places=2, widget=forms.NumberInput(attrs=SHORT)
    )
    words = Words(
        label=_("Where a reviewer finds what it asked for and how it was judged"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        recognizers: Sequence[Organization],
        held: Iterable[Elsewhere],
        designs: Iterable[ExternalMicroCredential],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["recognizer"].queryset = Organization.objects.filter(pk__in=[each.pk for each in recognizers])
        purposes = dict.fromkeys(purpose for each in recognizers for purpose in purposes_of(each))
        fields["purpose"].choices = [(purpose.value, PURPOSE_LABELS[purpose]) for purpose in purposes]
        self.by_key: dict[str, Elsewhere | ExternalMicroCredential] = {str(one.id): one for one in held}
        mine = [(key, f"{one.title} · {getattr(one, 'issuer', '')}") for key, one in self.by_key.items()]
        others = {str(one.pk): one for one in designs}
        self.by_key |= others
        listed = [(key, f"{one.title} · {one.issuer_name}") for key, one in others.items()]
        fields["what"].choices = [(_("Earned elsewhere"), mine), (_("Offered elsewhere"), listed)]
        self.has_choices = bool(self.by_key and purposes)
        """whether there is anything to ask for, and anybody to ask"""

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        given = dict(self.cleaned_data)
        return given | {"purpose": Purpose(given["purpose"]), "what": self.by_key[given["what"]]}


class AcceptanceReadingForm(forms.Form):
    """A reviewer's word, and a verdict for each component."""

    accepts = forms.ChoiceField(
        label=_("Your decision"), choices=(("yes", _("Accept")), ("no", _("Do not accept"))), widget=forms.RadioSelect
    )
    hours = forms.DecimalField(
        label=_("Contact hours for which it is accepted"),
        min_value=Decimal("0.25"),
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs=SHORT),
    )
    reason = Words(
        label=_("Why"),
        help_text=_("Who asked reads it."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, components: Iterable[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.components = list(components)
        choices = [("", "–"), *((one.value, label) for one, label in VERDICT_LABELS.items())]
        for component in self.components:
            self.fields[f"verdict-{component.id}"] = forms.ChoiceField(
                label=component.text, choices=choices, error_messages={"required": _("Say something of this, too.")}
            )

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        given = self.cleaned_data
        marks: Mapping[UUID, Verdict] = {one.id: Verdict(given[f"verdict-{one.id}"]) for one in self.components}
        return {
            "accepts": given["accepts"] == "yes",
            "hours": given["hours"],
            "reason": given["reason"],
            "marks": marks,
        }


class AcceptanceTermsForm(forms.Form):
    """By how many people, and for how long."""

    recognizer = forms.ModelChoiceField(label=_("For"), queryset=Organization.objects.none(), empty_label=None)
    reviewers = forms.ChoiceField(
        label=_("Who looks at it"), choices=((2, _("Two people, each alone")), (1, _("One person")))
    )
    months = forms.IntegerField(
        label=_("Months for which an acceptance holds"), initial=36, widget=forms.NumberInput(attrs=SHORT)
    )
    counts_as = forms.ChoiceField(
        label=_("By our rules its issuer counts as"),
        choices=[("", _("a third party")), *COUNTS_AS_LABELS.items()],
        required=False,
    )
    holds = Words(
        label=_("What our rules ask and an acceptance settles"),
        help_text=_("One statement a line, as the rules write it, such as: approved provider."),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, recognizers: Sequence[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["recognizer"].queryset = Organization.objects.filter(pk__in=[each.pk for each in recognizers])

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        given = dict(self.cleaned_data)
        return given | {"reviewers": int(given["reviewers"]), "holds": given["holds"].splitlines()}


class AcceptanceEndingForm(forms.Form):
    """From when an acceptance holds no more, and why."""

    ends_on = Day(
        label=_("First day on which it holds no more"), widget=forms.DateInput(attrs={"type": "date", **SHORT})
    )
    reason = Words(label=_("Why"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}))
