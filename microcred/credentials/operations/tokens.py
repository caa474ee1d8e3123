"""The verbs of credentials as JSON Web Tokens, for hosts and wallets that read nothing else."""

from datetime import datetime
from uuid import uuid5

from django.utils.translation import gettext_lazy as _

from microcred.credentials.keys import KINDS, key_for, new_key, token_method, unsealed
from microcred.credentials.models import Award, Issuer, SignedToken, SigningKey
from microcred.credentials.operations.refusals import IssuingStopped, SignatureNotVerified
from microcred.credentials.queries import may_look_after, stop_in_force, token_keys_of
from microcred.credentials.verification import check
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.openbadges import jwt
from microcred.openbadges.documents import JsonObject, parse
from microcred.openbadges.models import urn
from microcred.openbadges.verify import Verdict
from microcred.organizations.models import Person


class NoRoomForKeys(Refusal):
    """A `did:key` is one key, of a kind that tokens of Open Badges may not be signed with."""

    message = _(
        "This issuer’s identifier is its one key, which tokens cannot be signed with. They need an https address."
    )


@operation
def offer_tokens(*, actor: Person | None, issuer: Issuer, at: datetime) -> Issuer:
    """Give an issuer the keys for JSON Web Tokens: from now on each award is signed in that form too (ES256 and RS256).

    Repeated, it makes no second keys; they are renewed like others.

    Args:
        actor: an administrator of the issuer's organization, or None for the operator.
    """
    if actor is not None and not may_look_after(actor, issuer, at=at):
        raise NotAllowed
    if issuer.did.startswith("did:key:"):
        raise NoRoomForKeys
    hold(issuer.pk)
    there = {key.purpose for key in token_keys_of(issuer)}
    for purpose in KINDS:
        if purpose not in there:
            pair, sealed = new_key(purpose)
            SigningKey.objects.create(
                issuer=issuer, purpose=purpose, public_multibase=pair.public.multibase, sealed_private=sealed
            )
    return issuer


@operation
def sign_tokens(*, actor: None, award: Award, at: datetime) -> list[SignedToken]:
    """Sign an award's credential as tokens too, with each of its issuer's keys for them. Repeated, it makes none twice.

    The tokens are a function of the intent and the key (RSA PKCS #1 and ECDSA by RFC 6979 are deterministic), so that
    what may have been signed before a crash is what is signed after it. A token of a condemned key counts as none.

    Raises:
        IssuingStopped: when somebody has stopped the issuer.
        OrderUnproven: when the key of the award was condemned and nobody has upheld it.
        SignatureNotVerified: when our verifier does not accept one. None is stored.
    """
    hold(award.pk)
    if stop_in_force(award.issuer) is not None:
        raise IssuingStopped
    key_for(award.intent)  # a token must not say what the credential itself may not say now
    trusted = SignedToken.objects.filter(intent=award.intent, key__condemnation__isnull=True)
    there = set(trusted.values_list("algorithm", flat=True))
    document = _with_subject(parse(award.intent.unsigned), award)
    made = []
    for key in token_keys_of(award.issuer):
        if key.purpose.upper() in there:
            continue
        text = jwt.sign(document, unsealed(key), verification_method=token_method(award.issuer, key))
        report = check(text.encode(), at=max(at, award.intent.intended_at, award.earned_at))
        if not report.genuine or report.verdict is Verdict.INVALID:
            raise SignatureNotVerified(report.verdict.value)
        made.append(SignedToken(intent=award.intent, key=key, algorithm=key.purpose.upper(), text=text, signed_at=at))
    return SignedToken.objects.bulk_create(made)


def _with_subject(unsigned: JsonObject, award: Award) -> JsonObject:
    """The credential with an identifier of its holder, which belongs to this award alone and says nothing of them."""
    subject = {"id": urn(uuid5(award.pk, "holder")), **unsigned["credentialSubject"]}
    return {**unsigned, "credentialSubject": subject}
