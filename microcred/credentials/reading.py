"""Getting at a credential that somebody hands us: text, a file, a badge image, a link. Nothing of it is kept."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from microcred.credentials.queries import award_at_address
from microcred.foundation.refusals import Refusal
from microcred.openbadges import baking
from microcred.openbadges.errors import OpenBadgesError, Unreachable
from microcred.openbadges.source import read_source


class NothingToVerify(Refusal):
    """The image or the address carries no credential."""

    message = _("There is no credential in it: {problem}.")


class LinkNotOpened(Refusal):
    """The address may not be opened from here, or did not answer."""

    message = _("The link could not be opened: {problem}. Save the credential to a file and choose that instead.")
    field = "link"


def read_text(text: str) -> bytes:
    """The credential in pasted text."""
    return text.encode()


def read_file(content: bytes) -> bytes:
    """The credential in a file: taken out of the image when it is one."""
    if not content.startswith(b"\x89PNG") and not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return content
    try:
        found = baking.extract(content)
    except OpenBadgesError as error:
        raise NothingToVerify(field="file", problem=str(error)) from error
    if found is None:
        raise NothingToVerify(field="file", problem=_("the image carries no Open Badges 3.0 credential"))
    return found


def read_link(link: str) -> bytes:
    """The credential at an address. Our own addresses are answered from our tables, others through the one door."""
    parts = urlsplit(link)
    if f"{parts.scheme}://{parts.netloc}" == settings.PUBLIC_URL:
        award = award_at_address(parts.path)
        if award is None:
            raise LinkNotOpened(problem=_("no credential of this server has this address"))
        return award.intent.signed.text.encode()
    try:
        return read_source(link if "://" in link else f"https://{link}")
    except Unreachable as error:
        raise LinkNotOpened(problem=str(error)) from error
    except OpenBadgesError as error:
        raise LinkNotOpened(problem=str(error)) from error


def read(given: dict[str, Any]) -> bytes:
    """The credential in a checked form.

    Raises:
        NothingToVerify: when the file is an image without a credential.
        LinkNotOpened: when the link may not or cannot be opened.
    """
    if given.get("file"):
        return read_file(given["file"].read())
    if given.get("link"):
        return read_link(given["link"])
    text = given["text"]
    return read_link(text) if text.startswith(("https://", "http://")) and " " not in text else read_text(text)
