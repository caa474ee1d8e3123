"""Bitstring Status List 1.0 (W3C Recommendation, May 2025): one bit for each credential, thousands in one document.

A list tells nobody which credential a reader asks about, and costs a server nothing: it is a cacheable file.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import secrets
import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Final

from microcred.openbadges.contexts import CREDENTIALS_V2
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.models import StatusPurpose
from microcred.openbadges.times import CLOCK_TOLERANCE, read, written

MIN_LENGTH: Final = 131_072
"""Fewest bits in a list (section 2.2): 16 KiB, so that the list fetched does not tell whose credential is read."""

MAX_LENGTH: Final = 64 * MIN_LENGTH
"""Most bits decoded: a compressed list of a few kilobytes may unpack to gigabytes."""


class StatusListWrong(OpenBadgesError):
    """A status list, or an entry that points into it, is not what the standard says."""


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

    def _place(self, index: int) -> tuple[int, int]:
        if not 0 <= index < len(self):
            raise StatusListWrong(f"the status list has no place {index}")
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
        if not encoded.startswith("u"):
            raise StatusListWrong("the status list is not in multibase base64url")
        text = encoded[1:]
        try:
            packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
            raw = unpacker.decompress(packed, MAX_LENGTH // 8 + 1)
        except (binascii.Error, zlib.error) as error:
            raise StatusListWrong("the status list does not unpack") from error
        if len(raw) > MAX_LENGTH // 8 or unpacker.unconsumed_tail:
            raise StatusListWrong(f"the status list is longer than {MAX_LENGTH} bits")
        if not unpacker.eof:
            raise StatusListWrong("the status list is cut off")
        if len(raw) * 8 < MIN_LENGTH:
            raise StatusListWrong(f"the status list is shorter than {MIN_LENGTH} bits")
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
) -> JsonObject:
    """The unsigned credential that publishes a list (section 2.2). Sign it with :func:`.proofs.sign`.

    Args:
        id: the URL where it is served.
        issuer: the DID that also issues the credentials of the list: verifiers refuse another one's list.
        valid_until: after it, our verifier no longer trusts this copy, so that an old one cannot be replayed for ever.
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
    return document


def check_entry(entry: JsonObject) -> tuple[str, int, str]:
    """List URL, place and purpose of a ``BitstringStatusListEntry`` (section 2.1).

    Raises:
        StatusListWrong: when a member is absent or malformed, or the entry uses more than one bit.
    """
    url, index, purpose = (entry.get(name) for name in ("statusListCredential", "statusListIndex", "statusPurpose"))
    if not isinstance(url, str) or not url:
        raise StatusListWrong("the status entry names no list")
    if not isinstance(index, str) or not (index.isascii() and index.isdigit()) or len(index) > 12:
        raise StatusListWrong("the place in the status list is not a number in text")
    if not isinstance(purpose, str) or not purpose:
        raise StatusListWrong("the status entry has no purpose")
    if entry.get("statusSize", 1) != 1:
        raise StatusListWrong("status entries of more than one bit are not read")
    if entry.get("id") == url:
        raise StatusListWrong("the id of a status entry must not be the URL of its list")
    return url, int(index), purpose


def is_set(entry: JsonObject, listing: JsonObject, *, now: datetime) -> bool:
    """Whether the bit of ``entry`` is set in ``listing`` (section 3.2). The list's signature is the caller's to verify.

    Raises:
        StatusListWrong: when the list is another one than the entry names, serves another purpose, does not hold now,
            or has no such place.
    """
    url, index, purpose = check_entry(entry)
    subject = listing.get("credentialSubject")
    types = listing.get("type")
    if not isinstance(subject, dict) or "BitstringStatusListCredential" not in (
        types if isinstance(types, list) else [types]
    ):
        raise StatusListWrong("what was found is not a status list")
    if listing.get("id", url) != url:
        raise StatusListWrong("what was found is another status list")
    purposes = subject.get("statusPurpose")
    if purpose not in (purposes if isinstance(purposes, list) else [purposes]):
        raise StatusListWrong(f"the status list is not about {purpose}")
    if "validFrom" in listing and now + CLOCK_TOLERANCE < read(listing["validFrom"]):
        raise StatusListWrong("the status list does not hold yet")
    if "validUntil" in listing and now > read(listing["validUntil"]):
        raise StatusListWrong("the status list is out of date")
    return StatusBits.decode(str(subject.get("encodedList", "")))[index]


def status_of(credential: JsonObject, listing: JsonObject, *, now: datetime) -> dict[str, bool]:
    """For each purpose of the credential's entries that point into ``listing``, whether its bit is set.

    Raises:
        StatusListWrong: see :func:`is_set`.
    """
    entries = credential.get("credentialStatus") or []
    return {
        str(entry.get("statusPurpose")): is_set(entry, listing, now=now)
        for entry in (entries if isinstance(entries, list) else [entries])
        if entry.get("statusListCredential") == listing.get("id")
    }
