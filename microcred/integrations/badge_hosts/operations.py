"""The verbs of a person's backpack: putting in what was issued elsewhere, taking it out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote
from uuid import UUID, uuid5

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from microcred.credentials.models import Award, Revocation
from microcred.credentials.queries import own_award
from microcred.credentials.verification import check
from microcred.foundation.keepable import in_utc, storable
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.integrations.badge_hosts.events import BackpackChanged
from microcred.integrations.badge_hosts.looks import steps_kept
from microcred.integrations.badge_hosts.models import (
    LONGEST_IDENTIFIER,
    Comeback,
    ExternalCredential,
    Host,
    Look,
    Receipt,
    Sending,
)
from microcred.integrations.badge_hosts.sealing import sealed
from microcred.integrations.oauth.models import Client
from microcred.integrations.oauth.rules import digest_of
from microcred.integrations.wallets.models import Delivery
from microcred.notices.operations import tell
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.models import holder_matches
from microcred.openbadges.times import read
from microcred.openbadges.verify import Report, Verdict, stated_in
from microcred.openbadges.verify.badges2 import is_recipient
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


class NotKeepable(Refusal):
    """What it says of itself is nothing that can be kept."""

    message = _("This badge cannot be kept here: {fact}. Ask its issuer for it anew.")


class StandsHere(Refusal):
    """It is an award of this very server."""

    message = _(
        "This was awarded here, so it needs no place in your backpack. Your own awards stand under “Your awards”."
    )


class SomebodyElses(Refusal):
    """The credential names another holder."""

    message = _("This credential was issued to an e-mail address that is not one of yours. Add the address first.")


class NotShownToBeYours(Refusal):
    """What names somebody else is handed on to nobody."""

    message = _(
        "This credential names none of your verified addresses, nor a key of your wallet, so it cannot stand on your "
        "transcript. Add and verify the address it was issued to; it is looked at again within a week."
    )


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
    issuer_id, credential_id = map(_kept, _identity(credential))
    if Award.objects.filter(person=actor, issuer__did=issuer_id, pk__in=_uuid_in(credential_id)).exists():
        return PutIn(created=False)  # one of ours, which stands here anyway
    hold(uuid5(actor.pk, f"{issuer_id} {credential_id}"))
    held = ExternalCredential.objects.filter(person=actor, issuer_id=issuer_id, credential_id=credential_id).first()
    valid_from = _kept_moment(read(credential.get("validFrom") or credential.get("issuanceDate")))
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
    announce(BackpackChanged(actor.pk))
    return PutIn(created=held is None)


@operation
def bring_in(*, actor: Person, document: bytes, at: datetime) -> ExternalCredential:
    """Bring in what one earned elsewhere: Open Badges 2.0 or 3.0, verified step by step, marked as external.

    Whoever it names is compared with the actor's verified addresses and the keys their wallets have shown. What names
    nobody of theirs is kept all the same, and said not to be shown as theirs: it is listed to nobody else.

    Args:
        document: as it was handed in, or stood in an image or at an address.

    Raises:
        NotGenuine, NotABadge, StandsHere, OlderThanHeld: nothing is changed.
    """
    report = check(document, at=at)
    badge = _genuine_badge(report)
    stated = stated_in(badge)
    if own_award(stated.id, stated.issuer_id) is not None or stated.id.startswith(f"{settings.PUBLIC_URL}/"):
        raise StandsHere
    issuer_id, credential_id = _kept(unquote(stated.issuer_id).strip()), _kept(unquote(stated.id).strip())
    hold(uuid5(actor.pk, f"{issuer_id} {credential_id}"))
    held = ExternalCredential.objects.filter(person=actor, issuer_id=issuer_id, credential_id=credential_id).first()
    begins = _kept_moment(stated.begins or at)
    if held is not None and held.valid_from > begins:
        raise OlderThanHeld
    text = document.decode()
    credential, _is_new = ExternalCredential.objects.update_or_create(
        person=actor,
        issuer_id=issuer_id,
        credential_id=credential_id,
        defaults={
            "valid_from": begins,
            "name": stated.name[:500],
            "issuer_name": stated.issuer[:500],
            "is_token": not text.lstrip().startswith("{"),
            "text": text,
            "verdict": report.verdict.value,
            "received_at": at,
            "received_from": "",
            "yours": shown_to_be_of(actor, badge),
        },
    )
    _note_look(credential, report, at)
    announce(BackpackChanged(actor.pk))
    return credential


@operation
def look_again(*, actor: None, credential: ExternalCredential, at: datetime) -> Look:
    """Check an external credential once more: it may have been revoked, or its address verified meanwhile."""
    report = check(credential.text.encode(), at=at)
    before = (credential.verdict, credential.yours)
    changed = credential.verdict != report.verdict.value and report.verdict is not Verdict.UNCHECKED
    if report.verdict is not Verdict.UNCHECKED:
        credential.verdict = report.verdict.value
    if report.genuine and report.credential is not None:
        credential.yours = shown_to_be_of(credential.person, report.credential)
    credential.save(update_fields=["verdict", "yours"])
    if (credential.verdict, credential.yours) != before:
        announce(BackpackChanged(credential.person_id))
    if changed and report.verdict in (Verdict.REVOKED, Verdict.SUSPENDED, Verdict.INVALID):
        tell(
            actor=None,
            person=credential.person,
            kind="external_credential_changed",
            subject=_("A credential from elsewhere no longer checks out"),
            body=_("We looked again at “{name}”. Open your backpack to see what was found.").format(
                name=credential.name
            ),
            path="/backpack/",
            key=f"look:{credential.pk}:{report.verdict.value}",
            at=at,
        )
    return _note_look(credential, report, at)


@operation
def take_out(*, actor: Person, credential: ExternalCredential) -> None:
    """Take a credential out of one's backpack. Nothing of it is kept."""
    if credential.person_id != actor.pk:
        raise NotAllowed
    credential.delete()
    announce(BackpackChanged(actor.pk))


