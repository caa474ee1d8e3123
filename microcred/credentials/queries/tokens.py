"""Awards as signed tokens."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.credentials.models import (
    Award,
    AwardIntent,
    Issuer,
    IssuingStop,
    KeyCondemnation,
    SignedToken,
    SigningKey,
)
from microcred.credentials.queries.signing import UNPROVEN
from microcred.foundation.asked_often import asked_often

TOKEN_PURPOSES = (SigningKey.Purpose.ES256, SigningKey.Purpose.RS256)


def awards_with_condemned_tokens() -> QuerySet[Award]:
    """Awards whose token of some algorithm bears the signature of a condemned key, and no other is there."""
    stopped = IssuingStop.objects.filter(resumption__isnull=True).values("issuer")
    trusted = SignedToken.objects.filter(
        intent=OuterRef("intent"), algorithm=OuterRef("algorithm"), key__condemnation__isnull=True
    )
    lost = SignedToken.objects.filter(~Exists(trusted), key__condemnation__isnull=False).values("intent")
    unproven = AwardIntent.objects.filter(UNPROVEN).values("pk")
    return (
        Award.objects.filter(intent__in=lost)
        .exclude(intent__in=unproven)
        .exclude(issuer__in=stopped)
        .select_related("intent__key__condemnation__upholding", "issuer")
        .order_by("pk")
    )


def awards_left_without_tokens() -> QuerySet[Award]:
    """Awards that have no token though their issuer offered them when they were granted: it was stopped just then, or
    their key condemned. They are looked for only with issuers to whom that happened."""
    stopped = IssuingStop.objects.filter(resumption__isnull=True).values("issuer")
    held_up = Q(issuer__in=IssuingStop.objects.values("issuer"))
    held_up |= Q(issuer__in=KeyCondemnation.objects.values("key__issuer"))
    offered = SigningKey.objects.filter(
        issuer=OuterRef("issuer"), purpose__in=TOKEN_PURPOSES, created_at__lte=OuterRef("created_at")
    )
    unproven = AwardIntent.objects.filter(UNPROVEN).values("pk")
    return (
        Award.objects.filter(held_up, Exists(offered), ~Exists(SignedToken.objects.filter(intent=OuterRef("intent"))))
        .exclude(intent__in=unproven)
        .exclude(issuer__in=stopped)
        .select_related("intent__key__condemnation__upholding", "issuer")
        .order_by("pk")
    )


def tokens_of(award: Award) -> list[SignedToken]:
    """An award's tokens that can be trusted, the newest of each algorithm."""
    return _tokens(intent_id=award.intent_id)


@asked_often
def _tokens(*, intent_id: UUID) -> QuerySet[SignedToken]:
    return _trusted_tokens().filter(intent=intent_id).order_by("algorithm", "-signed_at", "-pk").distinct("algorithm")


def _trusted_tokens() -> QuerySet[SignedToken]:
    """Tokens whose key is not condemned, of awards that are not in doubt: a token must not say what the credential
    itself may not say now."""
    in_doubt = AwardIntent.objects.filter(UNPROVEN, pk=OuterRef("intent"))
    return SignedToken.objects.filter(~Exists(in_doubt), key__condemnation__isnull=True)


def token_keys_of(issuer: Issuer) -> QuerySet[SigningKey]:
    """The keys with which an issuer signs tokens now, one for each algorithm."""
    return issuer.keys.filter(purpose__in=TOKEN_PURPOSES, retirement__isnull=True).order_by("purpose", "-created_at")


def token_of(award: Award, algorithm: str) -> SignedToken | None:
    """The credential of an award as the newest token of an algorithm that can be trusted, if there is one."""
    return trusted_token(award.pk, algorithm)


def trusted_token(award_id: UUID, algorithm: str) -> SignedToken | None:
    """The same of the award of this identifier."""
    tokens = _trusted_tokens().filter(intent__award=award_id, algorithm=algorithm)
    return tokens.order_by("-signed_at", "-pk").first()
