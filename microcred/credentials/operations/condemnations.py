"""The verbs of a key that is in other hands: condemning it, upholding what was awarded since, signing again.

Whoever holds a stolen key dates a signature as they like, so nothing that it signed can be told from a forgery by
looking at it. Only our own records can: what was written down before the key was in doubt is signed again, by another
key, with the same identifier and the same words. Each is signed in a transaction of its own, so that a crash leaves
some to be taken up and none half done.
"""

import hashlib
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.credentials.events import AwardSignedAgain, KeyCondemned
from microcred.credentials.keys import key_for, unsealed, verification_method
from microcred.credentials.models import (
    AwardIntent,
    DocumentIntent,
    KeyCondemnation,
    SignedAgain,
    SigningKey,
    Upholding,
)
from microcred.credentials.operations.keys import KeyIsTheIdentifier, check_may_look_after, put_in_place_of_old
from microcred.credentials.operations.refusals import IssuingStopped, SignatureNotVerified
from microcred.credentials.operations.status_lists import sign_status_list
from microcred.credentials.queries import stop_in_force
from microcred.credentials.verification import check, says_the_same
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import Refusal
from microcred.openbadges import proofs
from microcred.openbadges.documents import parse, to_bytes
from microcred.openbadges.verify import Verdict
from microcred.organizations.models import Person


class CondemnationUnexplained(Refusal):
    """No key is condemned without saying why."""

    message = _("Say what happened. Whoever looks after this issuer later reads it.")
    field = "reason"


class MomentAhead(Refusal):
    """The moment since which a key is in doubt lies ahead."""

    message = _("This moment has not come yet. Give the first at which somebody else may have had the key.")
    field = "since"


class CondemnedAlready(Refusal):
    """The key is trusted no more already."""

    message = _("This key has been condemned already.")
    field = "key"


class UpheldAlready(Refusal):
    """Somebody looked at what was awarded since already."""

    message = _("What was awarded since that moment has been upheld already.")


class KeyNotCondemned(Exception):
    """Nothing is signed again whose own key is trusted."""


@operation
def condemn_key(
    *, actor: Person | None, key: SigningKey, since: datetime, reason: str, at: datetime
) -> KeyCondemnation:
    """Trust a key no more, because somebody else may have had it since a moment.

    It leaves what the issuer's DID document lists for assertions, a new key takes its place, and the status lists are
    signed anew at once. What our records say was to be signed by it before that moment is signed again in the minutes
    that follow (`sign_again`); what was to be signed since then waits until someone upholds it (`uphold`). Whatever
    else bears a signature of the key is nobody's word any more.

    Args:
        actor: an administrator of the issuer's organization, or None for the operator.
        since: the first moment at which somebody else may have had the key; not ahead of `at`.
        reason: what happened, for whoever looks after the issuer later.
    """
    issuer = key.issuer
    check_may_look_after(actor, issuer, at=at)
    if issuer.did.startswith("did:key:"):
        raise KeyIsTheIdentifier
    if not reason.strip():
        raise CondemnationUnexplained
    if since > at:
        raise MomentAhead
    hold(issuer.pk)
    if KeyCondemnation.objects.filter(key=key).exists():
        raise CondemnedAlready
    if SigningKey.objects.filter(pk=key.pk, retirement__isnull=True).exists():
        put_in_place_of_old(actor, issuer, SigningKey.Purpose(key.purpose), reason=reason.strip(), at=at)
    condemnation = KeyCondemnation.objects.create(
        key=key, since=since, condemned_at=at, condemned_by=actor, reason=reason.strip()
    )
    for status_list in issuer.status_lists.order_by("pk"):
        sign_status_list(actor=None, status_list=status_list, at=at)
    announce(KeyCondemned(condemnation.pk))
    return condemnation


@operation
def uphold(*, actor: Person | None, condemnation: KeyCondemnation, at: datetime) -> Upholding:
    """Say that what was awarded since a key is in doubt was looked at and stands. It is signed again within minutes.

    What does not stand is revoked, before or afterwards.

    Args:
        actor: an administrator of the issuer's organization, or None for the operator.
    """
    issuer = condemnation.key.issuer
    check_may_look_after(actor, issuer, at=at)
    hold(issuer.pk)
    if Upholding.objects.filter(condemnation=condemnation).exists():
        raise UpheldAlready
    return Upholding.objects.create(condemnation=condemnation, upheld_at=at, upheld_by=actor)


@operation
def sign_again(*, actor: None, intent: AwardIntent | DocumentIntent, at: datetime) -> SignedAgain:
    """Sign what an intent says with the key in use, because its own was condemned; verify it, store it beside the
    earlier text, say so. The same identifier and the same words, at the same address. Repeated, it does nothing.

    Raises:
        KeyNotCondemned: when nobody has condemned the key that signed it.
        OrderUnproven: when it was written down since that key is in doubt, and nobody has upheld it.
        IssuingStopped: when somebody has stopped the issuer.
        SignatureNotVerified: when our verifier does not accept the result. Nothing is stored.
    """
    hold(intent.pk)
    earlier = intent.signed_again.filter(key__condemnation__isnull=True).first()
    if earlier is not None:
        return earlier
    key = key_for(intent)
    if key == intent.key:
        raise KeyNotCondemned(str(key.pk))
    if stop_in_force(intent.issuer) is not None:
        raise IssuingStopped
    unsigned = parse(intent.unsigned)
    method = verification_method(intent.issuer, key)
    signed = proofs.sign(unsigned, unsealed(key), created=at, verification_method=method)
    text = to_bytes(signed)
    report = check(text, at=max(at, intent.intended_at))
    # what was revoked, suspended or has run out stays so
    if not says_the_same(signed, unsigned) or not report.genuine or report.verdict is Verdict.INVALID:
        raise SignatureNotVerified(report.verdict.value)
    again = SignedAgain.objects.create(
        **({"intent": intent} if isinstance(intent, AwardIntent) else {"document": intent}),
        key=key,
        text=text.decode(),
        digest=hashlib.sha256(text).hexdigest(),
        signed_at=at,
    )
    if isinstance(intent, AwardIntent):
        announce(AwardSignedAgain(again.pk, intent.pk))
    return again
