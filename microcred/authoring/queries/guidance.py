"""Questions about what authors are told of each field."""

from uuid import UUID

from django.db.models import QuerySet

from microcred.authoring.guidance import FIELDS, Guide
from microcred.authoring.models import FieldGuidance
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Organization


def guides_in(organization: Organization) -> dict[str, Guide]:
    """What holds for each field in an organization: what it says itself, else the nearest above it, else ours."""
    ours = {name: Guide(field.guidance, None, field.source) for name, field in FIELDS.items()}
    said = {name: _guide(row) for name, row in _nearest(organization.lineage).items()}
    return ours | said


def own_guidance(organization: Organization) -> dict[str, FieldGuidance]:
    """What an organization says itself, by field, as it stands."""
    return _nearest([organization.pk])


def word_limits_in(organization: Organization) -> dict[str, int]:
    """How many words the fields may have that an organization limits, by field."""
    return {name: row.word_limit for name, row in _nearest(organization.lineage).items() if row.word_limit is not None}


def _nearest(lineage: list[UUID]) -> dict[str, FieldGuidance]:
    """The last word of the nearest organization that has one of its own, by field."""
    last = {(row.organization_id, row.field): row for row in _said(lineage=lineage)}
    own = [row for row in last.values() if not row.inherited and row.field in FIELDS]
    return {row.field: row for row in sorted(own, key=lambda row: lineage.index(row.organization_id))}


@asked_often
def _said(*, lineage: list[UUID]) -> QuerySet[FieldGuidance]:
    rows = FieldGuidance.objects.filter(organization__in=lineage).select_related("organization", "set_by")
    return rows.order_by("set_at", "pk")


def _guide(row: FieldGuidance) -> Guide:
    return Guide(row.guidance, row.word_limit, None, row.organization.name)
