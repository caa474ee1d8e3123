"""What may be typed: shape only."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import MicroCredential
from microcred.foundation.fields import Day
from microcred.organizations.models import Organization, Person
from microcred.recognition.models import Policy
from microcred.recognition.rules.reason_codes import About, offered


class RulingForm(forms.Form):
    """A coordinator's word on one entry."""

    ruling = forms.ChoiceField(
        choices=[("confirm", _("Confirm")), ("decline", _("Decline")), ("take back", _("Take back"))],
        widget=forms.HiddenInput,
    )
    code = forms.ChoiceField(required=False, choices=[("", "—"), *offered(About.CREDIT)])
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The educator reads it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RulingsForm(forms.Form):
    """Several entries to confirm at once."""

    entries = forms.TypedMultipleChoiceField(
        error_messages={"required": _("Choose at least one entry.")}, coerce=str, choices=[]
    )

    def __init__(self, *args: Any, entry_ids: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entries"].choices = [(each, each) for each in entry_ids]  # type: ignore[attr-defined]


class HoursForm(forms.Form):
    """The hours a micro-credential stands for with an office."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Organization.objects.none(), empty_label=None)
    micro_credential = forms.ModelChoiceField(
        label=_("Micro-credential"),
        queryset=MicroCredential.objects.none(),
        required=False,
        empty_label=_("All that nothing else is stated about"),
    )
    hours = forms.DecimalField(
        label=_("Hours"), max_digits=6, decimal_places=2, widget=forms.NumberInput(attrs={"class": "field-short"})
    )
    starts_on = Day(
        label=_("For awards earned from"), widget=forms.DateInput(attrs={"type": "date", "class": "field-short"})
    )

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        choice: Any = self.fields["micro_credential"]
        choice.queryset = MicroCredential.objects.select_related("entry").order_by("entry__title", "slug")
        choice.label_from_instance = title_of


class CycleForm(forms.Form):
    """An educator's renewal cycle."""

    keeper = forms.ModelChoiceField(label=_("Office"), queryset=Organization.objects.none(), empty_label=None)
    person = forms.ModelChoiceField(label=_("Educator"), queryset=Person.objects.none())
    policy = forms.ModelChoiceField(label=_("Policy"), queryset=Policy.objects.none(), empty_label=None)
    starts_on = Day(label=_("First day"), widget=forms.DateInput(attrs={"type": "date", "class": "field-short"}))
    last_day = Day(
        label=_("Closes on"),
        help_text=_("The last day that counts."),
        widget=forms.DateInput(attrs={"type": "date", "class": "field-short"}),
    )

    def __init__(self, *args: Any, offices: Any, educators: Any, policies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keeper"].queryset = offices  # type: ignore[attr-defined]
        self.fields["person"].queryset = educators  # type: ignore[attr-defined]
        self.fields["policy"].queryset = policies  # type: ignore[attr-defined]


class CorrectionForm(forms.Form):
    """Other days of a cycle that was entered, and why."""

    starts_on = Day(label=_("First day"), widget=forms.DateInput(attrs={"type": "date", "class": "field-short"}))
    last_day = Day(
        label=_("Closes on"),
        help_text=_("The last day that counts."),
        widget=forms.DateInput(attrs={"type": "date", "class": "field-short"}),
    )
    ends = forms.BooleanField(
        label=_("End the cycle"),
        required=False,
        help_text=_("For a cycle that should never have been entered. Nothing counts in it then."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The educator reads it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        given = dict(self.cleaned_data)
        return given | {"ends_on": given.pop("last_day") + timedelta(days=1)}


def title_of(micro_credential: MicroCredential) -> str:
    """The title under which people know a micro-credential."""
    entry = getattr(micro_credential, "entry", None)
    return entry.title if entry else micro_credential.slug
