"""May this person? Returns the row, or 404: "not yours" and "not there" look the same."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Invitation, Membership, Organization, Person, Role
from microcred.organizations.operations import digest_of
from microcred.organizations.queries import organizations_where, reach_of


def signed_in(request: HttpRequest) -> Person:
    """The person who is signed in. For views behind `login_required`; anyone else learns nothing."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def organization_as(person: Person, role: Role, slug: str, *, at: datetime) -> Organization:
    """The organization of this slug, when the person acts for it in this role."""
    found = _below.first(slug=slug, places=reach_of(person, role, at=at))
    if found is None:
        raise Http404
    return found


def membership_to_end(person: Person, membership_id: UUID, *, at: datetime) -> Membership:
    """A membership that is the person's own, or of an organization that they administer."""
    membership = Membership.objects.select_related("organization", "person").filter(pk=membership_id).first()
    if membership is None:
        raise Http404
    own = membership.person_id == person.pk
    if (
        not own
        and not organizations_where(person, Role.ORG_ADMIN, at=at).filter(pk=membership.organization_id).exists()
    ):
        raise Http404
    return membership


def invitation_of(token: str) -> Invitation:
    """The invitation whose link carries this token."""
    invitation = (
        Invitation.objects.select_related("organization", "invited_by").filter(token_digest=digest_of(token)).first()
    )
    if invitation is None:
        raise Http404
    return invitation


@asked_often
def _below(*, slug: str, places: list[UUID]) -> QuerySet[Organization]:
    return Organization.objects.filter(slug=slug, lineage__overlap=places)
