"""The verbs of status lists: giving out places, signing."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from microcred.credentials import addresses
from microcred.credentials.keys import key_in_use, unsealed, verification_method
from microcred.credentials.models import AwardIntent, DocumentIntent, Issuer, SigningKey, StatusList
from microcred.credentials.queries import places_set
from microcred.foundation.ids import uuid7
from microcred.foundation.locks import hold
from microcred.foundation.many import among
from microcred.foundation.operation import operation
from microcred.openbadges import jwt, proofs
from microcred.openbadges.documents import to_bytes
from microcred.openbadges.models import StatusEntry, StatusPurpose
from microcred.openbadges.status import ListFull, StatusBits, list_credential, random_index

HOLDS = timedelta(days=3)
"""How long a signed list may be trusted: an old copy cannot be shown for long to hide a revocation, and signing may
stand still over a weekend before verifiers have nothing to go by."""

KEPT_FOR = timedelta(minutes=3)
"""How long a verifier may keep its copy (`ttl`), beside the time that caches on the way keep theirs."""

SIGNED_ANEW_AFTER = timedelta(days=1)
"""A list this old is signed again although no bit has changed."""

FULL_AT = 0.875
"""The share of a list's places that lists of people take. Awards one by one go on until a place is hard to find."""

CLOCKS_DIFFER = timedelta(minutes=5)
"""A list holds from a little before it was signed, for verifiers whose clock is behind ours."""


@operation
def sign_status_list(*, actor: None, status_list: StatusList, at: datetime) -> StatusList:
    """Sign a list anew, with the bits of every revocation or suspension there is: with a proof inside, and as a token.
    The texts are served as they are stored.

    A list is never dated before its last signature, so that a late job cannot make it look older than it is.
    """
    held = (
        StatusList.objects.select_for_update(no_key=True, of=("self",)).select_related("issuer").get(pk=status_list.pk)
    )
    at = max(at, held.signed_at or at)
    key = key_in_use(held.issuer, SigningKey.Purpose.STATUS)
    unsigned = list_credential(
        id=held.url,
        issuer=held.issuer.did,
        bits=StatusBits.of(places_set(held), held.size),
        purpose=purpose_of(held),
        valid_from=at - CLOCKS_DIFFER,
        valid_until=at + HOLDS,
        ttl=KEPT_FOR,
    )
    pair, method = unsealed(key), verification_method(held.issuer, key)
    held.signed = to_bytes(proofs.sign(unsigned, pair, created=at, verification_method=method)).decode()
    held.signed_token = jwt.sign(unsigned, pair, verification_method=method, profile=jwt.Profile.JOSE_COSE)
    held.signed_at = at
    held.save(update_fields=["signed", "signed_token", "signed_at"])
    return held


@dataclass(frozen=True)
class Place:
    """A place in a status list, for one award to take."""

    status_list: StatusList
    index: int

    @property
    def entry(self) -> StatusEntry:
        """The place as the credential names it."""
        return StatusEntry(list_url=self.status_list.url, index=self.index, purpose=purpose_of(self.status_list))

    @property
    def fields(self) -> dict[str, Any]:
        """The place as the fields of the intent that takes it."""
        name = _prefix_of(self.status_list)
        return {f"{name}_list": self.status_list, f"{name}_index": self.index}

    def is_taken(self) -> bool:
        """Whether an intent has it."""
        return _taken(self.status_list).filter(**self.fields).exists()


def places_for(issuer: Issuer, *, at: datetime) -> tuple[Place, ...]:
    """A place for one more award in each list that its credential must name.

    The caller writes the intent that takes them; the database refuses a second one of the same place.
    """
    return tuple(_place_in_list(issuer, purpose, at=at) for purpose in purposes_of(issuer))


def take_places(issuer: Issuer, purpose: StatusList.Purpose, count: int, *, at: datetime) -> list[Place]:
    """Places for many awards at once, in as many lists as they need. The caller writes the intents that take them."""
    places: list[Place] = []
    while len(places) < count:
        current = current_list(issuer, purpose)
        room = _room_in(current) if current is not None else 0
        if current is None or room <= 0:
            hold(issuer.pk)
            if current_list(issuer, purpose) == current:
                open_list(issuer, purpose, at=at)
            continue
        places += _free_places(current, min(room, count - len(places)))
    return places


