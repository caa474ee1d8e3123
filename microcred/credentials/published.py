"""What stands at an address of this server, read from its tables: nobody fetches from themselves."""

from django.http import Http404
from django.urls import Resolver404, resolve

from microcred.credentials import access, hosted
from microcred.credentials.queries import text_at_address
from microcred.openbadges.documents import JsonObject, to_bytes


def document_at(path: str) -> bytes | None:
    """The signed document, or the document of Open Badges 2.0, that this path gives; of a page, the one it shows.

    Returns:
        ``None`` when there is none.
    """
    text = text_at_address(path)
    if text is not None:
        return text.encode()
    try:
        match = resolve(path)
        return _document(match.url_name or "", match.kwargs)
    except (Http404, Resolver404):
        return None


def _document(name: str, named: JsonObject) -> bytes | None:
    if name in ("document", "document_json"):
        return access.public_document(named["document_id"]).text.encode()
    if name == "hosted_assertion":
        assertion = hosted.assertion(access.public_award(named["award_id"]))
        return None if assertion is None else to_bytes(assertion[0])
    if name == "hosted_badge":
        found = hosted.badge_class(access.public_version(named["version_id"]))
        return None if found is None else to_bytes(found)
    if name == "hosted_issuer":
        return to_bytes(hosted.issuer_document(access.public_issuer(named["slug"])))
    return None
