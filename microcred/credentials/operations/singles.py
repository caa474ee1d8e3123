"""The verb of issuing to one person what was not scored here, as a list does to many."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Version
from microcred.credentials.document import Endorsed, Winning, unscored
from microcred.credentials.models import AwardIntent, DocumentIntent, Issuance
from microcred.credentials.operations.awards import AlreadyEarned, write_down
from microcred.credentials.operations.refusals import NobodyIssues
from microcred.credentials.queries import issuer_for
from microcred.foundation.ids import uuid7
from microcred.foundation.locks import hold, hold_shared
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.openbadges.models import HashedIdentity
from microcred.organizations.models import Person


class EarnedInFuture(Refusal):
    """The moment from which it holds has not come."""

    message = _("An award cannot hold from a moment that has not come yet.")


class ExpiresTooEarly(Refusal):
    """It would end before it begins, or has ended."""

    message = _("It has expired already, or expires before it was earned.")


class KeyUsedOtherwise(Refusal):
    """Something else was asked for under this key."""

    message = _("Something else was asked for under this key before. Choose another key.")


class IdentifierTaken(Refusal):
    """Another credential has this identifier."""

    message = _("Another credential has this identifier. Choose another, or leave it out.")


@dataclass(frozen=True)
class Recipient:
    """Who gets an award, and how the credential names them: by the hash of an address, an identifier, or both.

    Args:
        name: how whoever asked calls them; the page of the award shows it.
        email: an address of theirs, hashed here with a salt of its own; or
        identity: the hash that somebody else made.
        holder_id: an identifier of their own, such as a DID.
    """

    person: Person
    name: str
    email: str = ""
    identity: HashedIdentity | None = None
    holder_id: str = ""


@operation
def issue_to_one(
    *,
    actor: None,
    version: Version,
    recipient: Recipient,
    origin: str,
    key: str,
    digest: str,
    earned_at: datetime,
    expires_at: datetime | None,
    award_id: UUID | None,
    at: datetime,
) -> AwardIntent:
    """Award a version to one person on somebody's word: nobody scored it here, and the credential says so.

    What will be signed is written down to the byte, as in `award`. The same words under the same key are one award,
    however often they come. Whoever calls answers for the right of whoever asks.

    Args:
        origin: on whose word; it stands in the credential.
        key: the name that whoever asks gave to it.
        digest: SHA-256 of what was asked, hexadecimal: whether it is the same.
        award_id: the identifier it is to have; None: a new one.
    """
    issuer = issuer_for(version)
    if issuer is None:
        raise NobodyIssues
    hold(uuid5(issuer.pk, key))
    earlier = Issuance.objects.filter(issuer=issuer, key=key).first()
    if earlier is not None:
        if earlier.digest != digest:
            raise KeyUsedOtherwise
        return AwardIntent.objects.get(source=earlier.pk)
    if earned_at > at:
        raise EarnedInFuture
    if expires_at is not None and expires_at <= max(earned_at, at):
        raise ExpiresTooEarly
    if award_id is not None:
        _must_be_free(award_id)
    person = recipient.person
    hold_shared(version.pk)
    hold(uuid5(person.pk, str(version.pk)))
    if AwardIntent.objects.filter(person=person, version=version, award__revocation__isnull=True).exists():
        raise AlreadyEarned
    issuance = Issuance.objects.create(
        issuer=issuer,
        version=version,
        basis=Issuance.Basis.ATTESTED,
        origin=origin,
        key=key,
        digest=digest,
        rows=1,
        tells=person.has_account,
        recipient_name=recipient.name,
        ordered_by=None,
        ordered_at=at,
    )
    winning = Winning(
        award_id=award_id or uuid7(),
        email=recipient.email,
        salt=secrets.token_hex(16),
        identity=recipient.identity,
        holder_id=recipient.holder_id,
        earned_at=earned_at,
        evidence=unscored(Issuance.Basis.ATTESTED, origin=origin, reference="", earned_on=earned_at.date().isoformat()),
        criteria=list(version.criteria.prefetch_related("levels").order_by("position")),
        achieved={},
        status=(),
        endorsed=Endorsed.now(version, issuer),
        expires_at=expires_at,
    )
    return write_down(
        winning, person=person, version=version, issuer=issuer, source=issuance.pk, issuance=issuance, at=at
    )


def _must_be_free(award_id: UUID) -> None:
    hold(award_id)
    taken = AwardIntent.objects.filter(pk=award_id).exists() or DocumentIntent.objects.filter(pk=award_id).exists()
    if taken:
        raise IdentifierTaken
