"""Organizations, people and frameworks for the tests of quality."""

from datetime import UTC, datetime

from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.operations import appoint, found, register
from microcred.quality.framework_file import BuildsOn, ComponentText, FrameworkText, StandardText
from microcred.quality.models import Edition
from microcred.quality.operations import publish_edition
from microcred.quality.rules import PartyRole

AT = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
DEVELOPER, ASSESSOR, ISSUER = PartyRole.DEVELOPER, PartyRole.ASSESSOR, PartyRole.ISSUER


def component(code: str, text: str = "It is so.", roles=(DEVELOPER,), **more) -> ComponentText:
    return ComponentText(code=code, text=text, roles=tuple(roles), **more)


def framework(slug: str = "house-standards", version: str = "1", **more) -> FrameworkText:
    """Two standards with three components, the last of which no design can show."""
    standards = (
        StandardText(
            code="A",
            name="One competency",
            components=(component("A1", "One competency.", checks=("one-competency",)), component("A2", "Observable.")),
        ),
        StandardText(
            code="B", name="Assessors", components=(component("B1", "Calibrated.", roles=(ASSESSOR, ISSUER)),)
        ),
    )
    values = {"name": "House standards", "publisher": "The House", "standards": standards} | more
    return FrameworkText(slug=slug, version=version, **values)


def overlay(*standards: StandardText, slug: str = "state-overlay", version: str = "1") -> FrameworkText:
    """What a state adds to or tightens in `framework()`."""
    return framework(
        slug,
        version,
        name="State overlay",
        publisher="The State",
        standards=standards,
        builds_on=BuildsOn(framework="house-standards", version="1"),
    )


def tree() -> dict[str, Organization]:
    """A partnership, a state in it, a district in the state, and another state."""
    places: dict[str, Organization] = {}
    for slug, kind, parent in (
        ("partnership", Organization.Kind.PARTNERSHIP, None),
        ("state", Organization.Kind.STATE, "partnership"),
        ("district", Organization.Kind.DISTRICT, "state"),
        ("other-state", Organization.Kind.STATE, "partnership"),
    ):
        places[slug] = found(
            actor=None, slug=slug, name=slug.title(), kind=kind, parent=places[parent] if parent else None, at=AT
        )
    return places


def somebody(name: str, role: Role, organization: Organization) -> Person:
    person = register(actor=None, name=name, email=f"{name.lower()}@example.org")
    appoint(actor=None, person=person, organization=organization, role=role, at=AT)
    return person


def published(owner: Organization, document: FrameworkText | None = None) -> Edition:
    return publish_edition(actor=None, owner=owner, document=document or framework(), at=AT)
