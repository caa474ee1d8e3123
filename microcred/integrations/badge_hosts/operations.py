"""The verbs of a person's backpack: putting in what was issued elsewhere, taking it out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from microcred.credentials.models import Award, Revocation
from microcred.credentials.verification import check
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.integrations.badge_hosts.models import Comeback, ExternalCredential, Host, Receipt, Sending
from microcred.integrations.badge_hosts.sealing import sealed
from microcred.integrations.oauth.models import Client
from microcred.integrations.oauth.rules import digest_of
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.models import holder_matches
from microcred.openbadges.times import read
from microcred.openbadges.verify import Report, Verdict
from microcred.organizations.models import Person
from microcred.organizations.operations import update_profile
from microcred.organizations.queries import addresses_of

CONSENT_LASTS = timedelta(minutes=30)
"""How long a person may take to sign in at the other host and to consent there."""


class NotGenuine(Refusal):
    """The credential does not verify, or has been revoked. Nothing unverified is kept for anybody."""

    message = _("This credential was not taken in: {problem}")


class NotABadge(Refusal):
    """It is a credential of another kind."""

    message = _("Only Open Badges credentials can be put into a backpack here.")


class SomebodyElses(Refusal):
    """The credential names another holder."""

    message = _("This credential was issued to an e-mail address that is not one of yours. Add the address first.")


class OlderThanHeld(Refusal):
    """A newer form of it stands in the backpack."""

    message = _("A newer form of this credential is in the backpack already, so that nothing was replaced.")


class NoLongerHolds(Refusal):
    """The award has been revoked."""

    message = _("This award has been revoked, so it is not sent anywhere any more.")


class SendingOver(Refusal):
    """The person came back already, or too late."""

    message = _("This was answered already, or took too long. Send the award again.")


@dataclass(frozen=True)
class PutIn:
    """Whether a credential was new, or replaced what stood there already."""

    created: bool


@operation
def put_in(*, actor: Person, text: str, is_token: bool, received_from: str, at: datetime) -> PutIn:
    """Put a credential into one's backpack, after it was verified. The newer of two with one identity stays.

    Args:
        text: the credential as it was sent.
        received_from: the host of the service that sent it.

    Raises:
        NotGenuine, NotABadge, SomebodyElses, OlderThanHeld: nothing is changed.
    """
    report = check(text.encode(), at=at)
    credential = _genuine(report)
    if not _is_theirs(credential, actor):
        raise SomebodyElses
    issuer_id, credential_id = _identity(credential)
    if Award.objects.filter(person=actor, issuer__did=issuer_id, pk__in=_uuid_in(credential_id)).exists():
        return PutIn(created=False)  # one of ours, which stands here anyway
    hold(uuid5(actor.pk, f"{issuer_id} {credential_id}"))
    held = ExternalCredential.objects.filter(person=actor, issuer_id=issuer_id, credential_id=credential_id).first()
    valid_from = read(credential.get("validFrom") or credential.get("issuanceDate"))
    if held is not None and held.valid_from > valid_from:
        raise OlderThanHeld
    ExternalCredential.objects.update_or_create(
        person=actor,
        issuer_id=issuer_id,
        credential_id=credential_id,
        defaults={
            "valid_from": valid_from,
            "name": _named(credential["credentialSubject"].get("achievement")),
            "issuer_name": _named(credential["issuer"]) or issuer_id,
            "is_token": is_token,
            "text": text,
            "verdict": report.verdict.value,
            "received_at": at,
            "received_from": received_from,
        },
    )
    return PutIn(created=held is None)


@operation
def take_out(*, actor: Person, credential: ExternalCredential) -> None:
    """Take a credential out of one's backpack. Nothing of it is kept."""
    if credential.person_id != actor.pk:
        raise NotAllowed
    credential.delete()


@operation
def rename(*, actor: Person, client: Client, name: str) -> Person:
    """Change what a person is called, as a service asks whom they let do so. The record of it names the service."""
    return update_profile(actor=actor, name=name, time_zone=actor.time_zone, language=actor.language)


@operation
def note_host(
    *,
    actor: Person,
    base: str,
    name: str,
    authorization_url: str,
    token_url: str,
    redirect_uri: str,
    client_id: str,
    client_secret: str,
) -> Host:
    """Note a host at which this server has just registered itself, with its secret sealed."""
    return Host.objects.create(
        base=base,
        name=name[:200],
        authorization_url=authorization_url,
        token_url=token_url,
        redirect_uri=redirect_uri,
        client_id=client_id,
        sealed_secret=sealed(client_secret),
    )


@operation
def set_out(*, actor: Person, award: Award, host: Host, state: str, verifier: str, at: datetime) -> Sending:
    """Set out to send one's award to a host. It asks for consent; until then nothing is sent."""
    if award.person_id != actor.pk:
        raise NotAllowed
    if Revocation.objects.filter(award=award).exists():
        raise NoLongerHolds
    return Sending.objects.create(
        person=actor,
        award=award,
        host=host,
        state_digest=digest_of(state),
        sealed_verifier=sealed(verifier),
        expires_at=at + CONSENT_LASTS,
    )


@operation
def come_back(*, actor: Person, sending: Sending, at: datetime) -> Comeback:
    """Come back from the host, once."""
    if at >= sending.expires_at:
        raise SendingOver
    try:
        with transaction.atomic():
            return Comeback.objects.create(sending=sending, came_back_at=at)
    except IntegrityError as error:
        raise SendingOver from error


@operation
def note_receipt(*, actor: Person, sending: Sending, created: bool, at: datetime) -> Receipt:
    """Note that the host took the award in."""
    return Receipt.objects.create(sending=sending, created=created, received_at=at)


def _genuine(report: Report) -> JsonObject:
    credential = report.credential
    if credential is None or not report.genuine or report.verdict in (Verdict.INVALID, Verdict.REVOKED):
        failed = [each for each in report.checks if each.outcome != "passed"]
        raise NotGenuine(problem=failed[0].message if failed else report.message)
    types = credential.get("type")
    badge = {"OpenBadgeCredential", "AchievementCredential"} & set(types if isinstance(types, list) else [types])
    if not badge or not isinstance(credential.get("credentialSubject"), dict):
        raise NotABadge
    return credential


def _is_theirs(credential: JsonObject, person: Person) -> bool:
    """Whether it names one of the person's verified addresses, or nobody by an address."""
    subject = credential["credentialSubject"]
    entries = subject.get("identifier") or []
    by_address = str(subject.get("id", "")).lower().startswith("mailto:") or any(
        isinstance(entry, dict) and entry.get("identityType") == "emailAddress"
        for entry in (entries if isinstance(entries, list) else [entries])
    )
    verified = addresses_of(person).filter(verified=True).values_list("email", flat=True)
    return not by_address or any(holder_matches(subject, email) for email in {*verified, person.email})


def _identity(credential: JsonObject) -> tuple[str, str]:
    """Issuer and identifier, percent-decoded and trimmed, as Open Badges 3.0 compares them."""
    issuer = credential["issuer"]
    issuer_id = issuer["id"] if isinstance(issuer, dict) else issuer
    return unquote(str(issuer_id)).strip(), unquote(str(credential["id"])).strip()


def _uuid_in(identifier: str) -> list[str]:
    try:
        return [str(UUID(identifier.removeprefix("urn:uuid:")))]
    except ValueError:
        return []


def _named(thing: object) -> str:
    return str(thing.get("name") or "")[:500] if isinstance(thing, dict) else ""
