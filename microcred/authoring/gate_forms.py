"""What may be typed about proposals and gates. Shape only."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from microcred.authoring.gates import CHECKLISTS, REVIEWS, Gate
from microcred.authoring.models import ProposalDecision
from microcred.authoring.operations import Said
from microcred.organizations.models import Organization


def _long(label: Any, hint: Any, *, rows: int = 3, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, widget=widget, required=required, max_length=5000)


class ProposalForm(forms.Form):
    """What a proposal says. Without places to choose from, it is to an organization that is known."""

    SAID = ("name", "competency", "need", "audience", "standards", "sponsor", "beside")

    owner = forms.ModelChoiceField(
        label=_("For"), queryset=Organization.objects.none(), to_field_name="slug", empty_label=None
    )
    name = forms.CharField(label=_("Working title"), max_length=200)
    competency = _long(_("Competency"), _("What the educator will be able to do, in one sentence."), rows=2)
    need = _long(_("Need"), _("Who lacks it, and how you know: numbers, requests, results of a survey."))
    audience = _long(_("Audience"), _("For whom, with commas between: teacher, school leader."), rows=2)
    standards = _long(_("Standards"), _("Which standards or frameworks it serves."), rows=2, required=False)
    sponsor = forms.CharField(
        label=_("Sponsor"), help_text=_("The person or office that stands behind it."), max_length=200
    )
    beside = _long(
        _("Beside what is there"),
        _("If the catalogue has something near: what is different, and why a new version of that one would not do."),
        required=False,
    )

    def __init__(self, *args: Any, places: QuerySet[Organization] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        if places is None:
            del self.fields["owner"]
        else:
            chosen = self.fields["owner"]
            assert isinstance(chosen, forms.ModelChoiceField)  # noqa: S101 - as declared above
            chosen.queryset = places

    def said(self) -> Said:
        """What was said, once the form is valid."""
        return Said(**{field: self.cleaned_data[field] for field in self.SAID})


class DecisionForm(forms.Form):
    """What is decided of a wording."""

    number = forms.IntegerField(min_value=1, max_value=999)
    outcome = forms.ChoiceField(choices=ProposalDecision.Outcome.choices)
    reason = forms.CharField(required=False, max_length=5000)


class PassageForm(forms.Form):
    """What a judge says of a draft at a gate."""

    gate = forms.ChoiceField(choices=[(gate.value, gate.words) for gate in REVIEWS])
    verdict = forms.ChoiceField(choices=[("pass", _("Pass")), ("send_back", _("Send back"))])
    reason = forms.CharField(required=False, max_length=5000)
    checked = forms.MultipleChoiceField(
        required=False, choices=[(item.name, item.words) for items in CHECKLISTS.values() for item in items]
    )

    @property
    def at_gate(self) -> Gate:
        """The gate, once the form is valid."""
        return Gate(self.cleaned_data["gate"])


class GatesForm(forms.Form):
    """Which gates an organization asks for."""

    gates = forms.MultipleChoiceField(
        label=_("Gates"),
        required=False,
        choices=[(gate.value, gate.words) for gate in Gate],
        widget=forms.CheckboxSelectMultiple,
    )
    pilot_size = forms.IntegerField(
        label=_("Submissions that a pilot waits for"),
        min_value=1,
        max_value=100,
        help_text=_("Each is marked to be read twice."),
    )
    reason = _long(_("Why"), _("Authors read this when they ask why a gate is there, or is not."), rows=2)
