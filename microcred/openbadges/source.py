"""Get at the credential in whatever carries it: a file, an address, a badge image, a picture of a QR code."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

from microcred.openbadges import baking, pictures
from microcred.openbadges.contexts import Contexts
from microcred.openbadges.dids import resolver
from microcred.openbadges.fetch import MAX_STATUS_LIST, PUBLIC_ONLY, EgressPolicy, fetch
from microcred.openbadges.unwrapping import NothingToVerify, credential_of
from microcred.openbadges.verify import Report, verify

MAX_HOSTED: Final = 1024 * 1024
"""Bytes of a hosted badge or of what it refers to: issuers put pictures into them."""

_MOST_HOPS: Final = 2
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_CREDENTIAL_TYPES: Final = ("json", "application/vc", "jwt")


@dataclass(frozen=True)
class Link:
    """An address at which the credential is, read out of a QR code, a text or a page."""

    url: str


def verify_source(
    source: str | Path,
    *,
    now: datetime,
    known_issuers: Container[str] = (),
    recipient: str | None = None,
    policy: EgressPolicy = PUBLIC_ONLY,
    fetch_document: Callable[[str], bytes] | None = None,
    contexts: Contexts | None = None,
) -> Report:
    """Verify the credential in a file or at an address, in any form of :func:`credential_in`.

    Args:
        source: a path, or an address (``https://…``, or whatever ``policy`` allows).
        policy: what may be opened for the credential itself, its issuer's document and its status list.
        fetch_document: instead of the network, for instance :func:`.dids.offline`.

    Raises:
        NothingToVerify: when there is no credential to speak of: the file is absent, or the image carries none.
        AddressRefused, Unreachable: when ``source`` is an address that may not or cannot be opened.
    """

    def over_network(url: str, max_bytes: int = MAX_HOSTED) -> bytes:
        return fetch(url, policy=policy, max_bytes=max_bytes)

    return verify(
        read_source(source, policy=policy),
        resolve=resolver(fetch_document or (lambda url: fetch(url, policy=policy))),
        fetch_status=fetch_document or (lambda url: over_network(url, MAX_STATUS_LIST)),
        fetch=fetch_document or over_network,
        now=now,
        known_issuers=known_issuers,
        recipient=recipient,
        contexts=contexts,
    )


def read_source(source: str | Path, *, policy: EgressPolicy = PUBLIC_ONLY) -> bytes:
    """The credential's bytes out of a file or an address.

    Raises:
        NothingToVerify, AddressRefused, Unreachable: see :func:`verify_source`.
    """

    def open_link(url: str) -> bytes:
        return fetch(url, policy=policy, max_bytes=baking.MAX_IMAGE, timeout=10)

    if isinstance(source, str) and source.startswith(("https://", "http://")):
        return follow(Link(source), open_link)
    found = credential_in(_contents(Path(source)))
    return follow(found, open_link) if isinstance(found, Link) else found


def _contents(path: Path) -> bytes:
    try:
        if path.stat().st_size > baking.MAX_IMAGE:
            raise NothingToVerify(f"{path} is larger than {baking.MAX_IMAGE // 1024 // 1024} MiB")
        return path.read_bytes()
    except OSError as error:
        raise NothingToVerify(f"{path} cannot be read: {error.strerror}") from error


def follow(link: Link, open_link: Callable[[str], bytes]) -> bytes:
    """The credential at an address: what it serves, or what a page or a QR code there points to, once more at most.

    Args:
        open_link: gets the bytes of an address; see :func:`.fetch.fetch`.

    Raises:
        NothingToVerify: when there is none.
        AddressRefused, Unreachable: whatever ``open_link`` raises.
    """
    for _ in range(_MOST_HOPS):
        found = credential_in(open_link(link.url), at=link.url)
        if not isinstance(found, Link):
            return found
        link = found
    raise NothingToVerify("the link leads to another link")


def credential_in(data: bytes, *, at: str | None = None) -> bytes | Link:
    """The credential that some bytes carry, or the address at which it is.

    Read are: JSON and JSON Web Tokens as they stand, or wrapped as :mod:`.unwrapping` knows it; PNG and SVG with a
    credential baked in, of Open Badges 3.0 or 2.0; pictures (:data:`.pictures.FORMATS`) of one QR code that holds a
    credential or an address; an address alone; and a page found at ``at`` that names its credential
    (``<link rel="alternate">``).

    Raises:
        NothingToVerify: when there is none.
        ImageRefused: when the image is damaged, or says two things.
    """
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        baked = baking.extract(data) if data.startswith(b"\x89PNG") else None
        return _in_text(baked) if baked is not None else _in_picture(data)
    if start.startswith(b"<"):
        if at is not None and _is_page(data):
            return _named_by_page(data, at)
        baked = baking.extract(data)
        if baked is None:
            raise NothingToVerify("the image carries no Open Badges credential")
        return _in_text(baked)
    return _in_text(data)


def _in_picture(data: bytes) -> bytes | Link:
    texts = pictures.qr_texts(data)
    if not texts:
        raise NothingToVerify("the image carries no Open Badges credential and shows no QR code that can be read")
    if len(texts) > 1:
        raise NothingToVerify("the picture shows more than one QR code: cut it to the one that is meant")
    try:
        return _in_text(texts[0].encode())
    except NothingToVerify as error:
        raise NothingToVerify("the QR code holds neither a credential nor its address") from error


def _in_text(data: bytes) -> bytes | Link:
    """An address alone is a link; Open Badges 2 images may hold the address of their assertion instead of itself."""
    text = data.strip()
    if len(text) < 2000 and text.startswith((b"https://", b"http://")) and not text.split()[1:]:
        return Link(text.decode("ascii", "replace"))
    return credential_of(data)


class _Alternates(HTMLParser):
    """Collects what a page names as another form of itself that may be a credential."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        is_alternate = tag == "link" and "alternate" in named.get("rel", "").split()
        if is_alternate and any(kind in named.get("type", "") for kind in _CREDENTIAL_TYPES):
            self.found.append(named.get("href", ""))


def _is_page(data: bytes) -> bool:
    start = data[:1024].lower()
    return b"<html" in start or start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<!doctype html")


def _named_by_page(data: bytes, at: str) -> Link:
    """The credential that a page names, if it is of the same host: a page may not send us elsewhere."""
    page = _Alternates()
    page.feed(data[:256_000].decode("utf-8", "replace"))
    named = {urljoin(at, href) for href in page.found if href}
    here = {url for url in named if urlsplit(url).netloc == urlsplit(at).netloc}
    if len(here) != 1:
        raise NothingToVerify("the link leads to a page, which does not say where its credential is")
    return Link(here.pop())
