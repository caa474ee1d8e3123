"""Questions about people, organizations and who acts for whom."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import BinaryField, Count, Exists, Func, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat, Lower

from microcred.foundation.asked_often import asked_often, plan_kept
from microcred.foundation.many import among
from microcred.organizations.models import Invitation, Membership, Organization, Person, Role


class _OfOrganization(Protocol):
    organization_id: UUID


Said = TypeVar("Said", bound=_OfOrganization)


def memberships_of(person: Person, *, at: datetime) -> list[Membership]:
    """The memberships a person holds at a moment, with their organizations, by the organization's name."""
    return _memberships(person_id=person.pk, at=at)


def roles_of(person: Person, *, at: datetime) -> set[Role]:
    """The roles a person holds anywhere at a moment."""
    return {Role(role) for role in _roles_held(person_id=person.pk, at=at)}


def nearest_said(organization: Organization, said: Iterable[Said]) -> Said | None:
    """Of what organizations said of one thing, what holds for one of them: its own last word, else the nearest above.

    Args:
        said: rows with the `organization_id` of who said them, in the order in which they were said.
    """
    newest = {row.organization_id: row for row in said}
    return next((newest[place] for place in reversed(organization.lineage) if place in newest), None)


def organizations_where(person: Person, *roles: Role, at: datetime) -> QuerySet[Organization]:
    """The organizations a person acts for in one of these roles: where they hold it, and all below in the tree."""
    return Organization.objects.filter(lineage__overlap=reach_of(person, *roles, at=at))


def reach_of(person: Person, *roles: Role, at: datetime) -> list[UUID]:
    """The same in short: where they hold one of these roles, from where it reaches down the tree."""
    return _held_in(person_id=person.pk, roles=list(roles), at=at)


def acts_as(person: Person, role: Role, *, for_organization: Organization, at: datetime) -> bool:
    """Whether a person holds a role at an organization or above it in the tree."""
    return bool(_acting(person_id=person.pk, roles=[role], places=for_organization.lineage, at=at))


def people_with(role: Role, *, organization: Organization, at: datetime) -> QuerySet[Person]:
    """The people who hold a role at an organization or above it in the tree."""
    return Person.objects.filter(
        Exists(
            Membership.objects.filter(
                _holding(at), person=OuterRef("pk"), role=role, organization_id__in=organization.lineage
            )
        )
    ).order_by("name", "pk")


def holders(*roles: Role, person: Person | UUID | OuterRef, at: datetime) -> QuerySet[Membership]:
    """The memberships by which a person, or the person of an outer query, holds one of these roles at a moment."""
    return Membership.objects.filter(_holding(at), person=person, role__in=roles)


def belonging_to(places: Collection[UUID], *, person: Person | OuterRef, at: datetime) -> QuerySet[Membership]:
    """The memberships by which a person, or the person of an outer query, is in or below one of these places."""
    return Membership.objects.filter(_holding(at), person=person, organization__lineage__overlap=list(places))


def districts_and_schools() -> QuerySet[Organization]:
    """All districts and schools, by name: where somebody works, and what they can be too close to."""
    kinds = (Organization.Kind.DISTRICT, Organization.Kind.SCHOOL)
    return Organization.objects.filter(kind__in=kinds).order_by("name", "pk")


