"""What may be typed about becoming an assessor: shape only."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.calibration.models import ApplicationDecision, ReferenceAnswer, VettingRules
from microcred.foundation.fields import PersonName, Words
from microcred.organizations.models import Organization
from microcred.organizations.queries import districts_and_schools

MOST_PEOPLE = 20
"""whom somebody names as too close"""

Ticked = list[tuple[str, str]]
"""Values, and what each stands for."""


def by_district(places: Iterable[Organization]) -> list[tuple[str, Ticked]]:
    """Districts by name, each with itself and then its schools; schools that lie in none at the end, without a name."""
    rows = list(places)
    groups: dict[UUID | None, Ticked] = {
        row.pk: [(str(row.pk), row.name)] for row in rows if row.kind == Organization.Kind.DISTRICT
    }
    alone: Ticked = []
    for row in rows:
        if row.kind == Organization.Kind.SCHOOL:
            groups.get(row.parent_id, alone).append((str(row.pk), row.name))
    return [(group[0][1], group) for group in groups.values()] + ([("", alone)] if alone else [])


class VettingRulesForm(forms.Form):
    """What is asked of who wants to score a stack."""

    is_open = forms.BooleanField(
        label=_("People can apply"),
        help_text=_("Whoever is signed in finds it under “Score for others”."),
        required=False,
    )
    places = forms.IntegerField(
        label=_("Places"),
        help_text=_("People who were accepted and assess at one time. Empty: as many as come."),
        min_value=1,
        max_value=9_999,
        required=False,
    )
    years = forms.IntegerField(
        label=_("Years in a classroom, at least"), help_text=_("0 asks for none."), min_value=0, max_value=60
    )
    degree = forms.BooleanField(label=_("A bachelor’s degree"), required=False)
    licence = forms.BooleanField(label=_("A teaching licence in force"), required=False)
    awards = forms.IntegerField(
        label=_("Micro-credentials of this stack earned, at least"),
        help_text=_("The platform looks it up. 0 asks for none."),
        min_value=0,
        max_value=99,
    )
    whole_stack = forms.BooleanField(label=_("All of this stack earned"), required=False)
    references = forms.IntegerField(
        label=_("References"), help_text=_("They get a mail with a link to three questions."), min_value=0, max_value=2
    )
    more = Words(
        label=_("What a lead assessor looks at besides"),
        help_text=_("In a sentence that applicants read. Empty: nothing."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    again_days = forms.IntegerField(
        label=_("Days until one may apply again"),
        help_text=_("After not being accepted."),
        min_value=0,
        max_value=1_830,
    )
    pledge = Words(
        label=_("What applicants agree to, in English"),
        help_text=_("About confidence and fairness. Each application keeps the text that was agreed to."),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 8, "lang": "en"}),
    )
    pledge_es = Words(
        label=_("The same in Spanish"),
        help_text=_("For who reads these pages in Spanish. Empty: they read the English."),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "lang": "es"}),
    )


class ClosenessForm(forms.Form):
    """With which schools, districts and people somebody says that they are too close."""

    places = forms.ModelMultipleChoiceField(
        label=_("Schools and districts whose work you must not score"),
        help_text=_(
            "Where you worked, or where somebody close to you works. Where you work now is kept from you anyway. "
            "A district stands for its schools."
        ),
        queryset=Organization.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    people = Words(
        label=_("People whose work you must not score"),
        help_text=_(
            "Family, friends, whom you mentor: their e-mail addresses, one on a line. Only the platform reads them, "
            "and it forgets an address once it has found its account."
        ),
        max_length=3_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        chosen = self.fields["places"]
        assert isinstance(chosen, forms.ModelMultipleChoiceField)  # noqa: S101 - as declared above
        chosen.queryset = districts_and_schools()

    def grouped_places(self) -> list[tuple[str, Ticked]]:
        """The districts, each with its schools, as values and what they stand for; schools without one at the end."""
        return by_district(districts_and_schools())

    def chosen_places(self) -> list[str]:
        """What is ticked, as values."""
        return [str(value) for value in self["places"].value() or ()]

    def clean_people(self) -> list[str]:
        """The addresses, one for each."""
        found = [one for one in re.split(r"[\s,;]+", self.cleaned_data["people"]) if one]
        unread = [one for one in found if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", one) or len(one) > 254]
        if unread:
            raise forms.ValidationError(
                _("“%(typed)s” is no e-mail address. Write it as in name@example.org."), params={"typed": unread[0]}
            )
        if len(found) > MOST_PEOPLE:
            raise forms.ValidationError(
                _("Name at most %(count)d people. With more, ask the lead assessors first."),
                params={"count": MOST_PEOPLE},
            )
        return found


class ApplicationForm(ClosenessForm):
    """What somebody states of themselves; as much of it as the rules ask."""

    edition = forms.UUIDField(widget=forms.HiddenInput)
    years = forms.IntegerField(
        label=_("Years in a classroom"),
        help_text=_("Whole years; as a teacher, a coach who teaches, or in a like role."),
        min_value=0,
        max_value=70,
    )
    experience = Words(
        label=_("Which roles you have held"),
        help_text=_("Teaching, coaching, mentoring, evaluating: what, where, for how long. In a few lines."),
        max_length=3_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    has_degree = forms.BooleanField(label=_("I hold a bachelor’s degree or a higher one"), required=False)
    licence = Words(
        label=_("Your teaching licence"),
        help_text=_("Which state, which kind, until when."),
        max_length=200,
        required=False,
    )
    agrees = forms.BooleanField(label=_("I agree to this"), required=False)

    def __init__(self, *args: Any, rules: VettingRules, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["edition"].initial = rules.pk
        self.fields["years"].required = bool(rules.years)
        for name, is_asked in (("has_degree", rules.degree), ("licence", rules.licence)):
            if not is_asked:
                del self.fields[name]
        for position in range(1, rules.references + 1):
            self.fields[f"name_{position}"] = PersonName(label=_("Name"), max_length=200)
            self.fields[f"email_{position}"] = forms.EmailField(label=_("E-mail address"))
        self.positions = range(1, rules.references + 1)

    @property
    def references(self) -> list[tuple[str, str]]:
        """Name and address of each reference."""
        return [(self.cleaned_data[f"name_{one}"], self.cleaned_data[f"email_{one}"]) for one in self.positions]

    def reference_fields(self) -> list[tuple[int, Any, Any]]:
        """Position, name and address of each, to be shown."""
        return [(one, self[f"name_{one}"], self[f"email_{one}"]) for one in self.positions]


class TakingBackForm(forms.Form):
    """With whom somebody is not too close after all."""

    address = forms.EmailField(
        label=_("Their e-mail address"), help_text=_("One that you named, or another one that is theirs.")
    )


class NamingForm(forms.Form):
    """Whom else an applicant names as a reference."""

    name = PersonName(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"))


class ReferenceForm(forms.Form):
    """What somebody says who was named as a reference."""

    knows = Words(
        label=_("From where do you know them, and for how long?"),
        max_length=300,
        help_text=_("A line is enough: “We taught in one team from 2021 to 2025.”"),
    )
    speaks = forms.ChoiceField(
        label=_("Would you trust them to judge the work of other educators, fairly and in confidence?"),
        choices=ReferenceAnswer.Speaks.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    words = Words(
        label=_("Why, or why not?"),
        max_length=3_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class DecisionForm(forms.Form):
    """What a lead decides of an application, and why."""

    verdict = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[
            (ApplicationDecision.Verdict.ACCEPTED, _("Accept: they become an assessor here, and learn and qualify")),
            (ApplicationDecision.Verdict.WAITING, _("Waiting list: no place is free now")),
            (ApplicationDecision.Verdict.DECLINED, _("Not accept this time")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    reason = Words(
        label=_("What you decide by"),
        help_text=_("The applicant reads it, with your decision. It is kept with your name and the day."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
