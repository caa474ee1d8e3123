"""The verbs of who is who: founding, joining, leaving, inviting."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, UNUSABLE_PASSWORD_SUFFIX_LENGTH
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from microcred.foundation import jobs
from microcred.foundation.copying import copy_in
from microcred.foundation.ids import uuid7
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.events import MembershipEnded
from microcred.organizations.models import (
    NO_ACCOUNT,
    Acceptance,
    Invitation,
    Membership,
    Organization,
    Person,
    Role,
)
from microcred.organizations.queries import acts_as, identifiers_by_address

INVITATION_LASTS = timedelta(days=14)
INVITATION_JOB = "organizations.mail_invitation"


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


def no_password() -> str:
    """What stands for the password of who has none: no password hashes to it, and no two are alike."""
    return f"{UNUSABLE_PASSWORD_PREFIX}{secrets.token_hex(UNUSABLE_PASSWORD_SUFFIX_LENGTH // 2)}"


@dataclass(frozen=True)
class Registered:
    """The identifiers of the people of a list, by their address.

    Attributes:
        found: who had an account.
        made: who got one now, so that nothing else can be known of them yet.
    """

    found: Mapping[str, UUID]
    made: Mapping[str, UUID]

    def of(self, address: str) -> UUID:
        """Whose address of the list it is."""
        return self.found.get(address) or self.made[address]


@operation
def register_many(*, actor: Person | None, people: Mapping[str, str], at: datetime) -> Registered:
    """Find or make the person of each e-mail address; those made have no password and have verified nothing yet.

    They sign in once they have asked for a password by that address. Who has an account already is left as they are,
    also when the address is not their first one.

    Args:
        actor: None: it is the system that acts, for a verb whose actor was looked at.
        people: the name to give to who is new, by address in lower case.
    """
    from allauth.account.models import EmailAddress

    if actor is not None:
        raise NotAllowed
    found = identifiers_by_address(people)
    made = {address: uuid7() for address in people if address not in found}
    example = Person()
    copy_in(
        Person,
        ("id", "created_at", "name", "email", "password", "time_zone", "language", "is_active"),
        [
            (person_id, at, people[address], address, no_password(), example.time_zone, example.language, True)
            for address, person_id in made.items()
        ],
    )
    copy_in(
        EmailAddress,
        ("user_id", "email", "verified", "primary"),
        [(person_id, address, False, True) for address, person_id in made.items()],
    )
    return Registered(found, made)


@operation
def note_holder(*, actor: None, identifier: str, name: str) -> Person:
    """Find or make the person whom somebody else names by an identifier alone: a DID, or the hash of an address.

    They have no account, cannot sign in, and are told nothing.

    Args:
        identifier: kept as its digest.
        name: how they are called, when they are new here.
    """
    address = f"{hashlib.sha256(identifier.encode()).hexdigest()}@{NO_ACCOUNT}"
    person, _created = Person.objects.get_or_create(
        email=address, defaults={"name": name, "password": no_password(), "is_active": False}
    )
    return person


@operation
def update_profile(*, actor: Person, name: str, time_zone: str, language: str) -> Person:
    """Say how one is called, where one's clock stands and which language one reads."""
    actor.name, actor.time_zone, actor.language = name, time_zone, language
    actor.save(update_fields=["name", "time_zone", "language"])
    return actor


@operation
def choose_language(*, actor: Person, language: str) -> Person:
    """Read pages, notices and mails in a language from now on."""
    actor.language = language
    actor.save(update_fields=["language"])
    return actor


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
        announce(MembershipEnded(membership.pk, actor.pk == membership.person_id, at))
    return membership


@operation
def invite(
    *, actor: Person, organization: Organization, email: str, role: Role, at: datetime
) -> tuple[Invitation, str]:
    """Invite an address to a role; a mail with the link leaves soon. Return the invitation and its link's token."""
    _may_appoint(actor, organization, role, at)
    invitation = Invitation(
        organization=organization,
        email=email.lower(),
        role=role,
        invited_by=actor,
        expires_at=at + INVITATION_LASTS,
    )
    token = token_of(invitation.pk)
    invitation.token_digest = digest_of(token)
    invitation.save(force_insert=True)
    jobs.defer(INVITATION_JOB, queue="mail", invitation_id=str(invitation.pk))
    return invitation, token


@operation
def mail_invitation(*, actor: None, invitation: Invitation, at: datetime) -> bool:
    """Send the link of an invitation that can still be taken up. Return whether it was sent.

    At least once: a worker killed after the mail server's yes sends it again, under the same Message-ID.
    """
    if invitation.expires_at <= at or Acceptance.objects.filter(invitation=invitation).exists():
        return False
    context = {"invitation": invitation, "address": f"{settings.PUBLIC_URL}/invitations/{token_of(invitation.pk)}/"}
    with translation.override(invitation.invited_by.language):
        subject = gettext("%(person)s invites you to %(organization)s") % {
            "person": invitation.invited_by.name,
            "organization": invitation.organization.name,
        }
        message = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string("organizations/invitation_mail.txt", context),
            to=[invitation.email],
            headers={
                "Message-ID": f"<{invitation.pk}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        message.attach_alternative(render_to_string("organizations/invitation_mail.html", context), "text/html")
    message.send()
    return True


@operation
def accept(*, actor: Person, invitation: Invitation, at: datetime) -> Membership:
    """Take up an invitation that was sent to one of the actor's verified addresses."""
    hold(invitation.pk)
    refusal = why_not_accept(actor, invitation, at=at)
    if refusal is not None:
        raise refusal
    Acceptance.objects.create(invitation=invitation, person=actor)
    membership, _created = Membership.objects.get_or_create(
        person=actor,
        organization=invitation.organization,
        role=invitation.role,
        ends_at=None,
        defaults={"starts_at": at},
    )
    return membership


def why_not_accept(person: Person, invitation: Invitation, *, at: datetime) -> Refusal | None:
    """Return what stands between a person and an invitation; None when nothing does."""
    from allauth.account.models import EmailAddress

    if Acceptance.objects.filter(invitation=invitation).exists():
        return InvitationUsed()
    if invitation.expires_at <= at:
        return InvitationExpired()
    if not EmailAddress.objects.filter(user=person, email__iexact=invitation.email, verified=True).exists():
        return InvitationForAnother()
    return None


def token_of(invitation_id: UUID) -> str:
    """Return the token of an invitation's link. It is kept nowhere: only this server's secret can make it again."""
    proof = salted_hmac("organizations.invitation", str(invitation_id), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(proof).rstrip(b"=").decode()


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
