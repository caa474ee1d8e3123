"""What may be typed around rulings: sets, amounts, delegations, audits. Shape only."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.days import beginning_of
from microcred.foundation.fields import Day, Words
from microcred.organizations.models import Organization, Person
from microcred.recognition.queries.bulk import Chosen
from microcred.recognition.rules.reason_codes import About, offered

SHORT = {"class": "field-short"}
DATE = {"type": "date", "class": "field-short"}


def code_field(about: About = About.CREDIT) -> Any:
    """A reason from the list."""
    return forms.ChoiceField(label=_("Reason"), required=False, choices=[("", "—"), *offered(about)])


class SetForm(forms.Form):
    """Which of the waiting entries to confirm together."""

    micro_credential = forms.TypedChoiceField(
        label=_("Micro-credential"), required=False, coerce=UUID, empty_value=None
    )
    person = forms.TypedChoiceField(label=_("Educator"), required=False, coerce=UUID, empty_value=None)
    at_most = forms.DecimalField(
        label=_("Worth at most"), required=False, decimal_places=2, min_value=0, widget=forms.NumberInput(attrs=SHORT)
    )
    before = Day(label=_("Entered before"), required=False, widget=forms.DateInput(attrs=DATE))

    def __init__(
        self, *args: Any, titles: Iterable[tuple[UUID, str]], people: Iterable[tuple[UUID, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["micro_credential"].choices = [("", _("All")), *((str(pk), title) for pk, title in titles)]
        fields["person"].choices = [("", _("All")), *((str(pk), name) for pk, name in people)]

    def chosen(self, zone: str) -> Chosen:
        """What was chosen, its day by the calendar of a zone."""
        if not self.is_valid():
            return Chosen()
        given = self.cleaned_data
        return Chosen(
            micro_credential=given["micro_credential"],
            person=given["person"],
            at_most=given["at_most"],
            entered_before=beginning_of(given["before"], zone) if given["before"] else None,
        )


class AmountForm(forms.Form):
    """Less than the rules give, and why."""

    amount = forms.DecimalField(label=_("Allow"), max_digits=8, decimal_places=2, min_value=0)
    code = code_field()
    words = Words(label=_("In your words, for the educator"), max_length=2_000, required=False)


class ExceptionForm(forms.Form):
    """Why something counts in spite of a clause."""

    words = Words(label=_("Why an exception is made"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))


class DelegationForm(forms.Form):
    """To whom, for which district, from when until when."""

    district = forms.ModelChoiceField(label=_("District"), queryset=Organization.objects.none(), empty_label=None)
    delegate = forms.ModelChoiceField(label=_("Colleague"), queryset=Person.objects.none())
    first_day = Day(label=_("First day"), widget=forms.DateInput(attrs=DATE))
    last_day = Day(label=_("Last day"), widget=forms.DateInput(attrs=DATE))

    def __init__(self, *args: Any, districts: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["district"].queryset = districts
        fields["delegate"].queryset = colleagues

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb wants it: days as moments of the district."""
        said = dict(self.cleaned_data)
        zone = said["district"].time_zone
        said["starts_at"] = beginning_of(said.pop("first_day"), zone)
        said["ends_at"] = beginning_of(said.pop("last_day") + timedelta(days=1), zone)
        return said


class AuditForm(forms.Form):
    """What to draw a sample of."""

    district = forms.ModelChoiceField(label=_("District"), queryset=Organization.objects.none(), empty_label=None)
    first_day = Day(label=_("Confirmed from"), widget=forms.DateInput(attrs=DATE))
    last_day = Day(label=_("Confirmed until"), widget=forms.DateInput(attrs=DATE))
    percent = forms.IntegerField(label=_("Share, in percent"), initial=10, widget=forms.NumberInput(attrs=SHORT))
    seed = forms.CharField(
        label=_("Seed"),
        help_text=_("Any word or number that nobody chose for its result. With it anyone can draw the same again."),
        max_length=64,
    )

    def __init__(self, *args: Any, districts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = districts  # type: ignore[attr-defined]


class FindingForm(forms.Form):
    """Whether one would have ruled alike."""

    agrees = forms.ChoiceField(choices=[("yes", _("I would have ruled alike")), ("no", _("Otherwise"))])
    code = code_field()
    words = Words(max_length=2_000, required=False)


class AnswerForm(forms.Form):
    """What becomes of a finding that differs."""

    amount = forms.DecimalField(max_digits=8, decimal_places=2, min_value=0, required=False)
    words = Words(max_length=2_000, required=False)


class RulingTermsForm(forms.Form):
    """In how many business days which office promises an answer."""

    organization = forms.ModelChoiceField(label=_("Office"), queryset=Organization.objects.none(), empty_label=None)
    business_days = forms.IntegerField(
        label=_("Business days until you answer"),
        help_text=_("It counts for what comes from now on. What was promised before stays as it was."),
        widget=forms.NumberInput(attrs={**SHORT, "min": 1, "max": 60}),
    )

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["organization"].queryset = offices