def purposes_of(issuer: Issuer) -> Sequence[StatusList.Purpose]:
    """What the lists that a new credential of an issuer names are for."""
    return list(StatusList.Purpose) if issuer.suspends else [StatusList.Purpose.REVOCATION]


def purpose_of(status_list: StatusList) -> StatusPurpose:
    """The purpose of a list as the standard spells it."""
    return "suspension" if status_list.purpose == StatusList.Purpose.SUSPENSION else "revocation"


def fields_of(places: Iterable[Place]) -> dict[str, Any]:
    """Places as the fields of the intent that takes them."""
    return {name: value for each in places for name, value in each.fields.items()}


def _place_in_list(
    issuer: Issuer,
    purpose: StatusList.Purpose,
    *,
    at: datetime,
    holds: StatusList.Holds = StatusList.Holds.AWARDS,
) -> Place:
    """A list of this public address, and a random index never given out before."""
    current = current_list(issuer, purpose, holds)
    if current is not None:
        try:
            return _free_place(current)
        except ListFull:
            pass
    hold(issuer.pk)
    # another award may have opened one while this one waited
    newest = current_list(issuer, purpose, holds)
    if newest is None or newest == current:
        newest = open_list(issuer, purpose, at=at, holds=holds)
    return _free_place(newest)


def place_for_document(issuer: Issuer, *, at: datetime) -> Place:
    """A place for one more stack credential or endorsement. The caller writes the intent that takes it."""
    return _place_in_list(issuer, StatusList.Purpose.REVOCATION, at=at, holds=StatusList.Holds.DOCUMENTS)


def current_list(
    issuer: Issuer, purpose: StatusList.Purpose, holds: StatusList.Holds = StatusList.Holds.AWARDS
) -> StatusList | None:
    """The list that gives out places of an issuer now, if one is open."""
    # a list published under an earlier public address stays where it is, for the credentials that name it
    return (
        issuer.status_lists.filter(purpose=purpose, holds=holds, url__startswith=f"{settings.PUBLIC_URL}/")
        .order_by("-created_at", "-pk")
        .first()
    )


def open_list(
    issuer: Issuer, purpose: StatusList.Purpose, *, at: datetime, holds: StatusList.Holds = StatusList.Holds.AWARDS
) -> StatusList:
    """Open a list and publish it without a bit set. The caller holds the issuer's lock."""
    list_id = uuid7()
    status_list = StatusList.objects.create(
        id=list_id, issuer=issuer, purpose=purpose, holds=holds, url=addresses.status_list(list_id)
    )
    return sign_status_list(actor=None, status_list=status_list, at=at)


def _taken(status_list: StatusList) -> QuerySet[Any]:
    """The intents that have a place in a list."""
    intents = DocumentIntent if status_list.holds == StatusList.Holds.DOCUMENTS else AwardIntent
    return intents._default_manager.filter(**{f"{_prefix_of(status_list)}_list": status_list})


def _room_in(status_list: StatusList) -> int:
    """How many places a list still gives out: the last ones would no longer be drawn at random."""
    return int(status_list.size * FULL_AT) - _taken(status_list).count()


def _free_places(status_list: StatusList, count: int) -> list[Place]:
    draw, name = secrets.SystemRandom(), f"{_prefix_of(status_list)}_index"
    free: list[int] = []
    while len(free) < count:
        drawn = draw.sample(range(status_list.size), min(status_list.size, 2 * count + 100))
        taken = set(_taken(status_list).filter(among(name, drawn, of="integer")).values_list(name, flat=True))
        taken.update(free)
        free += [index for index in drawn if index not in taken]
    return [Place(status_list, index) for index in free[:count]]


def _prefix_of(status_list: StatusList) -> str:
    return "suspension" if status_list.purpose == StatusList.Purpose.SUSPENSION else "status"


def _free_place(status_list: StatusList) -> Place:
    index = random_index(lambda index: Place(status_list, index).is_taken(), status_list.size)
    return Place(status_list, index)
