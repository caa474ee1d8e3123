"""What stands beside a field of the draft's page."""

from typing import Any

from django import template
from django.template import Context

from microcred.authoring.guidance import field_of
from microcred.authoring.labels import label_of
from microcred.authoring.pages import ShownReport, place_id

register = template.Library()

MARKDOWN = frozenset({"rationale", "components.text", "requirements.prompt", "requirements.guidance"})
"""Fields that are set as Markdown wherever they are read."""

LISTS = frozenset({"components", "research", "resources", "requirements", "rubric", "part_rules", "prerequisites"})


@register.inclusion_tag("authoring/beside.html", takes_context=True)
def beside(context: Context, report: ShownReport | None, path: str, field: str = "") -> dict[str, Any]:
    """What stands beside a field: of a single one, or of one with this name in the row at the path.

    Its findings, what a quality review found not met, and the way to what is said of it.
    """
    place = f"{path}.{field}" if field else path
    open_remarks = context.get("remarks")
    return {
        "id": place_id(place),
        "judged": (context.get("judged_by_field") or {}).get(place, []),
        "findings": report.beside.get(place, []) if report else [],
        "draft": context.get("draft"),
        "path": path_to_remark(place),
        "label": label_of(place),
        "is_markdown": field_of(place) in MARKDOWN,
        "count": open_remarks.by_path.get(path_to_remark(place), 0) if open_remarks else 0,
        "may_remark": report is not None and (bool(field) or is_field(path)),
    }


def path_to_remark(place: str) -> str:
    """The field that a remark beside a place is about: of a level its descriptor."""
    return f"{place}.descriptor" if is_level(place) else place


def is_field(place: str) -> bool:
    """Whether a place stands beside one field, not beside a whole row or list."""
    return is_level(place) or ("." not in place and place not in LISTS)


def is_level(place: str) -> bool:
    """Whether a place stands beside one level."""
    steps = place.split(".")
    return len(steps) == 4 and steps[2] == "levels"
