"""The verbs of programs that issue in an organization's name: have an award issued, and change its status."""

import hashlib
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Version
from microcred.credentials import operations as credentials
from microcred.credentials.models import Award, AwardIntent, Issuer, StatusList
from microcred.credentials.queries import issuer_for, suspension_in_force, version_at_address
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.integrations.oauth.models import Commission, IssuingClient
from microcred.integrations.vc_api.rules import Asked, said_otherwise
from microcred.openbadges.documents import parse, to_bytes
from microcred.organizations.models import Person
from microcred.organizations.operations import note_holder, register_many
from microcred.organizations.queries import person_by_hash


class ForeignIssuer(Refusal):
    """The credential names another issuer than the one that let this program in."""

    message = _("This program may issue in the name of {did} and of nobody else.")
    status = 403


class UnknownAchievement(Refusal):
    """Its identifier is not that of a version that this issuer awards."""

    message = _(
        "This issuer awards nothing of that identifier. An achievement is named by the address of a published version."
    )
    status = 400


class NotAsPublished(Refusal):
    """The credential holds a term that is not known, or says otherwise than what would be signed."""

    message = _(
        "“{member}” is not in the credential that would be signed, or stands there otherwise. Nothing is signed that "
        "was not asked for, and nothing asked for is left out: send less, or what is published."
    )
    status = 400


class RecipientUnnamed(Refusal):
    """No name came with it. It is asked of everyone, so that no answer tells who has an account here."""

    message = _("Say how the holder is called, as an identifier of type name. Their page shows it.")
    status = 400


class SuspendedBySomebody(Refusal):
    """A person suspended it, and a program does not overrule them."""

    message = _("A person who acts for the issuer suspended this award. Only such a person can reinstate it.")


class RevokedForGood(Refusal):
    """A revocation is not taken back."""

    message = _("What was revoked stays revoked. Have it issued anew.")


@operation
def commission(*, actor: None, client: IssuingClient, asked: Asked, key: str, at: datetime) -> AwardIntent:
    """Have an award written down in the name of the issuer that let a client in, on the client's word.

    Args:
        asked: as the client sent it.
        key: under which the same words are one award.

    Raises:
        Refusal: one of those above, or of `issue_to_one`.
    """
    issuer = client.issuer
    if asked.issuer and asked.issuer != issuer.did:
        raise ForeignIssuer(did=issuer.did)
    version = _version_of(asked.achievement, issuer)
    intent = credentials.issue_to_one(
        actor=None,
        version=version,
        recipient=_recipient(asked, issuer, at=at),
        origin=client.name,
        key=f"{client.pk} {key}",
        digest=_digest_of(asked),
        earned_at=(asked.earned_at or at).replace(microsecond=0),
        expires_at=asked.expires_at,
        award_id=asked.award_id,
        at=at,
    )
    member = said_otherwise(asked.credential, parse(intent.unsigned))
    if member is not None:
        raise NotAsPublished(member=member)
    Commission.objects.get_or_create(intent=intent, defaults={"client": client, "asked_at": at})
    return intent


@operation
def change_status(
    *,
    actor: None,
    client: IssuingClient,
    award: Award,
    purpose: StatusList.Purpose,
    value: bool,
    reason: str,
    at: datetime,
) -> None:
    """Revoke, suspend or reinstate an award that a client had issued. What is so already stays so.

    What a person suspended, a program does not reinstate.

    Args:
        reason: in words that the holder reads; empty: that the client did it.
    """
    reason = reason.strip() or str(_("{name} took it back.")).format(name=client.name)
    if purpose == StatusList.Purpose.REVOCATION:
        revoked = hasattr(award, "revocation")
        if revoked and not value:
            raise RevokedForGood
        if value and not revoked:
            credentials.revoke(actor=None, award=award, reason=reason, at=at)
        return
    hold(award.pk)
    suspension = suspension_in_force(award)
    if value and suspension is None:
        credentials.suspend(actor=None, award=award, reason=reason, at=at)
    elif suspension is not None and not value:
        if suspension.suspended_by_id is not None:
            raise SuspendedBySomebody
        credentials.reinstate(actor=None, award=award, at=at)


def _version_of(achievement: str, issuer: Issuer) -> Version:
    found = version_at_address(achievement.removeprefix(settings.PUBLIC_URL))
    if found is None or issuer_for(found) != issuer:
        raise UnknownAchievement
    return found


def _recipient(asked: Asked, issuer: Issuer, *, at: datetime) -> credentials.Recipient:
    """Who it is for: somebody here, where an address of theirs is known, or whoever the identifier means."""
    if not asked.name:
        raise RecipientUnnamed
    if asked.email:
        person = _person_of(asked.email, asked.name, at=at)
    elif asked.identity is not None:
        digest, salt = asked.identity.identity_hash.removeprefix("sha256$"), asked.identity.salt
        person = person_by_hash(digest, salt) or _holder(f"{digest} {salt}", asked.name, issuer)
    else:
        person = _holder(asked.holder_id, asked.name, issuer)
    return credentials.Recipient(
        person, name=asked.name, email=asked.email, identity=asked.identity, holder_id=asked.holder_id
    )


def _person_of(email: str, name: str, *, at: datetime) -> Person:
    # two orders at once for who is new here: the second finds whom the first has made
    hold(uuid5(NAMESPACE_URL, f"mailto:{email}"))
    return Person.objects.get(pk=register_many(actor=None, people={email: name}, at=at).of(email))


def _holder(identifier: str, name: str, issuer: Issuer) -> Person:
    # of each issuer its own: what one calls them is nothing that another should read
    return note_holder(actor=None, identifier=f"{issuer.pk} {identifier}", name=name)


def _digest_of(asked: Asked) -> str:
    """SHA-256 of what was asked: of the credential without the holder, and of the holder."""
    holder = {
        "email": asked.email,
        "identity": asked.identity.to_json() if asked.identity else {},
        "name": asked.name,
    }
    return hashlib.sha256(to_bytes({"credential": asked.credential, "holder": holder})).hexdigest()
