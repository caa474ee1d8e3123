"""What happens around every request: an identifier, refusals as pages, and no caching of what is private."""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from microcred.foundation.ids import uuid7
from microcred.foundation.log import request_id
from microcred.foundation.methods import Says, allowed_methods, says_of
from microcred.foundation.refusals import Refusal
from microcred.foundation.written import is_page, page_above, page_it_came_from, words_in, words_of_small_form

log = logging.getLogger(__name__)

Respond = Callable[[HttpRequest], HttpResponse]


class RequestId:
    """Give every request an identifier that stands in the log, in `X-Request-Id` and on error pages."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = str(uuid7())  # type: ignore[attr-defined]
        token = request_id.set(request.id)  # type: ignore[attr-defined]
        try:
            response = self.respond(request)
            response["X-Request-Id"] = request_id.get()
        finally:
            request_id.reset(token)
        return response


class Sessions(SessionMiddleware):
    """Sessions, of which the request that ends one takes the cookie back, and no other.

    Django also takes back the cookie of a session that is not there any more. Such an answer can be on its way while
    somebody signs in again, and would sign them out once it comes.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        session = getattr(request, "session", None)
        if session is not None and session.is_empty() and not session.modified:
            if session.accessed:
                patch_vary_headers(response, ["Cookie"])
            return response
        return super().process_response(request, response)


class GzipUnlessRanges(GZipMiddleware):
    """Compress pages, but no file that is given in ranges: they count the bytes of the file as it is stored."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if "Accept-Ranges" in response else super().process_response(request, response)


class RefusalsAsPages:
    """Turn a refusal that no form caught into a page, or into problem details for a program (RFC 9457).

    What somebody wrote in the form is given back with the page. A wrong method gets words too, beside the `Allow`
    header that names the right ones.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return method_not_allowed(request, response["Allow"].split(", "))
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        if wants_json(request):
            return JsonResponse(error.as_problem(), status=error.status, content_type="application/problem+json")
        page = {"refusal": error, "written": words_in(request), "again": page_it_came_from(request)}
        return render(request, f"{error.status}.html", page, status=error.status)


class SignedOutForms:
    """Give back what was written in a form that was sent without being signed in, instead of losing it on the way.

    A redirect to the sign-in page would drop the form and lead back to an address that may answer to nothing but
    forms. It stays where neither is so, and for scripts, which keep the words themselves. What asks for a part of a
    page gets a plain 401, and tells its reader (`htmx.js`).
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        if request.user.is_authenticated or not _asks_to_sign_in(request, response):
            return response
        if request.headers.get("HX-Request"):
            # A redirect would be followed unseen, and the sign-in page put in the place of a part of this one.
            return HttpResponse(status=401, headers={"WWW-Authenticate": "Session"})
        if request.method != "POST" or wants_json(request):
            return response
        written = words_of_small_form(request)
        if not written and is_page(request.path):
            return response
        sign_in = f"{reverse(settings.LOGIN_URL)}?{urlencode({REDIRECT_FIELD_NAME: page_it_came_from(request)})}"
        return render(request, "signed_out_form.html", {"sign_in": sign_in, "written": written}, status=403)


def _asks_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer is the redirect of a door that is open to people who are signed in, and comes back to it."""
    location = urlsplit(response.get("Location", ""))
    back = parse_qs(location.query).get(REDIRECT_FIELD_NAME)
    return location.path == reverse(settings.LOGIN_URL) and back == [request.get_full_path()]


class MethodFirst:
    """Refuse a wrong method before its token or its body is looked at: neither is what the caller has to mend."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], arguments: Any, named: Any
    ) -> HttpResponse | None:
        allowed = allowed_methods(view)
        if allowed is None or request.method in allowed:
            return None
        return method_not_allowed(request, allowed, says=says_of(view))


class MalformedJson:
    """Refuse a body that claims to be JSON and is not, at whatever address it arrives."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], arguments: Any, named: Any
    ) -> HttpResponse | None:
        if not request.content_type or "json" not in request.content_type or request.method in ("GET", "HEAD"):
            return None
        try:
            json.loads(request.body)
        except (ValueError, RecursionError):
            words = "The body says it is JSON but cannot be read as JSON. Check it and send it again."
            says = says_of(view)
            if says:
                return says(HTTPStatus.BAD_REQUEST, words)
            problem = {"type": "about:blank#MalformedJson", "title": "MalformedJson", "status": 400, "detail": words}
            return JsonResponse(problem, status=400, content_type="application/problem+json")
        return None


class ZeroBytesLeftOut:
    """Leave zero bytes out of what an address or a form says: PostgreSQL cannot hold them, and some programs put them
    into what is copied from them. An address with one in its path leads nowhere.

    It stands behind the check of tokens, which has read the form.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], arguments: Any, named: Any) -> None:
        if ZERO in request.path_info:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", "") or ZERO in request.META.get("QUERY_STRING", ""):
            request.GET = _without_zero_bytes(request.GET)  # type: ignore[assignment]
        # Programs that send something else than forms have it read, and checked, by who answers them. Where no token
        # was asked for, nobody has read the body yet, and of a form in parts nobody could read it again after us.
        unread = request.content_type == "multipart/form-data" and getattr(view, "csrf_exempt", False)
        if (
            request.method == "POST"
            and request.content_type in FORMS
            and not unread
            and any(_has_zero_bytes(request.POST))
        ):
            request.POST = _without_zero_bytes(request.POST)  # type: ignore[assignment]


ZERO = "\x00"
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def _has_zero_bytes(sent: QueryDict) -> Iterator[bool]:
    for name, values in sent.lists():
        yield ZERO in name or any(ZERO in value for value in values)


def _without_zero_bytes(sent: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        kept.setlist(name.replace(ZERO, ""), [value.replace(ZERO, "") for value in values])
    kept._mutable = False
    return kept


class ReadersZone:
    """Show times in the reader's own zone: what their account says, else what their browser said in a cookie."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.user.time_zone if request.user.is_authenticated else request.COOKIES.get("timezone", "")
        try:
            timezone.activate(ZoneInfo(unquote(said)))
        except (ValueError, LookupError, OSError):
            timezone.deactivate()
        return self.respond(request)


class ReadersLanguage:
    """Show pages in the language that a signed-in reader chose, whatever the browser says."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = getattr(request.user, "language", None) if request.user.is_authenticated else None
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.respond(request)


class PrivateUnlessPublic:
    """Keep signed-in pages out of every cache (ASVS 14.3.2); public pages say otherwise themselves."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response


def method_not_allowed(request: HttpRequest, allowed: Sequence[str], *, says: Says | None = None) -> HttpResponse:
    """405 in words, with the methods that the address does answer to (RFC 9110, section 10.2.1)."""
    if says:
        page = says(HTTPStatus.METHOD_NOT_ALLOWED, f"This address answers to {', '.join(allowed)}.")
    elif wants_json(request):
        problem = {"type": "about:blank", "title": "Method not allowed", "status": 405}
        page = JsonResponse(problem, status=405, content_type="application/problem+json")
    else:
        takes_forms_only = request.method in ("GET", "HEAD") and "POST" in allowed
        above = page_above(request.path) if takes_forms_only else ""
        page = render(request, "405.html", {"takes_forms_only": takes_forms_only, "above": above}, status=405)
    page["Allow"] = ", ".join(allowed)
    return page


def wants_json(request: HttpRequest) -> bool:
    """Return whether the caller asked for JSON rather than a page."""
    accept = request.headers.get("Accept", "")
    return "json" in accept and "text/html" not in accept
