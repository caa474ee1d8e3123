"""What stands beside a field of the draft's page."""

from django import template

from microcred.authoring.pages import ShownFinding, ShownReport, place_id

register = template.Library()


@register.inclusion_tag("authoring/beside.html")
def beside(report: ShownReport | None, path: str, field: str = "") -> dict[str, str | list[ShownFinding]]:
    """The findings of a field: of a single one, or of one with this name in the row at the path."""
    place = f"{path}.{field}" if field else path
    return {"id": place_id(place), "findings": report.beside.get(place, []) if report else []}
