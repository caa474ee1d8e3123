"""What waits for a signature, or for another one, and what a status list says."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from microcred.credentials.models import (
    AwardIntent,
    DocumentIntent,
    IssuanceBatch,
    IssuingStop,
    Revocation,
    SignedAgain,
    StatusList,
    Suspension,
)

UNPROVEN = Q(
    key__condemnation__isnull=False,
    intended_at__gte=F("key__condemnation__since"),
    key__condemnation__upholding__isnull=True,
)
"""Of an intent: its key was condemned, it was written down since that key is in doubt, and nobody has upheld it."""


def batches_left_behind(*, before: datetime) -> QuerySet[IssuanceBatch]:
    """Batches ordered before a moment that are not signed, oldest first; without those of a stopped issuer, and those
    that wait until somebody upholds them."""
    stopped = IssuingStop.objects.filter(resumption__isnull=True).values("issuer")
    # a batch is written down at one moment, which is that of its intents
    of_batch = {"issuance": OuterRef("issuance"), "intended_at": OuterRef("writing__written_at")}
    unproven = AwardIntent.objects.filter(UNPROVEN, **of_batch)
    return (
        IssuanceBatch.objects.filter(signing__isnull=True, created_at__lt=before)
        .exclude(issuance__issuer__in=stopped)
        .exclude(Exists(unproven))
        .order_by("created_at", "number")
    )


def unsigned_documents(*, before: datetime) -> QuerySet[DocumentIntent]:
    """Documents intended before a moment that are not signed, oldest first; without those of a stopped issuer."""
    stopped = IssuingStop.objects.filter(resumption__isnull=True).values("issuer")
    waiting = DocumentIntent.objects.filter(signed__isnull=True, intended_at__lt=before)
    return waiting.exclude(UNPROVEN).exclude(issuer__in=stopped).order_by("intended_at", "pk")


def unsigned_intents(*, before: datetime) -> QuerySet[AwardIntent]:
    """What was awarded before a moment and has no award yet, oldest first: a crash, or a key that does not open.

    What waits because its issuer is stopped, or until somebody upholds it, is not among it.
    """
    stopped = IssuingStop.objects.filter(resumption__isnull=True).values("issuer")
    return (
        AwardIntent.objects.filter(award__isnull=True, intended_at__lt=before)
        .exclude(UNPROVEN)
        .exclude(issuer__in=stopped)
        .order_by("intended_at", "pk")
    )


def awards_to_sign_again() -> QuerySet[AwardIntent]:
    """What is served with the signature of a condemned key though its order is proven, the oldest first."""
    return _to_sign_again(AwardIntent.objects.filter(award__isnull=False), "intent")


def documents_to_sign_again() -> QuerySet[DocumentIntent]:
    """The same of stack credentials and endorsements. A learner record holds signatures of its own time within: its
    holder puts it together anew."""
    signed = DocumentIntent.objects.filter(signed__isnull=False).exclude(kind=DocumentIntent.Kind.RECORD)
    return _to_sign_again(signed, "document")


def _to_sign_again(intents: QuerySet[Any], name: str) -> QuerySet[Any]:
    stopped = IssuingStop.objects.filter(resumption__isnull=True).values("issuer")
    trusted = SignedAgain.objects.filter(**{name: OuterRef("pk")}, key__condemnation__isnull=True)
    return (
        intents.filter(~Exists(trusted), key__condemnation__isnull=False)
        .exclude(UNPROVEN)
        .exclude(issuer__in=stopped)
        .select_related("issuer", "key__condemnation__upholding")
        .order_by("intended_at", "pk")
    )


def lists_signed_before(moment: datetime) -> QuerySet[StatusList]:
    """The status lists whose signature is older than a moment."""
    return StatusList.objects.filter(signed_at__lt=moment).order_by("signed_at", "pk")


def places_set(status_list: StatusList) -> Iterable[int]:
    """The places of a list whose bit must be set: its revoked awards, or those suspended now.

    An award has its intent's identifier, so one join finds them.
    """
    if status_list.holds == StatusList.Holds.DOCUMENTS:
        withdrawn = DocumentIntent.objects.filter(status_list=status_list, withdrawal__isnull=False)
        return [index for index in withdrawn.values_list("status_index", flat=True) if index is not None]
    if status_list.purpose == StatusList.Purpose.SUSPENSION:
        suspended = Suspension.objects.filter(reinstatement__isnull=True).values("award_id")
        intents = AwardIntent.objects.filter(suspension_list=status_list, pk__in=suspended)
        return [index for index in intents.values_list("suspension_index", flat=True) if index is not None]
    revoked = Revocation.objects.values("award_id")
    return AwardIntent.objects.filter(status_list=status_list, pk__in=revoked).values_list("status_index", flat=True)
