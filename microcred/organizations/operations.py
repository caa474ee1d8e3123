"""The verbs of who is who: founding, joining, leaving, inviting."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import (
    Acceptance,
    Invitation,
    Membership,
    Organization,
    Person,
    Role,
)
from microcred.organizations.queries import acts_as

INVITATION_LASTS = timedelta(days=14)


class InvitationUsed(Refusal):
    """The link was taken up before."""

    message = _("This invitation has been used. Sign in, or ask the person who invited you for a new one.")


class InvitationExpired(Refusal):
    """The link is too old."""

    message = _("This invitation has expired. Ask the person who invited you for a new one.")


class InvitationForAnother(Refusal):
    """The link was sent to an address that the person has not verified as theirs."""

    message = _(
        "This invitation was sent to another e-mail address. Add that address to your account and verify it, "
        "then open the link again."
    )


@operation
def found(
    *,
    actor: Person | None,
    slug: str,
    name: str,
    kind: Organization.Kind,
    at: datetime,
    parent: Organization | None = None,
    time_zone: str = "America/New_York",
    demonstration: bool = False,
) -> Organization:
    """Found an organization, below another or, by the operator (`actor` is None), as the root of a tree."""
    if actor is not None and (parent is None or not acts_as(actor, Role.ORG_ADMIN, for_organization=parent, at=at)):
        raise NotAllowed
    organization = Organization(
        slug=slug, name=name, kind=kind, parent=parent, time_zone=time_zone, demonstration=demonstration
    )
    organization.lineage = [*(parent.lineage if parent else []), organization.pk]
    organization.save(force_insert=True)
    return organization


@operation
def register(*, actor: Person | None, name: str, email: str, time_zone: str = "America/New_York") -> Person:
    """Make a person without a password, whose address the operator vouches for. People themselves sign up."""
    from allauth.account.models import EmailAddress

    if actor is not None:
        raise NotAllowed
    person = Person.objects.create_user(email=email, name=name, time_zone=time_zone)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@operation
def appoint(
    *, actor: Person | None, person: Person, organization: Organization, role: Role, at: datetime
) -> Membership:
    """Give a person a role in an organization; a role they hold already stays as it is."""
    _may_appoint(actor, organization, role, at)
    membership, _created = Membership.objects.get_or_create(
        person=person, organization=organization, role=role, ends_at=None, defaults={"starts_at": at}
    )
    return membership


@operation
def dismiss(*, actor: Person, membership: Membership, at: datetime) -> Membership:
    """End a role. Awards and history stay; a person may also end their own."""
    if actor.pk != membership.person_id:
        _may_appoint(actor, membership.organization, Role(membership.role), at)
    if membership.ends_at is None:
        membership.ends_at = at
        membership.save(update_fields=["ends_at"])
    return membership


@operation
def invite(
    *, actor: Person, organization: Organization, email: str, role: Role, at: datetime
) -> tuple[Invitation, str]:
    """Invite an address to a role. Return the invitation and the token of its link, which is kept nowhere."""
    _may_appoint(actor, organization, role, at)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organization=organization,
        email=email.lower(),
        role=role,
        token_digest=digest_of(token),
        invited_by=actor,
        expires_at=at + INVITATION_LASTS,
    )
    return invitation, token


@operation
def accept(*, actor: Person, invitation: Invitation, at: datetime) -> Membership:
    """Take up an invitation that was sent to one of the actor's verified addresses."""
    from allauth.account.models import EmailAddress

    hold(invitation.pk)
    if Acceptance.objects.filter(invitation=invitation).exists():
        raise InvitationUsed
    if invitation.expires_at <= at:
        raise InvitationExpired
    if not EmailAddress.objects.filter(user=actor, email__iexact=invitation.email, verified=True).exists():
        raise InvitationForAnother
    Acceptance.objects.create(invitation=invitation, person=actor)
    membership, _created = Membership.objects.get_or_create(
        person=actor,
        organization=invitation.organization,
        role=invitation.role,
        ends_at=None,
        defaults={"starts_at": at},
    )
    return membership


def digest_of(token: str) -> str:
    """Return the digest under which an invitation's token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def _may_appoint(actor: Person | None, organization: Organization, role: Role, at: datetime) -> None:
    """The operator appoints anyone (`actor` is None), an administrator in their own tree, short of partnership."""
    if actor is None:
        return
    if not acts_as(actor, Role.ORG_ADMIN, for_organization=organization, at=at):
        raise NotAllowed
    if role == Role.PARTNERSHIP_ADMIN and organization.kind != Organization.Kind.PARTNERSHIP:
        raise NotAllowed
