"""Status lists of a conformance server: in memory, signed anew whenever someone asks for one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, cast

from microcred.openbadges import proofs, status
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.models import StatusPurpose
from microcred.openbadges.proofs.forms import SD_SUITE
from microcred.openbadges.vc_api.issuers import DEFAULT, Issuer
from microcred.openbadges.vc_api.options import check_members
from microcred.openbadges.vc_api.problems import MALFORMED, Problem

PURPOSES: Final = ("revocation", "suspension", "refresh", "message")
_MESSAGES: Final = (
    {"status": "0x0", "message": "pending"},
    {"status": "0x1", "message": "accepted"},
    {"status": "0x2", "message": "rejected"},
    {"status": "0x3", "message": "withdrawn"},
)
_HOLDS_FOR: Final = timedelta(minutes=5)


@dataclass
class HostedList:
    """A list of one issuer for one purpose."""

    issuer: Issuer
    purpose: str
    url: str
    taken: set[int] = field(default_factory=set)
    bits: status.StatusBits = field(init=False)

    def __post_init__(self) -> None:
        self.bits = status.StatusBits(status.MIN_LENGTH * self.size)

    @property
    def size(self) -> int:
        """Bits for each credential: messages have one of four values."""
        return 2 if self.purpose == "message" else 1

    def new_entry(self) -> JsonObject:
        """A place for a credential, as the credential writes it."""
        index = status.random_index(self.taken.__contains__, len(self.bits) // self.size)
        self.taken.add(index)
        entry: JsonObject = {
            "id": f"{self.url}#{index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": self.purpose,
            "statusListIndex": str(index),
            "statusListCredential": self.url,
        }
        if self.size > 1:
            entry |= {"statusSize": self.size, "statusMessage": list(_MESSAGES)}
        return entry

    def put(self, index: int, value: int) -> None:
        """Set the bits of a place to a number, the most significant first."""
        if index not in self.taken:
            raise Problem(MALFORMED, f"the list has given no place {index} away", code=404)
        if not 0 <= value < 2**self.size:
            raise Problem(MALFORMED, f"a status of this list is a number below {2**self.size}")
        for offset in range(self.size):
            self.bits[index * self.size + offset] = bool(value >> (self.size - 1 - offset) & 1)

    def unsigned(self, now: datetime) -> JsonObject:
        """The credential that publishes the list; it holds for five minutes, so that a change is seen by then."""
        return status.list_credential(
            id=self.url,
            issuer=self.issuer.did,
            bits=self.bits,
            purpose=cast("StatusPurpose", self.purpose),
            valid_from=now,
            valid_until=now + _HOLDS_FOR,
        )

    def signed(self, now: datetime) -> JsonObject:
        """The same with its proof."""
        return proofs.sign(
            self.unsigned(now),
            self.issuer.key,
            created=now,
            verification_method=self.issuer.method,
            # nobody reads a part of a list
            suite=None if self.issuer.way.suite == SD_SUITE else self.issuer.way.suite,
        )


class Lists:
    """All lists of a server.

    Args:
        origin: where they are served, ``https://127.0.0.1:8443``.
    """

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._by_url: dict[str, HostedList] = {}
        self._entries: dict[str, list[JsonObject]] = {}

    def __getitem__(self, url: str) -> HostedList | None:
        return self._by_url.get(url)

    def entry_for(self, issuer: Issuer, purpose: str, credential: JsonObject) -> JsonObject:
        """A place for ``credential``, remembered by its ``id`` where it has one."""
        if purpose not in PURPOSES:
            raise Problem(MALFORMED, f"there is no list for {purpose!r}")
        url = f"{self._origin}/status-lists/{issuer.name or DEFAULT}-{purpose}"
        hosted = self._by_url.setdefault(url, HostedList(issuer, purpose, url))
        entry = hosted.new_entry()
        if isinstance(credential.get("id"), str):
            self._entries.setdefault(credential["id"], []).append(entry)
        return entry

    def change(self, request: JsonObject) -> None:
        """Carry out a request to ``/credentials/status``.

        The place is the one that ``credentialStatus`` names, or that of the credential ``credentialId`` for a purpose.
        ``status`` is a boolean, or a number for a list of messages; without one it is set.

        Raises:
            Problem: when nothing here answers to it.
        """
        check_members(request, ("credentialId", "credentialStatus", "status"), "the request says")
        wanted = request.get("credentialStatus") or {}
        if isinstance(wanted, list):
            wanted = wanted[0] if wanted else {}
        if not isinstance(wanted, dict):
            raise Problem(MALFORMED, "credentialStatus is not an entry of a status list")
        value = _number(request.get("status", wanted.get("status", True)))
        url, index = wanted.get("statusListCredential"), wanted.get("statusListIndex")
        if url is None or index is None:
            entry = self._entry_of(request, wanted.get("statusPurpose"))
            url, index = entry["statusListCredential"], entry["statusListIndex"]
        hosted = self._by_url.get(url) if isinstance(url, str) else None
        if hosted is None:
            raise Problem(MALFORMED, "there is no such status list here", code=404)
        if not isinstance(index, str) or not index.isascii() or not index.isdigit():
            raise Problem(MALFORMED, "the place in the status list is not a number in text")
        hosted.put(int(index), value)

    def _entry_of(self, request: JsonObject, purpose: object) -> JsonObject:
        name = request.get("credentialId")
        if not isinstance(name, str):
            raise Problem(MALFORMED, "credentialId is not the id of a credential")
        for entry in self._entries.get(name, []):
            if purpose in (None, entry["statusPurpose"]):
                return entry
        raise Problem(MALFORMED, "no credential of this id has such a status", code=404)


def _number(value: Any) -> int:
    if isinstance(value, str) and value in ("0", "1", "true", "false"):
        return int(value in ("1", "true"))
    if not isinstance(value, int):
        raise Problem(MALFORMED, "the status is neither true nor false nor a number")
    return int(value)
