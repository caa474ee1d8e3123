"""Our verifier with our own documents at hand: what this server publishes is read from its tables, never fetched.

Everything else goes through the library's one door to the network, which opens public https addresses only.
"""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from microcred.credentials import addresses
from microcred.credentials.keys import did_document
from microcred.credentials.models import Issuer, StatusList
from microcred.credentials.published import document_at
from microcred.openbadges import dids
from microcred.openbadges.documents import JsonObject, to_bytes
from microcred.openbadges.errors import Unreachable
from microcred.openbadges.fetch import MAX_STATUS_LIST, fetch, get
from microcred.openbadges.source import MAX_HOSTED
from microcred.openbadges.verify import Copies, Copy, Report, lifetime_of_list, verify


class _IssuersHere:
    """The identifiers of the issuers of this server, as something that can be asked about one of them: their DIDs, and
    the addresses by which Open Badges 2.0 names them."""

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        slug = name.rpartition("/")[2].removesuffix(".json")
        by_address = Q(slug=slug) if name == addresses.hosted_issuer(slug) else Q()
        return Issuer.objects.filter(Q(did=name) | by_address).exists()


def check(
    document: bytes, *, at: datetime, recipient: str | None = None, elsewhere: Callable[[str], bytes] | None = None
) -> Report:
    """Verify a credential of anyone's, as of a moment. Bad documents give a report like good ones.

    Args:
        document: the bytes that were received; size is the caller's to bound.
        recipient: an e-mail address it must have been issued to.
        elsewhere: instead of the network, for what is not published here.
    """

    def document_at(url: str) -> bytes:
        return _our_document_at(url) or (elsewhere or fetch)(url)

    def credential_at(url: str) -> bytes:
        return _our_credential_at(url) or (elsewhere or _fetch_hosted)(url)

    def list_at(url: str) -> bytes | Copy:
        return _our_status_list_at(url) or (elsewhere or _lists_elsewhere)(url)

    return verify(
        document,
        resolve=dids.resolver(document_at),
        fetch_status=list_at,
        fetch=credential_at,
        now=at,
        known_issuers=_IssuersHere(),
        recipient=recipient,
    )


def _our_document_at(url: str) -> bytes | None:
    """The DID document at an address, when it is one of our issuers'."""
    for issuer in Issuer.objects.filter(did__startswith="did:web:", slug__in=_slug_in(url)):
        if dids.did_web_url(issuer.did) == url:
            return to_bytes(did_document(issuer))
    return None


def _slug_in(url: str) -> list[str]:
    # …/issuers/<slug>/did.json
    return url.split("/")[-2:-1]


def _our_status_list_at(url: str) -> bytes | None:
    """The status list at an address, when we publish it: as it stands now, never a copy."""
    ours = StatusList.objects.filter(url=url).values_list("signed", flat=True).first()
    return ours.encode() if ours is not None else None


def _our_credential_at(url: str) -> bytes | None:
    """The document that an address of this server gives now: where ours are refreshed, and our Open Badges 2.0.

    Raises:
        Unreachable: when no award of this server has the address, as while it is being signed.
    """
    if not url.startswith(f"{settings.PUBLIC_URL}/"):
        return None
    found = document_at(url.removeprefix(settings.PUBLIC_URL))
    if found is None:
        raise Unreachable("no award of this server has this address")
    return found


def _fetch_list(url: str) -> Copy:
    answer = get(url, max_bytes=MAX_STATUS_LIST)
    return Copy(answer.body, answer.age)


def _fetch_hosted(url: str) -> bytes:
    return fetch(url, max_bytes=MAX_HOSTED)


_lists_elsewhere = Copies(_fetch_list, lifetime=lifetime_of_list)
"""Other people's lists, each kept in this process for five minutes at most; a report says how old its copy was."""


def says_the_same(signed: JsonObject, unsigned: JsonObject) -> bool:
    """Whether a signed document is the unsigned one with a proof, and nothing else."""
    return {name: value for name, value in signed.items() if name != "proof"} == unsigned
