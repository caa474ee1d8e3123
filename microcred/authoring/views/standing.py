"""What the checks make of a draft, as its page shows it: beside the form, beside each field, and after each save."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from microcred.authoring import queries
from microcred.authoring.margin import anew, margin_of
from microcred.authoring.models import Draft
from microcred.authoring.pages import shown_report
from microcred.catalog.design import Design
from microcred.catalog.models import Version

SHOWN = "shows"
"""The field with which a script says what its page shows beside the fields, as `to_mend.html` marked it."""


def standing(draft: Draft, design: Design, *, version: Version | None, note: str = "") -> dict[str, Any]:
    """How a draft stands that says this: what the templates `standing.html` and `to_mend.html` want.

    Args:
        version: What it became; then it is checked no more.
        note: What its author wrote of the change, when publishing was refused.
    """
    report = None if version else shown_report(queries.report_on(draft, design, today=localdate()), design)
    margin = margin_of(draft, report)
    return {
        "draft": draft,
        "version": version,
        "report": report,
        "margin": margin,
        "marks": " ".join(f"{path}:{mark}" for path, mark in margin.marks().items()),
        "stands": queries.standing_of(draft),
        "change": None if version else queries.change_in(draft, design),
        "note": note,
    }


def said_anew(request: HttpRequest, saved: Draft) -> dict[str, str]:
    """What a page that saved itself has to show otherwise now: markup by the identifiers of the elements around it."""
    stands = standing(saved, Design.model_validate(saved.design), version=None)
    marks = (mark.rpartition(":") for mark in request.POST.get(SHOWN, "").split())
    shown = {path: mark for path, _colon, mark in marks}
    return {
        "standing": render_to_string("authoring/to_mend.html", stands, request),
        **dict(anew(stands["margin"], shown, stands["report"].places)),
    }
