"""Bitstring Status List 1.0 (W3C Recommendation, May 2025): one bit for each credential, thousands in one document.

A list tells nobody which credential a reader asks about, and costs a server nothing: it is a cacheable file.
:func:`revoked_in` reads the other kind, 1EdTech's Verifiable Credentials Revocation List 1.0, which names credentials.
"""

from __future__ import annotations

import base64
import gzip
import re
import secrets
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from microcred.openbadges.contexts import CREDENTIALS_V2
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.models import StatusPurpose
from microcred.openbadges.times import CLOCK_TOLERANCE, read, written

MIN_LENGTH: Final = 131_072
"""Fewest bits in a list (section 2.2): 16 KiB, so that the list fetched does not tell whose credential is read."""

MAX_LENGTH: Final = 64 * MIN_LENGTH
"""Most bits decoded: a compressed list of a few kilobytes may unpack to gigabytes."""


MAX_AGE: Final = timedelta(minutes=5)
"""Oldest copy of a list that may be used (section 2.2: the default of ``ttl``)."""

MAX_SIZE: Final = 8
"""Most bits of one entry that are read: 256 messages. A limit of this library; section 1.3 allows even 1."""

_HEXADECIMAL: Final = re.compile(r"0x[0-9a-fA-F]+")


class StatusListWrong(OpenBadgesError):
    """A status list, or an entry that points into it, is not what the standard says."""


class OutOfRange(StatusListWrong):
    """An entry points beyond the end of its list (section 3.2: ``RANGE_ERROR``)."""


class ListTooShort(StatusListWrong):
    """A list has fewer places than keep it from telling whose credential is read (``STATUS_LIST_LENGTH_ERROR``)."""


class OtherPurpose(StatusListWrong):
    """A list does not serve the purpose of the entry that points into it (``STATUS_VERIFICATION_ERROR``)."""


class ListFull(OpenBadgesError):
    """A list has next to no free places left: begin another."""


