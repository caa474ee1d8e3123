"""The door of programs that read frameworks: CASE 1.1, as a provider."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag

from microcred.frameworks.addresses import case_address
from microcred.frameworks.case import Document
from microcred.integrations.case import queries
from microcred.integrations.case.discovery import description
from microcred.integrations.case.rules import NotAskable, answered, asked, links
from microcred.integrations.case.status import INVALID, UNKNOWN, refused, say
from microcred.integrations.doors import PUBLISHED, for_programs

MEMBERS = Document.known() | {"CFPackageURI"}
"""What documents can be asked by."""

door = for_programs("GET", "HEAD", cache=PUBLISHED, says=say)


def _by_identifier(view: Callable[[HttpRequest, UUID], HttpResponse]) -> Callable[..., HttpResponse]:
    """Read the identifier of an address, which programs get wrong in ways of which CASE has a name."""

    def answered_by(request: HttpRequest, identifier: str) -> HttpResponse:
        try:
            found = UUID(identifier)
        except ValueError:
            return refused(HTTPStatus.BAD_REQUEST, INVALID, f"“{identifier[:60]}” is no UUID.")
        return view(request, found)

    return answered_by


def _told(members: dict[str, Any] | None) -> HttpResponse:
    if members is None:
        return refused(HTTPStatus.NOT_FOUND, UNKNOWN, "There is nothing of this kind under this identifier here.")
    return HttpResponse(orjson.dumps(members), content_type="application/json")


@door
def case_documents(request: HttpRequest) -> HttpResponse:
    """The frameworks, page by page."""
    try:
        wanted = asked(request.GET.dict())
        rows, total = answered(queries.documents(), wanted, MEMBERS)
    except NotAskable as wrong:
        return refused(HTTPStatus.BAD_REQUEST, wrong.code, str(wrong))
    response = _told({"CFDocuments": rows})
    response["X-Total-Count"] = str(total)
    response["Link"] = ", ".join(
        f'<{_page(request, offset, wanted.limit)}>; rel="{relation}"'
        for relation, offset in links(total, wanted).items()
    )
    return response


def _page(request: HttpRequest, offset: int, limit: int) -> str:
    parameters = request.GET.copy()
    parameters["offset"], parameters["limit"] = str(offset), str(limit)
    return f"{case_address('CFDocuments', '').rstrip('/')}?{parameters.urlencode()}"


@door
@_by_identifier
def case_document(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One framework, without its items."""
    return _told(queries.document(identifier))


@door
@_by_identifier
def case_package(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One framework with all its items. Who has the present edition is told that nothing changed."""
    framework = queries.framework_at(identifier)
    if framework is None:
        return _told(None)
    etag = quote_etag(f"{framework.pk}-{framework.revision}")
    unchanged = get_conditional_response(request, etag=etag)
    if isinstance(unchanged, HttpResponse):
        return unchanged
    response = _told(queries.package(framework))
    response["ETag"] = etag
    return response


@door
@_by_identifier
def case_item(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One item. Its address stands in awards, where people follow it with a browser: they get the page."""
    standard = queries.standard_at(identifier)
    if standard is not None and _reads_pages(request):
        page = reverse("framework", args=[standard.framework.slug])
        response: HttpResponse = HttpResponseRedirect(f"{page}#{quote(str(standard.identifier))}")
    else:
        response = _told(queries.item(identifier))
    patch_vary_headers(response, ["Accept"])
    return response


def _reads_pages(request: HttpRequest) -> bool:
    accepted = request.headers.get("Accept", "")
    return "text/html" in accepted and "json" not in accepted


@door
@_by_identifier
def case_association(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """What one item is to another."""
    return _told(queries.association(identifier))


@door
@_by_identifier
def case_item_associations(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """An item with everything that it is to others."""
    return _told(queries.item_associations(identifier))


def _definition(kind: str) -> Callable[..., HttpResponse]:
    @door
    @_by_identifier
    def case_definition(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _told(queries.definition(kind, identifier))

    case_definition.__doc__ = f"One of the {kind}."
    return case_definition


case_association_grouping = _definition("CFAssociationGroupings")
case_concept = _definition("CFConcepts")
case_item_type = _definition("CFItemTypes")
case_license = _definition("CFLicenses")
case_subject = _definition("CFSubjects")


@door
def case_discovery(request: HttpRequest) -> HttpResponse:
    """What this service is and where its addresses are."""
    return _told(description())
