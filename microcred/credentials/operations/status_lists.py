"""The verbs of status lists: giving out places, signing."""

from datetime import datetime, timedelta

from django.conf import settings

from microcred.credentials import addresses
from microcred.credentials.keys import key_in_use, unsealed, verification_method
from microcred.credentials.models import AwardIntent, Issuer, Revocation, SigningKey, StatusList
from microcred.foundation.ids import uuid7
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.openbadges import proofs
from microcred.openbadges.documents import to_bytes
from microcred.openbadges.status import ListFull, StatusBits, list_credential, random_index

HOLDS = timedelta(days=30)
"""How long a signed list may be trusted: an old copy cannot be shown for ever to hide a revocation."""

SIGNED_ANEW_AFTER = timedelta(days=1)
"""A list this old is signed again although no bit has changed."""

CLOCKS_DIFFER = timedelta(minutes=5)
"""A list holds from a little before it was signed, for verifiers whose clock is behind ours."""


@operation
def sign_status_list(*, actor: None, status_list: StatusList, at: datetime) -> StatusList:
    """Sign a list anew, with the bits of every revocation there is. The text is served as it is stored.

    A list is never dated before its last signature, so that a late job cannot make it look older than it is.
    """
    held = (
        StatusList.objects.select_for_update(no_key=True, of=("self",)).select_related("issuer").get(pk=status_list.pk)
    )
    at = max(at, held.signed_at or at)
    bits = StatusBits(held.size)
    revoked = Revocation.objects.filter(award__intent__status_list=held)
    for index in revoked.values_list("award__intent__status_index", flat=True):
        bits[index] = True
    key = key_in_use(held.issuer, SigningKey.Purpose.STATUS)
    unsigned = list_credential(
        id=held.url,
        issuer=held.issuer.did,
        bits=bits,
        purpose="revocation",
        valid_from=at - CLOCKS_DIFFER,
        valid_until=at + HOLDS,
    )
    signed = proofs.sign(unsigned, unsealed(key), created=at, verification_method=verification_method(held.issuer, key))
    held.signed = to_bytes(signed).decode()
    held.signed_at = at
    held.save(update_fields=["signed", "signed_at"])
    return held


def place_in_list(issuer: Issuer, *, at: datetime) -> tuple[StatusList, int]:
    """Find a place for one more award: a list of this public address, and a random index never given out before.

    The caller writes the intent that takes it; the database refuses a second one of the same place.
    """
    current = _current_list(issuer)
    if current is not None:
        try:
            return current, _free_index(current)
        except ListFull:
            pass
    hold(issuer.pk)
    # another award may have opened one while this one waited
    newest = _current_list(issuer)
    if newest is None or newest == current:
        newest = _open_list(issuer, at=at)
    return newest, _free_index(newest)


def _current_list(issuer: Issuer) -> StatusList | None:
    # a list published under an earlier public address stays where it is, for the credentials that name it
    return (
        issuer.status_lists.filter(purpose=StatusList.Purpose.REVOCATION, url__startswith=f"{settings.PUBLIC_URL}/")
        .order_by("-created_at", "-pk")
        .first()
    )


def _open_list(issuer: Issuer, *, at: datetime) -> StatusList:
    list_id = uuid7()
    status_list = StatusList.objects.create(
        id=list_id, issuer=issuer, purpose=StatusList.Purpose.REVOCATION, url=addresses.status_list(list_id)
    )
    return sign_status_list(actor=None, status_list=status_list, at=at)


def _free_index(status_list: StatusList) -> int:
    return random_index(
        lambda index: AwardIntent.objects.filter(status_list=status_list, status_index=index).exists(),
        status_list.size,
    )