class StatusBits:
    """The bits of a status list. Bit 0 is the most significant bit of the first byte (section 2.2).

    Args:
        length: number of bits; a multiple of eight and at least :data:`MIN_LENGTH`.
    """

    def __init__(self, length: int = MIN_LENGTH) -> None:
        if length % 8 or not MIN_LENGTH <= length <= MAX_LENGTH:
            raise StatusListWrong(f"a status list holds between {MIN_LENGTH} and {MAX_LENGTH} bits")
        self._bits = bytearray(length // 8)

    @classmethod
    def of(cls, indexes: Iterable[int], length: int = MIN_LENGTH) -> StatusBits:
        """A list in which exactly these places are set.

        Raises:
            StatusListWrong: when a place lies outside the list.
        """
        made = cls(length)
        bits = made._bits
        for index in indexes:
            if not 0 <= index < length:
                raise StatusListWrong(f"the status list has no place {index}")
            bits[index >> 3] |= 0x80 >> (index & 7)
        return made

    def __len__(self) -> int:
        return len(self._bits) * 8

    def __getitem__(self, index: int) -> bool:
        byte, mask = self._place(index)
        return bool(self._bits[byte] & mask)

    def __setitem__(self, index: int, value: bool) -> None:
        byte, mask = self._place(index)
        if value:
            self._bits[byte] |= mask
        else:
            self._bits[byte] &= ~mask

    def value(self, index: int, size: int = 1) -> int:
        """The number that ``size`` bits hold at place ``index`` (section 3.2, step 11).

        Raises:
            ListTooShort: when the list has fewer places of this size than :data:`MIN_LENGTH`.
            OutOfRange: when it has no such place.
        """
        if len(self) // size < MIN_LENGTH:
            raise ListTooShort(f"the status list has fewer than {MIN_LENGTH} places of {size} bits")
        if not 0 <= index < len(self) // size:
            raise OutOfRange(f"the status list has no place {index}")
        number = 0
        for position in range(index * size, (index + 1) * size):
            number = number << 1 | self[position]
        return number

    def _place(self, index: int) -> tuple[int, int]:
        if not 0 <= index < len(self):
            raise OutOfRange(f"the status list has no place {index}")
        return index // 8, 0x80 >> (index % 8)

    def encode(self) -> str:
        """``encodedList``: ``u`` and the unpadded base64url of the GZIP of the bits (section 3.3).

        Equal bits give equal text: the GZIP header carries no time.
        """
        packed = gzip.compress(bytes(self._bits), compresslevel=9, mtime=0)
        return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()

    @classmethod
    def decode(cls, encoded: str) -> StatusBits:
        """The bits of an ``encodedList`` (section 3.4).

        Raises:
            StatusListWrong: when it is not multibase base64url, not GZIP, shorter than :data:`MIN_LENGTH` or longer
                than :data:`MAX_LENGTH` bits. It stops unpacking at the limit.
        """
        if not encoded.startswith("u") or "=" in encoded:
            raise StatusListWrong("the status list is not in multibase base64url without padding")
        text = encoded[1:]
        try:
            packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
            raw = unpacker.decompress(packed, MAX_LENGTH // 8 + 1)
        except (ValueError, zlib.error) as error:  # also for characters beyond ASCII
            raise StatusListWrong("the status list does not unpack") from error
        if len(raw) > MAX_LENGTH // 8 or unpacker.unconsumed_tail:
            raise StatusListWrong(f"the status list is longer than {MAX_LENGTH} bits")
        if not unpacker.eof:
            raise StatusListWrong("the status list is cut off")
        if len(raw) * 8 < MIN_LENGTH:
            raise ListTooShort(f"the status list is shorter than {MIN_LENGTH} bits")
        bits = cls.__new__(cls)
        bits._bits = bytearray(raw)
        return bits


def random_index(is_taken: Callable[[int], bool], length: int = MIN_LENGTH) -> int:
    """A free place, chosen at random so that its number says nothing about when a credential was issued.

    Args:
        is_taken: whether a place was ever given away. A place is never given twice, also not after a revocation.

    Raises:
        ListFull: when 200 random places were taken, which happens by chance once in a billion with 90 % taken.
    """
    for _ in range(200):
        index = secrets.randbelow(length)
        if not is_taken(index):
            return index
    raise ListFull("the status list is nearly full: begin another one")


def list_credential(
    *,
    id: str,  # noqa: A002 - the standard's word
    issuer: str,
    bits: StatusBits,
    purpose: StatusPurpose,
    valid_from: datetime,
    valid_until: datetime | None = None,
    ttl: timedelta | None = None,
) -> JsonObject:
    """The unsigned credential that publishes a list (section 2.2). Sign it with :func:`.proofs.sign`.

    Args:
        id: the URL where it is served.
        issuer: the DID that also issues the credentials of the list: verifiers refuse another one's list.
        valid_until: after it, our verifier no longer trusts this copy, so that an old one cannot be replayed for ever.
        ttl: how long a copy may be kept before it is fetched anew; milliseconds in the document.
    """
    document: JsonObject = {
        "@context": [CREDENTIALS_V2],
        "id": id,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": written(valid_from),
        "credentialSubject": {
            "id": f"{id}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": bits.encode(),
        },
    }
    if valid_until is not None:
        document["validUntil"] = written(valid_until)
    if ttl is not None:
        document["credentialSubject"]["ttl"] = int(ttl / timedelta(milliseconds=1))
    return document


@dataclass(frozen=True)
class Entry:
    """A ``BitstringStatusListEntry`` whose members were checked (section 2.1).

    Args:
        url: where the list is.
        index: the place in it.
        purpose: ``revocation``, ``suspension``, ``refresh``, ``message`` or another one.
        size: bits at the place.
        messages: what each number at the place means; empty when the entry does not say.
    """

    url: str
    index: int
    purpose: str
    size: int = 1
    messages: Mapping[int, str] = field(default_factory=dict)


def check_entry(entry: JsonObject) -> Entry:
    """A ``BitstringStatusListEntry`` (section 2.1).

    Raises:
        StatusListWrong: when a member is absent or malformed, or more bits are used than :data:`MAX_SIZE`.
    """
    url, index, purpose = (entry.get(name) for name in ("statusListCredential", "statusListIndex", "statusPurpose"))
    if not isinstance(url, str) or not url:
        raise StatusListWrong("the status entry names no list")
    if not isinstance(index, str) or not (index.isascii() and index.isdigit()) or len(index) > 12:
        raise StatusListWrong("the place in the status list is not a number in text")
    if not isinstance(purpose, str) or not purpose:
        raise StatusListWrong("the status entry has no purpose")
    if entry.get("id") == url:
        raise StatusListWrong("the id of a status entry must not be the URL of its list")
    size = entry.get("statusSize", 1)
    if not isinstance(size, int) or isinstance(size, bool) or size < 1:
        raise StatusListWrong("the size of a status entry is not a whole number above zero")
    if size > MAX_SIZE:
        raise StatusListWrong(f"the status entry has {size} bits, and no more than {MAX_SIZE} are read here")
    return Entry(url, int(index), purpose, size, _messages(entry.get("statusMessage"), size))


def _messages(stated: Any, size: int) -> dict[int, str]:
    if stated is None and size == 1:
        return {}
    if not isinstance(stated, list) or len(stated) != 2**size:
        raise StatusListWrong("the status entry does not say what each of its values means")
    messages = {}
    for each in stated:
        try:
            number, message = each["status"], each["message"]
            if not _HEXADECIMAL.fullmatch(number) or not isinstance(message, str):
                raise StatusListWrong("a message of the status entry is not one of a hexadecimal number after 0x")
            messages[int(number, 16)] = message
        except StatusListWrong:
            raise
        except (KeyError, TypeError, ValueError) as error:
            raise StatusListWrong("the status entry does not say what each of its values means") from error
    if set(messages) != set(range(2**size)):
        raise StatusListWrong("the status entry does not say what each of its values means")
    return messages


def check_list(listing: JsonObject) -> StatusBits:
    """The bits of a ``BitstringStatusListCredential``, whose subject must be a status list (section 2.2).

    Raises:
        StatusListWrong: when its type or purpose is no such, its ``ttl`` is no number of milliseconds, or its bits do
            not unpack; :class:`ListTooShort` when they are too few.
    """
    subject = listing.get("credentialSubject")
    if not isinstance(subject, dict) or subject.get("type") not in ("BitstringStatusList", ["BitstringStatusList"]):
        raise StatusListWrong("the subject of a status list credential is not one BitstringStatusList")
    stated = subject.get("statusPurpose")
    purposes = stated if isinstance(stated, list) else [stated]
    if not purposes or not all(isinstance(purpose, str) and purpose for purpose in purposes):
        raise StatusListWrong("the status list has no purpose")
    ttl = subject.get("ttl", 0)
    if not isinstance(ttl, int) or isinstance(ttl, bool) or ttl < 0:
        raise StatusListWrong("the ttl of the status list is not a number of milliseconds")
    return StatusBits.decode(str(subject.get("encodedList", "")))


def value_of(entry: JsonObject, listing: JsonObject, *, now: datetime) -> int:
    """What ``listing`` holds at the place of ``entry`` (section 3.2). The list's signature is the caller's to verify.

    Raises:
        StatusListWrong: when the list is another one than the entry names, serves another purpose, does not hold now,
            or has no such place.
    """
    checked = check_entry(entry)
    subject = listing.get("credentialSubject")
    types = listing.get("type")
    if not isinstance(subject, dict) or "BitstringStatusListCredential" not in (
        types if isinstance(types, list) else [types]
    ):
        raise StatusListWrong("what was found is not a status list")
    if listing.get("id", checked.url) != checked.url:
        raise StatusListWrong("what was found is another status list")
    purposes = subject.get("statusPurpose")
    if checked.purpose not in (purposes if isinstance(purposes, list) else [purposes]):
        raise OtherPurpose(f"the status list is not about {checked.purpose}")
    if "validFrom" in listing and now + CLOCK_TOLERANCE < read(listing["validFrom"]):
        raise StatusListWrong("the status list does not hold yet")
    if "validUntil" in listing and now > read(listing["validUntil"]):
        raise StatusListWrong("the status list is out of date")
    return StatusBits.decode(str(subject.get("encodedList", ""))).value(checked.index, checked.size)


def is_set(entry: JsonObject, listing: JsonObject, *, now: datetime) -> bool:
    """Whether any bit of ``entry`` is set in ``listing``.

    Raises:
        StatusListWrong: see :func:`value_of`.
    """
    return value_of(entry, listing, now=now) != 0


def status_of(credential: JsonObject, listing: JsonObject, *, now: datetime) -> dict[str, bool]:
    """For each purpose of the credential's entries that point into ``listing``, whether its bit is set.

    Raises:
        StatusListWrong: see :func:`value_of`.
    """
    entries = credential.get("credentialStatus") or []
    return {
        str(entry.get("statusPurpose")): is_set(entry, listing, now=now)
        for entry in (entries if isinstance(entries, list) else [entries])
        if entry.get("statusListCredential") == listing.get("id")
    }


def time_to_live(listing: JsonObject) -> timedelta:
    """How long a copy of ``listing`` may be used: its ``ttl`` (section 2.2, milliseconds), at most :data:`MAX_AGE`."""
    subject = listing.get("credentialSubject")
    ttl = subject.get("ttl") if isinstance(subject, dict) else None
    if isinstance(ttl, bool) or not isinstance(ttl, int | float) or not 0 <= ttl < MAX_AGE / timedelta(milliseconds=1):
        return MAX_AGE
    return timedelta(milliseconds=ttl)


def revoked_in(listing: JsonObject, *, url: str, issuer: str, credential_id: str) -> str | None:
    """Why a ``1EdTechRevocationList`` says that a credential is revoked, ``None`` when it does not say so.

    The list carries no signature: it is the issuer's because the credential's signature covers its address.

    Args:
        url: where the list was found: the ``id`` of the credential's status entry.
        issuer: who issued the credential.

    Raises:
        StatusListWrong: when it is not such a list, or another's.
    """
    entries = listing.get("revokedCredential", [])
    if "issuer" not in listing or not isinstance(entries, list):
        raise StatusListWrong("what was found is not a revocation list")
    if listing.get("id") != url:
        raise StatusListWrong("what was found is another revocation list")
    signer = listing["issuer"]
    if (signer.get("id") if isinstance(signer, dict) else signer) != issuer:
        raise StatusListWrong("the revocation list is not of this issuer")
    for entry in entries:
        # a list that cannot be read in part could be hiding the entry that counts
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
            raise StatusListWrong("an entry of the revocation list names no credential")
        if entry["id"] == credential_id and entry.get("revoked", True) is not False:
            return str(entry.get("revocationReason") or "")
    return None
