"""Questions about people, organizations and who acts for whom."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.organizations.models import Invitation, Membership, Organization, Person, Role


def memberships_of(person: Person, *, at: datetime) -> QuerySet[Membership]:
    """The memberships a person holds at a moment, with their organizations."""
    return (
        Membership.objects.filter(_holding(at), person=person)
        .select_related("organization")
        .order_by("organization__name", "role")
    )


def roles_of(person: Person, *, at: datetime) -> set[Role]:
    """The roles a person holds anywhere at a moment."""
    return {Role(role) for role in memberships_of(person, at=at).values_list("role", flat=True)}


def organizations_where(person: Person, *roles: Role, at: datetime) -> QuerySet[Organization]:
    """The organizations a person acts for in one of these roles: where they hold it, and all below in the tree."""
    holding = list(
        Membership.objects.filter(_holding(at), person=person, role__in=roles).values_list("organization_id", flat=True)
    )
    return Organization.objects.filter(lineage__overlap=holding)


def acts_as(person: Person, role: Role, *, for_organization: Organization, at: datetime) -> bool:
    """Whether a person holds a role at an organization or above it in the tree."""
    return Membership.objects.filter(
        _holding(at), person=person, role=role, organization_id__in=for_organization.lineage
    ).exists()


def people_with(role: Role, *, organization: Organization, at: datetime) -> QuerySet[Person]:
    """The people who hold a role at an organization or above it in the tree."""
    return Person.objects.filter(
        Exists(
            Membership.objects.filter(
                _holding(at), person=OuterRef("pk"), role=role, organization_id__in=organization.lineage
            )
        )
    ).order_by("name", "pk")


def districts_of(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The districts a person belongs to at a moment, in whatever role, directly or through a school."""
    lineages = memberships_of(person, at=at).values_list("organization__lineage", flat=True)
    nodes = {node for lineage in lineages for node in lineage}
    return Organization.objects.filter(pk__in=nodes, kind=Organization.Kind.DISTRICT).order_by("name")


def workplaces_of(person: Person, *, at: datetime) -> set[UUID]:
    """The districts and schools a person belongs to: what makes two people close enough to be a conflict."""
    own = memberships_of(person, at=at).values_list("organization__lineage", flat=True)
    nodes = {node for lineage in own for node in lineage}
    close = (Organization.Kind.DISTRICT, Organization.Kind.SCHOOL)
    return set(Organization.objects.filter(pk__in=nodes, kind__in=close).values_list("pk", flat=True))


def states_of(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The state agencies above a person's organizations."""
    lineages = memberships_of(person, at=at).values_list("organization__lineage", flat=True)
    nodes = {node for lineage in lineages for node in lineage}
    return Organization.objects.filter(pk__in=nodes, kind=Organization.Kind.STATE).order_by("name")


def open_invitations(organization: Organization, *, at: datetime) -> QuerySet[Invitation]:
    """The invitations of an organization that can still be taken up."""
    return Invitation.objects.filter(organization=organization, expires_at__gt=at, acceptance__isnull=True).order_by(
        "-created_at"
    )


def _holding(at: datetime) -> Q:
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))
