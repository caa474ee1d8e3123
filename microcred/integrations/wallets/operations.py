"""The verbs of wallets: holding an award out, taking it up, handing it over."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from microcred.credentials.models import Award, Revocation
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.integrations.wallets.models import Delivery, Offer, Pickup, SpentNonce, WrongCode
from microcred.integrations.wallets.rules import (
    CODE_DIGITS,
    MOST_WRONG_CODES,
    OFFER_LASTS,
    PICKUP_LASTS,
    code_digest,
    digest_of,
)
from microcred.organizations.models import Person


class NoLongerHolds(Refusal):
    """The award has been revoked: no wallet is given what does not hold."""

    message = _("This award has been revoked, so it is not handed to a wallet any more.")


class OfferOver(Refusal):
    """The offer was taken up already, is too old, or too many wrong codes were given."""

    message = _("This offer is over. Make a new one on the page of the award.")


class CodeMissing(Refusal):
    """The offer asks for a transaction code, and none was given."""

    message = _("Type the code that stands beside the QR code.")


class CodeNotAsked(Refusal):
    """The offer asks for no transaction code, and one was given."""

    message = _("This offer asks for no code. Take it up without one.")


class CodeWrong(Refusal):
    """The transaction code is not that of the offer. The attempt is counted."""

    message = _("The code is not the one beside the QR code.")
    keeps = True


class PickupOver(Refusal):
    """The time to fetch the award after taking up the offer is over."""

    message = _("The time to fetch this award is over. Make a new offer on the page of the award.")


class NonceSpent(Refusal):
    """The nonce or challenge was used before."""

    message = _("This nonce was used before. Ask for a new one.")


@dataclass(frozen=True)
class Offering:
    """A new offer with what is shown once and kept nowhere: the secret of the QR code, and the transaction code."""

    offer: Offer
    secret: str
    code: str


@operation
def offer(*, actor: Person, award: Award, with_code: bool, at: datetime) -> Offering:
    """Hold one's own award out to a wallet.

    Args:
        with_code: also ask for a code of six digits, so that a photograph of the QR code is not enough.
    """
    if award.person_id != actor.pk:
        raise NotAllowed
    _still_holds(award)
    secret = secrets.token_urlsafe(18)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}" if with_code else ""
    held_out = Offer.objects.create(
        award=award,
        offered_by=actor,
        secret_digest=digest_of(secret),
        code_digest=code_digest(secret, code) if code else "",
        expires_at=at + OFFER_LASTS,
    )
    return Offering(held_out, secret, code)


@dataclass(frozen=True)
class PickedUp:
    """A pickup with its token, which is told once and kept nowhere."""

    pickup: Pickup
    token: str


@operation
def pick_up(*, actor: None, offer: Offer, protocol: Pickup.Protocol, secret: str, code: str, at: datetime) -> PickedUp:
    """Take an offer up, for the one wallet that comes first with the secret and, where asked for, the code."""
    hold(offer.pk)
    dead = WrongCode.objects.filter(offer=offer).count() >= MOST_WRONG_CODES
    if dead or at >= offer.expires_at or Pickup.objects.filter(offer=offer).exists():
        raise OfferOver
    if bool(code) != bool(offer.code_digest):
        raise CodeNotAsked if code else CodeMissing
    if code and not hmac.compare_digest(code_digest(secret, code), offer.code_digest):
        WrongCode.objects.create(offer=offer)
        raise CodeWrong
    _still_holds(offer.award)
    token = secrets.token_urlsafe(32)
    pickup = Pickup.objects.create(
        offer=offer, protocol=protocol, token_digest=digest_of(token), picked_up_at=at, expires_at=at + PICKUP_LASTS
    )
    return PickedUp(pickup, token)


@operation
def deliver(*, actor: None, pickup: Pickup, wallet_key: str, nonce: str, at: datetime) -> Delivery:
    """Hand the award over: note that it was, and with which key. The document itself is the stored one.

    Args:
        wallet_key: the key that the wallet proved to hold, or empty when it proved none.
        nonce: what its proof was made fresh with; it is good for one delivery.
    """
    if at >= pickup.expires_at:
        raise PickupOver
    _still_holds(pickup.offer.award)
    if nonce:
        _spend(nonce, at=at)
    return Delivery.objects.create(pickup=pickup, wallet_key=wallet_key, delivered_at=at)


@operation
def hand_over(*, actor: None, offer: Offer, secret: str, holder: str, challenge: str, at: datetime) -> Delivery:
    """Take an offer up and hand the award over in one go, as an exchange does: both, or neither.

    Args:
        holder: the DID that the wallet proved to hold, by a presentation that answers `challenge`.
    """
    picked = pick_up(actor=None, offer=offer, protocol=Pickup.Protocol.VC_API, secret=secret, code="", at=at)
    return deliver(actor=None, pickup=picked.pickup, wallet_key=holder, nonce=challenge, at=at)


@operation
def forget_spent_nonces(*, actor: None, before: datetime) -> int:
    """Forget nonces that are too old to be taken, spent or not."""
    forgotten, _by_table = SpentNonce.objects.filter(spent_at__lt=before).delete()
    return forgotten


def _spend(nonce: str, *, at: datetime) -> None:
    # the table decides, not a question asked before: of two that come at once one is refused
    try:
        with transaction.atomic():
            SpentNonce.objects.create(digest=digest_of(nonce), spent_at=at)
    except IntegrityError as error:
        raise NonceSpent from error


def _still_holds(award: Award) -> None:
    if Revocation.objects.filter(award=award).exists():
        raise NoLongerHolds