def districts_of(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The districts a person belongs to at a moment, in whatever role, directly or through a school."""
    return _around(person.pk, Organization.Kind.DISTRICT, at=at).order_by("name")


def district_names_of(people: Collection[UUID], *, at: datetime) -> dict[UUID, list[str]]:
    """The names of the districts that several people belong to, by person; two queries however many they are."""
    lineages = list(
        Membership.objects.filter(_holding(at), person__in=people).values_list("person_id", "organization__lineage")
    )
    around = {node for _person, lineage in lineages for node in lineage}
    names = dict(Organization.objects.filter(pk__in=around, kind=Organization.Kind.DISTRICT).values_list("pk", "name"))
    found: dict[UUID, set[str]] = {person: set() for person in people}
    for person, lineage in lineages:
        found[person].update(names[node] for node in lineage if node in names)
    return {person: sorted(districts) for person, districts in found.items()}


def workplaces_of(person: Person, *, at: datetime) -> set[UUID]:
    """The districts and schools a person belongs to: what makes two people close enough to be a conflict."""
    return set(_workplaces(person_id=person.pk, at=at))


def workplaces(person: Person, *, at: datetime) -> QuerySet[Organization, UUID]:
    """The same, to be asked within another question."""
    return _workplaces.question(person_id=person.pk, at=at)


def workplaces_of_each(people: Collection[UUID], *, at: datetime) -> dict[UUID, set[UUID]]:
    """The districts and schools that several people belong to, by person; two queries however many they are."""
    held = Membership.objects.filter(_holding(at), person__in=people)
    lineages = list(held.values_list("person_id", "organization__lineage"))
    around = {node for _person, lineage in lineages for node in lineage}
    kinds = (Organization.Kind.DISTRICT, Organization.Kind.SCHOOL)
    close = set(Organization.objects.filter(pk__in=around, kind__in=kinds).values_list("pk", flat=True))
    found: dict[UUID, set[UUID]] = {person: set() for person in people}
    for person, lineage in lineages:
        found[person].update(close.intersection(lineage))
    return found


def agencies_of_each(people: Collection[UUID], *, at: datetime) -> dict[UUID, frozenset[UUID]]:
    """The districts and the state agencies that several people belong to, by person; two queries however many."""
    held = Membership.objects.filter(_holding(at), among("person", list(people), of="uuid"))
    lineages = list(held.values_list("person_id", "organization__lineage"))
    around = {node for _person, lineage in lineages for node in lineage}
    kinds = (Organization.Kind.DISTRICT, Organization.Kind.STATE)
    those = set(Organization.objects.filter(pk__in=around, kind__in=kinds).values_list("pk", flat=True))
    found: dict[UUID, set[UUID]] = {person: set() for person in people}
    for person, lineage in lineages:
        found[person].update(those.intersection(lineage))
    return {person: frozenset(places) for person, places in found.items()}


def states_of(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The state agencies above a person's organizations."""
    return _around(person.pk, Organization.Kind.STATE, at=at).order_by("name")


def members_of(organization: Organization, *, at: datetime) -> QuerySet[Membership]:
    """The memberships held in an organization itself at a moment, by name."""
    return (
        Membership.objects.filter(_holding(at), organization=organization)
        .select_related("person")
        .order_by("person__name", "person_id", "role")
    )


MOST_LISTED = 50
"""Of what stands beside the members of an organization."""


def acting_from_above(organization: Organization, *, at: datetime) -> list[Membership]:
    """The memberships held above an organization: their roles reach down to it. The first of them by name."""
    return _acting_at(places=organization.lineage[:-1], at=at)


@asked_often
def _acting_at(*, places: list[UUID], at: datetime) -> QuerySet[Membership]:
    acting = Membership.objects.filter(_holding(at), organization__in=places).select_related("person", "organization")
    return acting.order_by("person__name", "person_id", "role")[:MOST_LISTED]


def tree_below(organization: Organization, *, at: datetime) -> QuerySet[Organization]:
    """The organizations below one, in the order of a tree, with `members`: how many people hold a role in each."""
    holding = Membership.objects.filter(_holding(at), organization=OuterRef("pk")).order_by()
    members = holding.values("organization").annotate(people=Count("person", distinct=True)).values("people")
    return (
        Organization.objects.filter(lineage__contains=[organization.pk])
        .exclude(pk=organization.pk)
        .annotate(members=Coalesce(Subquery(members), 0))
        .order_by("lineage")
    )


def lineage_of(organization: Organization) -> list[Organization]:
    """The organizations from the root of the tree down to one, inclusive."""
    found = {node.pk: node for node in _named(ids=organization.lineage)}
    return [found[pk] for pk in organization.lineage]


@asked_often
def _named(*, ids: list[UUID]) -> QuerySet[Organization]:
    return Organization.objects.filter(pk__in=ids)


def addresses_of(person: Person) -> QuerySet[EmailAddress]:
    """A person's e-mail addresses, the primary one first."""
    addresses: QuerySet[EmailAddress] = EmailAddress.objects.filter(user=person).order_by("-primary", "email")
    return addresses


def identifiers_by_address(addresses: Iterable[str]) -> dict[str, UUID]:
    """Who has an account with one of these e-mail addresses, be it their first or another: their identifiers.

    A further address counts once its holder has verified it: nobody gets what is another's by naming their address.

    Args:
        addresses: in lower case.
    """
    wanted = list(addresses)
    first = Person.objects.filter(among("email", wanted, of="text")).values_list("email", "pk")
    found = {email.lower(): person_id for email, person_id in first}
    others = [address for address in wanted if address not in found]
    held = EmailAddress.objects.filter(among("email", others, of="text"), verified=True).values_list("email", "user_id")
    return found | {email.lower(): person_id for email, person_id in held}


def person_by_hash(identity_hash: str, salt: str) -> Person | None:
    """Whoever here has an e-mail address with this hash, be it their first or a verified one.

    It is the `IdentityHash` of Open Badges 3.0. Every address is hashed in lower case with the salt, by the
    database: about a second for a million of them.

    Args:
        identity_hash: SHA-256 of the address with the salt behind it, hexadecimal.
    """
    try:
        wanted = bytes.fromhex(identity_hash)
    except ValueError:
        return None
    first = Person.objects.annotate(identity=_hash_of("email", salt)).filter(identity=wanted, is_active=True).first()
    if first is not None:
        return first
    others = EmailAddress.objects.filter(verified=True).annotate(identity=_hash_of("email", salt))
    held = others.filter(identity=wanted, user__is_active=True).select_related("user").first()
    return held.user if held is not None else None


def _hash_of(column: str, salt: str) -> Func:
    salted = Concat(Lower(column), Value(salt), output_field=TextField())
    return Func(Func(salted, Value("UTF8"), function="convert_to"), function="sha256", output_field=BinaryField())


def authenticators_of(person: Person) -> QuerySet[Authenticator]:
    """What a person can sign in with beside a password: passkeys, an authenticator app, recovery codes."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=person).order_by("type", "created_at")
    return found


def needs_second_factor(person: Person, *, at: datetime) -> bool:
    """Whether a person acts for others somewhere, and so may not sign in by a password alone."""
    return bool(roles_of(person, at=at) - {Role.EDUCATOR})


def open_invitations(organization: Organization, *, at: datetime) -> list[Invitation]:
    """The invitations of an organization that can still be taken up, the newest first."""
    return _open_invitations(organization_id=organization.pk, at=at)


@asked_often
def _open_invitations(*, organization_id: UUID, at: datetime) -> QuerySet[Invitation]:
    waiting = Invitation.objects.filter(organization=organization_id, expires_at__gt=at, acceptance__isnull=True)
    return waiting.order_by("-created_at")[:MOST_LISTED]


@asked_often
def _acting(*, person_id: UUID, roles: list[Role], places: list[UUID], at: datetime) -> QuerySet[Membership, UUID]:
    held = Membership.objects.filter(_holding(at), person_id=person_id, role__in=roles, organization_id__in=places)
    return held.order_by("pk").values_list("pk", flat=True)[:1]


@plan_kept
@asked_often
def _workplaces(*, person_id: UUID, at: datetime) -> QuerySet[Organization, UUID]:
    close = _around(person_id, Organization.Kind.DISTRICT, Organization.Kind.SCHOOL, at=at)
    return close.values_list("pk", flat=True)


def _around(person_id: UUID, *kinds: Organization.Kind, at: datetime) -> QuerySet[Organization]:
    """The organizations of these kinds in and above which a person holds a role, whatever it is."""
    own = Membership.objects.filter(_holding(at), person=person_id)
    nodes = own.annotate(node=Func("organization__lineage", function="unnest")).values("node")
    return Organization.objects.filter(pk__in=nodes, kind__in=kinds)


@asked_often
def _memberships(*, person_id: UUID, at: datetime) -> QuerySet[Membership]:
    held = Membership.objects.filter(_holding(at), person_id=person_id)
    return held.select_related("organization").order_by("organization__name", "role")


@asked_often
def _roles_held(*, person_id: UUID, at: datetime) -> QuerySet[Membership, str]:
    return Membership.objects.filter(_holding(at), person_id=person_id).values_list("role", flat=True)


@asked_often
def _held_in(*, person_id: UUID, roles: list[Role], at: datetime) -> QuerySet[Membership, UUID]:
    held = Membership.objects.filter(_holding(at), person_id=person_id, role__in=roles)
    return held.values_list("organization_id", flat=True)


def _holding(at: datetime) -> Q:
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))