@operation
def show_on_transcript(*, actor: Person, credential: ExternalCredential, shown: bool) -> ExternalCredential:
    """Let an external credential stand on one's transcript, marked as external, or no longer.

    Raises:
        NotAllowed: it is another's.
        NotShownToBeYours: it names nobody who was shown to be the actor.
    """
    if credential.person_id != actor.pk:
        raise NotAllowed
    if shown and not credential.yours:
        raise NotShownToBeYours
    credential.on_transcript = shown
    credential.save(update_fields=["on_transcript"])
    return credential


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


def shown_to_be_of(person: Person, badge: JsonObject) -> bool:
    """Whether a badge names one of a person's verified addresses, or a key that a wallet of theirs has shown."""
    addresses = {*addresses_of(person).filter(verified=True).values_list("email", flat=True)}
    recipient = badge.get("recipient")
    if isinstance(recipient, dict):  # Open Badges 2.0
        return recipient.get("type") == "email" and any(is_recipient(recipient, email) for email in addresses)
    subject = badge.get("credentialSubject")
    if not isinstance(subject, dict):
        return False
    named = str(subject.get("id", ""))
    if named.lower().startswith("mailto:"):
        return named[7:].lower() in {email.lower() for email in addresses}
    if any(holder_matches(subject, email) for email in addresses):
        return True
    keys = Delivery.objects.filter(pickup__offer__offered_by=person).exclude(wallet_key="")
    return bool(named) and keys.filter(wallet_key=named).exists()


def _kept(identifier: str) -> str:
    """An identifier as it is."""
    if len(identifier) > LONGEST_IDENTIFIER:
        fact = _("its identifier, or its issuer’s, has more than {count:,} characters")
        raise NotKeepable(fact=fact.format(count=LONGEST_IDENTIFIER))
    try:
        return storable(identifier)
    except ValueError as error:
        raise NotKeepable(fact=_("its identifier, or its issuer’s, holds a character that nobody can see")) from error


def _kept_moment(moment: datetime) -> datetime:
    try:
        return in_utc(moment)
    except ValueError as error:
        raise NotKeepable(fact=_("the day from which it holds is in no calendar of ours")) from error


def _genuine_badge(report: Report) -> JsonObject:
    """The badge of a report, 2.0 or 3.0, that stands as it was issued and was not taken back."""
    badge = report.credential
    if badge is not None and badge.get("type") == "Assertion" and not report.fatal:
        if report.verdict in (Verdict.INVALID, Verdict.REVOKED, Verdict.UNCHECKED):
            raise NotGenuine(problem=report.message)
        return badge
    return _genuine(report)


def _note_look(credential: ExternalCredential, report: Report, at: datetime) -> Look:
    return Look.objects.create(
        credential=credential, looked_at=at, verdict=report.verdict.value, steps=steps_kept(report)
    )


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
