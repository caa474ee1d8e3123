"""What programs ask for, as CASE tells it."""

from uuid import UUID

from microcred.frameworks.models import Association, Framework, Standard
from microcred.frameworks.queries.packages import (
    association_in_package,
    association_members,
    associations_of,
    definition_members,
    definitions_at,
    document_members,
    item_members,
    package_members,
)

Members = dict[str, object]

SETS = ("CFConcepts", "CFItemTypes", "CFSubjects")
"""Definitions that are told with all below them."""


def documents() -> list[Members]:
    """All frameworks, by title."""
    return [document_members(framework) for framework in Framework.objects.order_by("name", "pk")]


def document(identifier: UUID) -> Members | None:
    """One framework."""
    found = framework_at(identifier)
    return document_members(found) if found else None


def framework_at(identifier: UUID) -> Framework | None:
    """The framework of an identifier."""
    return Framework.objects.filter(identifier=identifier).first()


def package(framework: Framework) -> Members:
    """A framework with all its items."""
    return package_members(framework)


def standard_at(identifier: UUID) -> Standard | None:
    """The item of an identifier, also when it was withdrawn."""
    return Standard.objects.select_related("framework").filter(identifier=identifier).first()


def item(identifier: UUID) -> Members | None:
    """One item."""
    found = standard_at(identifier)
    return item_members(found) if found else None


def association(identifier: UUID) -> Members | None:
    """One association."""
    found = Association.objects.select_related("framework").filter(identifier=identifier).first()
    return association_members(found) if found else None


def item_associations(identifier: UUID) -> Members | None:
    """An item with what it is to others, and they to it; nothing where there is neither."""
    found = standard_at(identifier)
    between = [association_in_package(one) for one in associations_of(identifier)] if found else []
    return {"CFItem": item_members(found), "CFAssociations": between} if found and between else None


def definition(kind: str, identifier: UUID) -> Members | None:
    """One definition; of kinds that stand in a hierarchy, with those below it."""
    found = [definition_members(one) for one in definitions_at(kind, identifier)]
    if not found:
        return None
    return {kind: found} if kind in SETS else found[0]
