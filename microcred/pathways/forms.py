from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Day, Words
from microcred.pathways.models import Cohort
from microcred.pathways.rules.document import Area, Items, RuleSet
from microcred.pathways.templatetags.pathways import term as term_named


def _spoken() -> str:
    return get_language() or "en"


class CohortForm(forms.Form):
    """A new cohort."""

    name = forms.CharField(label=_("Name"), max_length=120)
    starts_on = Day(label=_("Begins on"), widget=forms.DateInput(attrs={"type": "date"}))


class EnrolmentForm(forms.Form):
    """Who enters with which cohort."""

    email = forms.EmailField(label=_("E-mail address"))
    cohort = forms.ChoiceField(label=_("Cohort"))
    area = forms.ChoiceField(label=_("Content area"))

    def __init__(self, *args: Any, cohorts: Sequence[Cohort], areas: Sequence[Area], **more: Any) -> None:
        super().__init__(*args, **more)
        cohort, area = self.fields["cohort"], self.fields["area"]
        if isinstance(cohort, forms.ChoiceField) and isinstance(area, forms.ChoiceField):
            cohort.choices = [(str(one.pk), one.name) for one in cohorts]
            area.choices = [("", "–"), *((one.id, one.name.in_language(_spoken())) for one in areas)]
        if not areas:
            del self.fields["area"]


class ItemForm(forms.Form):
    """Something that is no micro-credential, as staff record it."""

    requirement = forms.ChoiceField(label=_("Requirement"))
    name = forms.CharField(label=_("Which one"), max_length=200, required=False, help_text=_("A course, an exam, …"))
    result = forms.CharField(label=_("Result"), max_length=80, required=False)
    term = forms.ChoiceField(label=_("Semester"), required=False)
    day = Day(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, rules: RuleSet, **more: Any) -> None:
        super().__init__(*args, **more)
        asked = [(year, one) for year in rules.years for one in year.requirements if isinstance(one, Items)]
        requirement, term = self.fields["requirement"], self.fields["term"]
        if isinstance(requirement, forms.ChoiceField) and isinstance(term, forms.ChoiceField):
            requirement.choices = [
                (f"{year.id}/{one.id}", f"{year.name.in_language(_spoken())}: {one.name.in_language(_spoken())}")
                for year, one in asked
            ]
            terms = dict.fromkeys(name for _year, one in asked for name in one.in_each)
            term.choices = [("", "–"), *((name, term_named(name)) for name in terms)]
        accepted = dict.fromkeys(result for _year, one in asked for result in one.accepts)
        self.fields["result"].help_text = _("What will do: {results}").format(results=", ".join(accepted))
        if not any(one.in_each for _year, one in asked):
            del self.fields["term"]


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = Words(label=_("Why"), max_length=1000, required=False)
