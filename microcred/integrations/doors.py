"""Addresses for programs: any origin, no cookie, nothing kept in caches, and not too often."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from microcred.foundation.methods import Says

View = Callable[..., HttpResponse]

PUBLISHED = "public, max-age=300"
"""`Cache-Control` of what is the same for everyone: metadata."""


def for_programs(
    *methods: str, often: str | None = None, cache: str = "no-store", says: Says | None = None
) -> Callable[[View], View]:
    """Make a view an address that programs call, from a browser of any origin or from anywhere else.

    It is exempt from the form token, which guards what a cookie could do: such a view must never look at the session.

    Args:
        methods: the HTTP methods it answers.
        often: the name of its limit in `ACCOUNT_RATE_LIMITS`. Whoever posts more often gets 429.
        cache: its `Cache-Control`, unless the view says otherwise.
        says: how a wrong method, a body that is no JSON and too many requests are said, where a standard has a way of
            its own.
    """

    def make(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, **parts: Any) -> HttpResponse:
            if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
                response = HttpResponse(status=HTTPStatus.NO_CONTENT)
            elif request.method not in methods:
                return HttpResponseNotAllowed(methods)
            elif often and not ratelimit.consume(request, action=often):
                response = too_often(says)
            else:
                response = view(request, **parts)
            return _for_any_origin(response, methods, cache)

        answered.allowed_methods = (*methods, "OPTIONS")  # type: ignore[attr-defined]
        if says:
            answered.says = says  # type: ignore[attr-defined]
        return csrf_exempt(answered)

    return make


def too_often(says: Says | None = None) -> HttpResponse:
    """429, in the words of OAuth and of problem details at once, or as the address says things."""
    words = "Too many requests. Wait a minute and try again."
    if says:
        response = says(HTTPStatus.TOO_MANY_REQUESTS, words)
    else:
        body: dict[str, Any] = {"error": "temporarily_unavailable", "error_description": words, "title": words}
        response = JsonResponse(body, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = "60"
    return response


def bearer_token(request: HttpRequest) -> str:
    """The token of `Authorization: Bearer …` (RFC 6750 section 2.1), or nothing. Nowhere else is one looked for."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _for_any_origin(response: HttpResponse, methods: tuple[str, ...], cache: str) -> HttpResponse:
    response.setdefault("Cache-Control", cache)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = ", ".join(methods)
    response["Access-Control-Allow-Headers"] = "Authorization, Content-Type, Accept, Idempotency-Key"
    response["Access-Control-Expose-Headers"] = "Link, X-Total-Count, WWW-Authenticate, Retry-After"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response
