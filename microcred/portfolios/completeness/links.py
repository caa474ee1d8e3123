"""What came of opening a link, told from what its addresses answered. Our own trouble is never the link's."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit


class LinkOutcome(StrEnum):
    """What came of it."""

    OPENS = "opens"
    GONE = "gone"
    SIGN_IN = "sign_in"
    UNCHECKED = "unchecked"


@dataclass(frozen=True)
class Step:
    """One address on the way, and what it answered; `status` is None where no whole answer came."""

    address: str
    status: int | None


_HOSTS = frozenset(
    {
        "accounts.google.com",
        "login.microsoftonline.com",
        "login.live.com",
        "login.microsoft.com",
        "appleid.apple.com",
        "idmsa.apple.com",
        "www.icloud.com",
    }
)
_FIRST_LABELS = frozenset({"login", "signin", "sign-in", "sso", "auth", "idp", "accounts", "adfs"})
_SEGMENTS = frozenset(
    {"login", "log-in", "signin", "sign-in", "sign_in", "servicelogin", "sso", "saml", "saml2", "authorize", "cas"}
)


def asks_for_sign_in(address: str) -> bool:
    """Whether an address is, by its looks, one where people sign in."""
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    segments = {segment.partition(".")[0] for segment in parts.path.lower().split("/")}
    return host in _HOSTS or host.partition(".")[0] in _FIRST_LABELS or not segments.isdisjoint(_SEGMENTS)


def outcome_of(steps: Sequence[Step]) -> LinkOutcome:
    """What came of a link by all addresses on its way, its own first.

    Gone is only what its server calls not found (404) or gone (410). A server that fails, refuses programs (403, 429)
    or is not reached says nothing of what a person would see.
    """
    if not steps:
        return LinkOutcome.UNCHECKED
    # A page that is public may well have "login" in its address; being led to one is another thing.
    if len(steps) > 1 and asks_for_sign_in(steps[-1].address):
        return LinkOutcome.SIGN_IN
    status = steps[-1].status
    if status is None:
        return LinkOutcome.UNCHECKED
    if 200 <= status < 300:
        return LinkOutcome.OPENS
    if status in (404, 410):
        return LinkOutcome.GONE
    if status in (401, 407):
        return LinkOutcome.SIGN_IN
    return LinkOutcome.UNCHECKED
