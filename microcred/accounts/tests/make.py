"""Scenes of one person with two accounts, all by operations."""

from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from microcred.accounts.models import Merge, MergeOffer
from microcred.accounts.operations import merge, offer_merge
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint, register

SOON = timedelta(minutes=5)
PASSWORD = "seventeen yellow kayaks"


def second_account(cast, *, name: str = "Ada W.", email: str = "ada@home.example.org") -> Person:
    """Ada, who signed up again at home."""
    return register(actor=None, name=name, email=email)


def works_as(cast, person: Person, role: Role, place: str = "carolinacred") -> Person:
    """A person with a role."""
    appoint(actor=None, person=person, organization=cast.places[place], role=role, at=cast.at)
    return person


def asked(asker: Person, other: Person, *, at: datetime) -> MergeOffer:
    """The offer to take the other account in."""
    offer = offer_merge(actor=asker, email=other.email, at=at)
    assert offer is not None
    return offer


def joined(asker: Person, other: Person, *, at: datetime, go_on_with: tuple[UUID, ...] = ()) -> Merge:
    """Two accounts made one."""
    return merge(actor=asker, offer=asked(asker, other, at=at), go_on_with=go_on_with, at=at + SOON)


def with_app(person: Person) -> Person:
    """A person who signs in with an authenticator app too."""
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return person


def with_password(person: Person) -> Person:
    """A person who signs in with a password."""
    person.set_password(PASSWORD)
    person.save()
    return person


def verified(person: Person, email: str) -> EmailAddress:
    """One more address that a person has shown to be theirs."""
    return EmailAddress.objects.create(user=person, email=email, verified=True, primary=False)
