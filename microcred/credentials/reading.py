"""Getting at a credential that somebody hands us: text, a file, a badge image, a link. Nothing of it is kept."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from microcred.credentials.published import document_at
from microcred.credentials.words import reason_of
from microcred.foundation.refusals import Refusal
from microcred.openbadges.baking import MAX_IMAGE
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.fetch import fetch
from microcred.openbadges.source import Link, credential_in, follow
from microcred.openbadges.unwrapping import NothingToVerify as Nothing


class NothingToVerify(Refusal):
    """What was handed in, or what is at the address, carries no credential."""

    message = _("There is no credential in it: {problem}.")


class TooManyChecks(Refusal):
    """More were handed in from one address within a minute than a person hands in."""

    message = _(
        "Many credentials were checked from your address within a minute. Wait a moment, then check this one again."
    )


class LinkNotOpened(Refusal):
    """The address may not be opened from here, or did not answer."""

    message = _("The link could not be opened: {problem}. Save the credential to a file and choose that instead.")
    field = "link"


def read_file(content: bytes) -> bytes:
    """The credential in a file: as it stands, baked into an image, or behind a QR code that the picture shows."""
    return _taken("file", content)


def read_text(text: str) -> bytes:
    """The credential in pasted text, which may be its address."""
    return _taken("text", text.encode())


def read_link(link: str) -> bytes:
    """The credential at an address. Our own addresses are answered from our tables, others through the one door."""
    return _followed(Link(link if "://" in link else f"https://{link}"))


def _taken(field: str, content: bytes) -> bytes:
    try:
        found = credential_in(content)
    except OpenBadgesError as error:
        raise NothingToVerify(field=field, problem=reason_of(error)) from error
    return _followed(found) if isinstance(found, Link) else found


def _followed(link: Link) -> bytes:
    try:
        parts = urlsplit(link.url)
    except ValueError as error:
        raise LinkNotOpened(problem=_("it is no address")) from error
    if f"{parts.scheme}://{parts.netloc}" == settings.PUBLIC_URL:
        document = document_at(parts.path)
        if document is None:
            raise LinkNotOpened(problem=_("no credential of this server has this address"))
        return document
    try:
        return follow(link, open_link)
    except Nothing as error:
        raise NothingToVerify(field="link", problem=reason_of(error)) from error
    except OpenBadgesError as error:
        raise LinkNotOpened(problem=str(error)) from error


def open_link(url: str) -> bytes:
    """What is at an address that somebody gave."""
    return fetch(url, max_bytes=MAX_IMAGE, timeout=10)


def read(given: dict[str, Any]) -> bytes:
    """The credential in a checked form.

    Raises:
        NothingToVerify: when there is no credential in it.
        LinkNotOpened: when the link may not or cannot be opened.
    """
    if given.get("file"):
        return read_file(given["file"].read())
    if given.get("link"):
        return read_link(given["link"])
    return read_text(given["text"])
