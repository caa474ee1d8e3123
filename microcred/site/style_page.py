"""The living style page: every component in each of its states, shown with a rubric of the demonstration catalogue."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from microcred.catalog.design import word_diff
from microcred.foundation.methods import require_safe

DESIGN = Path(__file__).parent / "demo" / "catalog" / "collective-leadership" / "building-your-team.yaml"


@dataclass(frozen=True)
class ShownLevel:
    """A level as the rubric grid reads it."""

    id: str
    position: int
    name: str
    descriptor: str


@dataclass(frozen=True)
class ShownCriterion:
    """A criterion as the rubric grid reads it."""

    id: str
    name: str
    description: str
    required_position: int
    levels: list[ShownLevel]
    chosen_level_id: str = ""
    comment: str = ""
    error: str = ""


class ShownForm(forms.Form):
    """One field of each kind, so that the form renderer can be looked at."""

    school = forms.CharField(label=_("School or program"), help_text=_("The name your district uses."))
    email = forms.EmailField(label=_("E-mail address"))
    grade = forms.ChoiceField(
        label=_("Grade band"), choices=[("k3", "K–3"), ("45", "4–5"), ("68", "6–8")], widget=forms.RadioSelect
    )
    district = forms.ChoiceField(
        label=_("District"), choices=[("rh", "Rock Hill Schools"), ("", _("Another district"))], required=False
    )
    context = forms.CharField(
        label=_("Your setting"),
        widget=forms.Textarea(attrs={"rows": 3, "data-word-limit": 40}),
        help_text=_("Who your students are, in general terms. No names."),
        required=False,
    )
    consent = forms.BooleanField(label=_("I agree to share my feedback publicly"))


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Show the components. For development and the demo; it reads no one's data."""
    design = yaml.safe_load(DESIGN.read_text(encoding="utf-8"))
    reading = _criteria(design)
    return render(
        request,
        "site/style.html",
        {
            "design": design,
            "rubric": reading,
            "judged": _criteria(design, judged=True),
            "choosing": _criteria(design, error=_("Choose a level for Membership.")),
            "levels": reading[0].levels,
            "wordings": [{"language": "en", "is_original": True, "words": reading[0]}],
            "form": ShownForm(),
            "refused_form": ShownForm({"email": "ada@", "context": "word " * 52}),
            "page": Paginator(range(1000), 20).page(7),
            "colours": ["ink", "ink-soft", "accent", "info", "success", "warning", "danger"],
            "words": word_diff("The plan names a problem or an activity.", "The plan names a problem of learning."),
            "rows": [
                ("Competency-based Rubric Design", 15, 0.82, "2.4"),
                ("Embedded Habits, Skills, and Dispositions in PAs", 15, 0.71, "3.1"),
                ("Understanding Your Leadership Strengths", 12, 0.9, "1.8"),
            ],
        },
    )


def _criteria(design: dict[str, Any], *, judged: bool = False, error: Any = "") -> list[ShownCriterion]:
    """Return the criteria of Part 2; `judged` shows the first as decided, `error` stands at the second."""
    shown = []
    part = [criterion for criterion in design["rubric"] if criterion["part"] == 2][:3]
    for place, criterion in enumerate(part):
        levels = [
            ShownLevel(f"{criterion['id']}-{position}", position, level["name"], level["descriptor"])
            for position, level in enumerate(criterion["levels"])
        ]
        decided = judged and place == 0
        shown.append(
            ShownCriterion(
                id=f"{criterion['id']}{'-judged' if judged else ''}{'-choice' if error else ''}",
                name=criterion["name"],
                description=criterion.get("description", ""),
                required_position=[level.name for level in levels].index(criterion["required"]),
                levels=levels,
                chosen_level_id=levels[2].id if decided or (error and place == 0) else "",
                comment=str(_("You name the children and the evidence in one sentence; I could act on it tomorrow."))
                if decided
                else "",
                error=str(error) if error and place == 1 else "",
            )
        )
    return shown
