"""Questions about quality frameworks: what an edition asks for, who goes by which, what a new edition would change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, organizations_where
from microcred.quality.framework_file import (
    UNREAD_BASE,
    BuildsOn,
    ComponentText,
    FrameworkText,
    StandardText,
    Trouble,
    substance,
)
from microcred.quality.framework_file.shape import Spot, spot_in_words, troubles_of
from microcred.quality.models import ROLE_LABELS, Adoption, Edition, QualityComponent, ReviewCycle
from microcred.quality.rules import Asked, PartyRole, composed, months_later, nearest
from microcred.quality.working_standards import working_standards

KEEPERS = (Role.ORG_ADMIN, Role.PARTNERSHIP_ADMIN)
"""The roles that publish and adopt quality frameworks for an organization and below it."""


def keeps_quality(person: Person, organization: Organization, *, at: datetime) -> bool:
    """Whether a person decides what an organization's designs are judged by."""
    return any(acts_as(person, role, for_organization=organization, at=at) for role in KEEPERS)


def places_to_keep(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The organizations that a person decides this for."""
    return organizations_where(person, *KEEPERS, at=at).order_by("lineage")


def edition_of(organization: Organization) -> Edition | None:
    """The edition that an organization goes by: what it adopted last itself, else the nearest above it."""
    adoption = adoption_in(organization)
    return adoption.edition if adoption else None


def adoption_in(organization: Organization) -> Adoption | None:
    """The adoption that holds in an organization: its own last one, else that of the nearest above it."""
    rows = Adoption.objects.filter(organization__in=organization.lineage).order_by("adopted_at", "pk")
    said = {row.organization_id: row for row in rows.select_related("edition__framework", "organization")}
    found = nearest(organization.lineage, {place: row.pk for place, row in said.items()})
    return next((row for row in said.values() if row.pk == found), None)


DEFAULT_CYCLE = 36
"""Months, where nobody says otherwise."""


def next_review(organization: Organization, *, after: date) -> date:
    """When what an organization offers is due for another review after one on this day."""
    said = {
        row.organization_id: row
        for row in ReviewCycle.objects.filter(organization__in=organization.lineage).order_by("set_at", "pk")
    }
    found = nearest(organization.lineage, {place: row.pk for place, row in said.items()})
    months = next((row.months for row in said.values() if row.pk == found), DEFAULT_CYCLE)
    return months_later(after, months)


def frameworks() -> QuerySet[Edition]:
    """The newest edition of every framework, by name."""
    newest = Edition.objects.filter(framework=OuterRef("framework")).order_by("-number").values("pk")[:1]
    return (
        Edition.objects.filter(pk=Subquery(newest))
        .select_related("framework__owner", "builds_on")
        .order_by("name", "pk")
    )


def edition_at(slug: str, number: int | None = None) -> Edition | None:
    """An edition of a framework by its short name, by default the newest."""
    found = Edition.objects.filter(framework__slug=slug).select_related("framework__owner", "builds_on__framework")
    return found.filter(number=number).first() if number is not None else found.order_by("-number").first()


def components_of(edition: Edition) -> tuple[Asked, ...]:
    """All that an edition asks for, with what it builds on, in order. Read once a process: editions never change."""
    return _components(edition.pk)


@lru_cache(maxsize=64)
def _components(edition_id: UUID) -> tuple[Asked, ...]:
    edition = Edition.objects.get(pk=edition_id)
    base = _components(edition.builds_on_id) if edition.builds_on_id else ()
    names = {asked.standard_code: asked.standard_name for asked in base}
    own = [
        Asked(
            id=row.pk,
            edition_id=edition.pk,
            standard_code=row.standard.code,
            standard_name=row.standard.name or names.get(row.standard.code, row.standard.code),
            code=row.code,
            text=row.text,
            roles=tuple(PartyRole(role) for role in row.roles),
            evidence=row.evidence,
            checks=tuple(row.checks),
            tightens=row.tightens_id,
        )
        for row in QualityComponent.objects.filter(standard__edition=edition)
        .select_related("standard")
        .order_by("standard__position", "position")
    ]
    return tuple(composed(base, own))


def document_of(edition: Edition) -> FrameworkText:
    """An edition as a file says it: what it asks itself, without what it builds on."""
    base = edition.builds_on
    tightened = {asked.id: asked.code for asked in components_of(base)} if base else {}
    return FrameworkText(
        slug=edition.framework.slug,
        name=edition.name,
        version=edition.label,
        publisher=edition.publisher,
        official=edition.official,
        source=edition.source,
        about=edition.about,
        builds_on=BuildsOn(framework=base.framework.slug, version=base.label) if base else None,
        standards=tuple(
            StandardText(
                code=standard.code,
                name=standard.name,
                description=standard.description,
                components=tuple(
                    ComponentText(
                        code=row.code,
                        text=row.text,
                        roles=tuple(PartyRole(role) for role in row.roles),
                        evidence=row.evidence,
                        checks=tuple(row.checks),
                        tightens=tightened[row.tightens_id] if row.tightens_id else "",
                    )
                    for row in standard.components.all()
                ),
            )
            for standard in edition.standards.order_by("position").prefetch_related("components")
        ),
    )


def base_of(document: FrameworkText) -> Edition | None:
    """The edition that a document builds on, where it is here."""
    if document.builds_on is None:
        return None
    named = document.builds_on
    return (
        Edition.objects.filter(framework__slug=named.framework, label=named.version).select_related("framework").first()
    )


@dataclass(frozen=True)
class Difference:
    """A component that differs: the lines it has now and those it would have; none where it is not there."""

    code: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def gone(self) -> tuple[str, ...]:
        """The lines that would go."""
        return tuple(line for line in self.before if line not in self.after)

    @property
    def come(self) -> tuple[str, ...]:
        """The lines that would come."""
        return tuple(line for line in self.after if line not in self.before)


@dataclass(frozen=True)
class Comparison:
    """What taking a document in would do: codes of components, and what keeps it from being taken in."""

    troubles: tuple[Trouble, ...]
    newest: Edition | None
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    differences: tuple[Difference, ...] = ()


def compared(document: FrameworkText, spot: Spot = spot_in_words) -> Comparison:
    """A document beside the newest edition of its framework: the dry run of taking it in.

    Args:
        spot: where its pieces stand, as whoever wrote the file finds them.
    """
    newest = edition_at(document.slug)
    troubles = (*troubles_of(document, spot), *troubles_here(document, spot))
    before = dict(_by_code(document_of(newest))) if newest else {}
    after = dict(_by_code(document))
    return Comparison(
        troubles=troubles,
        newest=newest,
        added=tuple(code for code in after if code not in before),
        changed=tuple(code for code in after if code in before and before[code] != after[code]),
        removed=tuple(code for code in before if code not in after),
        unchanged=sum(1 for code in after if before.get(code) == after[code]),
        differences=tuple(_differences(before, after)),
    )


def troubles_here(document: FrameworkText, spot: Spot = spot_in_words) -> tuple[Trouble, ...]:
    """What keeps a document out of this installation, beside what is wrong with it by itself."""
    return (*_troubles_with_base(document, spot), *_troubles_with_ours(document))


def _differences(
    before: dict[str, tuple[str, ComponentText]], after: dict[str, tuple[str, ComponentText]]
) -> Iterator[Difference]:
    for code in [*after, *(code for code in before if code not in after)]:
        was, is_now = before.get(code), after.get(code)
        if was != is_now:
            yield Difference(code, _said_by(was), _said_by(is_now))


def _said_by(piece: tuple[str, ComponentText] | None) -> tuple[str, ...]:
    if piece is None:
        return ()
    standard, component = piece
    named = (
        (_("Standard"), standard),
        (_("Who answers"), ", ".join(str(ROLE_LABELS[role]) for role in component.roles)),
        (_("What shows it"), component.evidence),
        (_("Checks"), ", ".join(component.checks)),
        (_("Tightens"), component.tightens),
    )
    return (component.text, *(f"{name}: {value}" for name, value in named if value))


def _by_code(document: FrameworkText) -> Iterator[tuple[str, tuple[str, ComponentText]]]:
    for standard, component in document.components():
        yield component.code, (standard.code, component)


def _troubles_with_base(document: FrameworkText, where: Spot) -> Iterator[Trouble]:
    """What an overlay may not do to the edition it builds on."""
    if document.builds_on is None or document.builds_on == UNREAD_BASE:
        return
    base = base_of(document)
    if base is None:
        words = _("It builds on version {label} of “{slug}”, which is not here. Take that in first.")
        words = words.format(label=document.builds_on.version, slug=document.builds_on.framework)
        yield Trouble(*where(None, None), words)
        return
    below = {asked.code: asked for asked in components_of(base)}
    for number, standard in enumerate(document.standards):
        for place, component in enumerate(standard.components):
            spot = where(number, place)
            tightened = below.get(component.tightens)
            if component.tightens and tightened is None:
                words = _("It tightens “{code}”, which the framework below does not have.")
                yield Trouble(*spot, words.format(code=component.tightens))
            elif tightened is not None and not set(component.roles) >= set(tightened.roles):
                words = _("Whoever answers for “{code}” below must answer for it here too: {roles}.")
                yield Trouble(*spot, words.format(code=tightened.code, roles=", ".join(tightened.roles)))
            elif component.code in below and component.code != component.tightens:
                words = _("The framework below has “{code}” already. Say that it tightens it, or choose another code.")
                yield Trouble(*spot, words.format(code=component.code))


def _troubles_with_ours(document: FrameworkText) -> Iterator[Trouble]:
    """The working standards are Microcred's own: under no name do they become somebody's official ones."""
    if document.official and substance(document) == substance(working_standards()):
        words = _("These are Microcred’s own working standards. They are nobody’s official list.")
        yield Trouble(*spot_in_words(None, None), words)


@dataclass(frozen=True)
class GoesBy:
    """What one organization goes by, and who said so: itself, or the nearest above it; and how often it reviews."""

    organization: Organization
    edition: Edition | None
    said_by: Organization | None
    months: int


def going_by(organizations: Iterable[Organization]) -> list[GoesBy]:
    """What several organizations go by, in two questions however many they are."""
    places = list(organizations)
    around = {node for place in places for node in place.lineage}
    adoptions = {
        row.organization_id: row
        for row in Adoption.objects.filter(organization__in=around)
        .select_related("edition__framework", "organization")
        .order_by("adopted_at", "pk")
    }
    cycles = {
        row.organization_id: row.months
        for row in ReviewCycle.objects.filter(organization__in=around).order_by("set_at", "pk")
    }
    found = []
    for place in places:
        adoption = next((adoptions[node] for node in reversed(place.lineage) if node in adoptions), None)
        months = next((cycles[node] for node in reversed(place.lineage) if node in cycles), DEFAULT_CYCLE)
        found.append(
            GoesBy(
                place,
                adoption.edition if adoption else None,
                adoption.organization if adoption else None,
                months,
            )
        )
    return found
