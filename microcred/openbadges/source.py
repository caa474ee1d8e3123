"""Verify a file or an address: what ``microcred verify`` calls."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path

from microcred.openbadges import baking
from microcred.openbadges.contexts import Contexts
from microcred.openbadges.dids import resolver
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.fetch import MAX_STATUS_LIST, PUBLIC_ONLY, EgressPolicy, fetch
from microcred.openbadges.verify import Report, verify


class NothingToVerify(OpenBadgesError):
    """The source cannot be read, or carries no credential."""


def verify_source(
    source: str | Path,
    *,
    now: datetime,
    known_issuers: Collection[str] = (),
    recipient: str | None = None,
    policy: EgressPolicy = PUBLIC_ONLY,
    fetch_document: Callable[[str], bytes] | None = None,
    contexts: Contexts | None = None,
) -> Report:
    """Verify the credential in a file or at an address: JSON, or a baked PNG or SVG.

    Args:
        source: a path, or an address (``https://…``, or whatever ``policy`` allows).
        policy: what may be opened for the credential itself, its issuer's document and its status list.
        fetch_document: instead of the network, for instance :func:`.dids.offline`.

    Raises:
        NothingToVerify: when there is no credential to speak of: the file is absent, or the image carries none.
        AddressRefused, Unreachable: when ``source`` is an address that may not or cannot be opened.
    """

    def over_network(url: str) -> bytes:
        return fetch(url, policy=policy)

    def status_over_network(url: str) -> bytes:
        return fetch(url, policy=policy, max_bytes=MAX_STATUS_LIST)

    return verify(
        read_source(source, policy=policy),
        resolve=resolver(fetch_document or over_network),
        fetch_status=fetch_document or status_over_network,
        now=now,
        known_issuers=known_issuers,
        recipient=recipient,
        contexts=contexts,
    )


def read_source(source: str | Path, *, policy: EgressPolicy = PUBLIC_ONLY) -> bytes:
    """The credential's bytes out of a file or an address, taken out of the image when they are baked into one.

    Raises:
        NothingToVerify, AddressRefused, Unreachable: see :func:`verify_source`.
    """
    if isinstance(source, str) and source.startswith(("https://", "http://")):
        data = fetch(source, policy=policy, max_bytes=baking.MAX_IMAGE, timeout=10)
    else:
        path = Path(source)
        try:
            if path.stat().st_size > baking.MAX_IMAGE:
                raise NothingToVerify(f"{path} is larger than {baking.MAX_IMAGE // 1024 // 1024} MiB")
            data = path.read_bytes()
        except OSError as error:
            raise NothingToVerify(f"{path} cannot be read: {error.strerror}") from error
    if not _is_image(data):
        return data
    credential = baking.extract(data)
    if credential is None:
        raise NothingToVerify("the image carries no Open Badges 3.0 credential")
    return credential


def _is_image(data: bytes) -> bool:
    return data.startswith(b"\x89PNG") or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
