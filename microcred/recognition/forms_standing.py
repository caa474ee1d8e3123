"""What may be typed of licences, work and completions, and where an office looks at it: shape only."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Day, Words
from microcred.organizations.models import Organization, Person
from microcred.recognition.models import Licence, LicenceStatement
from microcred.recognition.queries.completions import Asked
from microcred.recognition.rules.standing import GRADE_BANDS, LICENCE_TYPES, ROLES

SHORT = {"class": "field-short"}
DATE = {"type": "date", "class": "field-short"}


class LicenceForm(forms.Form):
    """What a licence or certificate says."""

    jurisdiction = forms.ModelChoiceField(label=_("Given by"), queryset=Organization.objects.none(), empty_label=None)
    type = forms.ChoiceField(label=_("Type"), help_text=_("As it stands on the license or certificate."))
    licence_number = forms.CharField(
        label=_("Number"),
        required=False,
        max_length=60,
        help_text=_("Shown to you, to whoever confirms it, and to the agency. Nowhere else."),
        widget=forms.TextInput(attrs=SHORT | {"autocomplete": "off"}),
    )
    issued_on = Day(label=_("Holds from"), widget=forms.DateInput(attrs=DATE))
    expires_on = Day(
        label=_("Holds until"),
        required=False,
        help_text=_("The last day. Leave it empty if it does not expire."),
        widget=forms.DateInput(attrs=DATE),
    )
    grade_bands = forms.MultipleChoiceField(label=_("Grades"), required=False, widget=forms.CheckboxSelectMultiple)
    subject = forms.CharField(label=_("Subject"), required=False, max_length=200)
    degree = forms.ChoiceField(label=_("Highest degree"), required=False, choices=LicenceStatement.Degree.choices)
    experience_years = forms.DecimalField(
        label=_("Years of experience on its first day"),
        required=False,
        min_value=0,
        max_value=70,
        max_digits=4,
        decimal_places=1,
        widget=forms.NumberInput(attrs=SHORT),
    )
    replaces = forms.ModelChoiceField(
        label=_("Takes the place of"),
        required=False,
        queryset=Licence.objects.none(),
        empty_label=_("No other license"),
        help_text=_("The renewal cycle of that license ends on the day before this one begins."),
    )

    def __init__(
        self,
        *args: Any,
        states: Any,
        types: Iterable[str],
        bands: Iterable[str],
        others: Sequence[LicenceStatement],
        by_office: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if by_office:
            fields["licence_number"].help_text = _(
                "Shown to the educator, to whoever confirms it, and to the agency. Nowhere else."
            )
        fields["jurisdiction"].queryset = states
        fields["type"].choices = [(one, _now(one)) for one in dict.fromkeys((*LICENCE_TYPES, *types))]
        fields["grade_bands"].choices = [(one, _now(one)) for one in dict.fromkeys((*GRADE_BANDS, *bands))]
        fields["replaces"].queryset = Licence.objects.filter(pk__in=[one.licence_id for one in others])
        called = {one.licence_id: f"{_now(one.type)}, {one.jurisdiction.name}, {one.issued_on.year}" for one in others}
        fields["replaces"].label_from_instance = lambda licence: called[licence.pk]
        if not others:
            del fields["replaces"]

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        given = {"replaces": None} | dict(self.cleaned_data)
        return given | {"kind": given.pop("type")}


class EmploymentForm(forms.Form):
    """For whom somebody works, as what, and since when."""

    district = forms.ModelChoiceField(label=_("District"), queryset=Organization.objects.none(), empty_label=None)
    role = forms.ChoiceField(label=_("As"), choices=[])
    first_day = Day(label=_("First day"), widget=forms.DateInput(attrs=DATE))
    last_day = Day(
        label=_("Last day"),
        required=False,
        help_text=_("Leave it empty while you work there."),
        widget=forms.DateInput(attrs=DATE),
    )

    def __init__(self, *args: Any, districts: Any, by_office: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if by_office:
            fields["last_day"].help_text = _("Leave it empty while they work there.")
        fields["district"].queryset = districts
        fields["role"].choices = [(one, _now(one)) for one in ROLES]


class CompletionForm(forms.Form):
    """What somebody has completed, of what rules about them ask for, and when."""

    name = forms.ChoiceField(label=_("What you have completed"), choices=[], widget=forms.RadioSelect)
    completed_on = Day(label=_("Completed on"), widget=forms.DateInput(attrs=DATE))

    def __init__(self, *args: Any, asked: Iterable[Asked], of: Person | None = None, **kwargs: Any) -> None:
        """Args:
        of: who completed it, where somebody else states it.
        """
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if of is not None:
            fields["name"].label = _now("What %(name)s has completed") % {"name": of.name}
        fields["name"].choices = [(one.name, _with_its_rules(one)) for one in asked]


class CompletedOnForm(forms.Form):
    """When somebody completed what is on record already."""

    completed_on = Day(label=_("Completed on"), widget=forms.DateInput(attrs=DATE))


def _with_its_rules(asked: Asked) -> str:
    rules = format_html_join(" ", "{}", ((words,) for words in asked.clauses))
    return format_html('<span>{}<br><span class="note muted">{}</span></span>', _now(asked.name), rules)


class FactForm(forms.Form):
    """Whether something is so that rules ask about a person."""

    is_so = forms.TypedChoiceField(
        label=_("Is it so?"),
        choices=[("yes", _("It is so")), ("no", _("It is not so"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )


class StatementRulingForm(forms.Form):
    """An office's word on one statement."""

    ruling = forms.ChoiceField(choices=[("confirm", _("Confirm")), ("decline", _("Decline"))], widget=forms.HiddenInput)
    reason = Words(
        label=_("What is not so"),
        help_text=_("The educator reads it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TakingBackForm(forms.Form):
    """Why an office takes back what it confirmed."""

    reason = Words(
        label=_("What was wrong"),
        help_text=_("The educator reads it."),
        max_length=2000,
        error_messages={"required": _("Say what was wrong. The educator reads it.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
