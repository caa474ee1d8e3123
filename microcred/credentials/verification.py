"""Our verifier with our own documents at hand: what this server publishes is read from its tables, never fetched.

Everything else goes through the library's one door to the network, which opens public https addresses only.
"""

from collections.abc import Collection
from datetime import datetime

from microcred.credentials.keys import did_document
from microcred.credentials.models import Issuer, StatusList
from microcred.openbadges import dids
from microcred.openbadges.documents import JsonObject, parse, to_bytes
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.fetch import MAX_STATUS_LIST, fetch
from microcred.openbadges.verify import Report, verify


def check(document: bytes, *, at: datetime, recipient: str | None = None) -> Report:
    """Verify a credential of anyone's, as of a moment. Bad documents give a report like good ones.

    Args:
        document: the bytes that were received; size is the caller's to bound.
        recipient: an e-mail address it must have been issued to.
    """
    return verify(
        document,
        resolve=dids.resolver(_document_at),
        fetch_status=_status_list_at,
        now=at,
        known_issuers=_issuers_known(document),
        recipient=recipient,
    )


def _issuers_known(document: bytes) -> Collection[str]:
    """The issuer that the document names, if it is one of ours."""
    try:
        issuer = parse(document).get("issuer")
    except OpenBadgesError:
        return ()
    did = issuer.get("id") if isinstance(issuer, dict) else issuer
    return (did,) if isinstance(did, str) and Issuer.objects.filter(did=did).exists() else ()


def _document_at(url: str) -> bytes:
    """The DID document at an address: out of our tables when it is one of our issuers'."""
    for issuer in Issuer.objects.filter(did__startswith="did:web:", slug__in=_slug_in(url)):
        if dids.did_web_url(issuer.did) == url:
            return to_bytes(did_document(issuer))
    return fetch(url)


def _slug_in(url: str) -> list[str]:
    # …/issuers/<slug>/did.json
    return url.split("/")[-2:-1]


def _status_list_at(url: str) -> bytes:
    """The status list at an address: out of our tables when we publish it."""
    ours = StatusList.objects.filter(url=url).values_list("signed", flat=True).first()
    return ours.encode() if ours is not None else fetch(url, max_bytes=MAX_STATUS_LIST)


def says_the_same(signed: JsonObject, unsigned: JsonObject) -> bool:
    """Whether a signed document is the unsigned one with a proof, and nothing else."""
    return {name: value for name, value in signed.items() if name != "proof"} == unsigned
