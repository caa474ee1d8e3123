"""Which methods a door answers to, said so that it can be asked before anything else about a request is looked at.

Django's decorators of the same names keep their list to themselves, so that a wrong method would first be refused for a
missing token or a body that cannot be read, and the caller would mend the wrong thing.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

Says = Callable[[HTTPStatus, str], HttpResponse]
"""How the programs behind an address are told what went wrong: a status, and words for whoever runs them."""


def require_http_methods(methods: Sequence[str]) -> Callable[[View], View]:
    """Let a view answer to these methods only, and others be refused with 405 (RFC 9110, section 15.5.6)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
            # Also here, for whoever calls the view without the middleware, as tests and other views do.
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, *arguments, **named)

        door.allowed_methods = tuple(methods)  # type: ignore[attr-defined]
        return cast("View", door)

    return decorate


require_safe = require_http_methods(["GET", "HEAD"])
require_POST = require_http_methods(["POST"])  # noqa: N816 - Django's name, which every reader knows


def allowed_methods(view: Callable[..., Any]) -> tuple[str, ...] | None:
    """Return the methods that a view says it answers to, or `None` when it says nothing."""
    said: tuple[str, ...] | None = getattr(view, "allowed_methods", None)
    of_a_class = getattr(view, "view_class", None)
    if said is None and of_a_class is not None:
        names = [name for name in of_a_class.http_method_names if name != "options" and hasattr(of_a_class, name)]
        said = tuple(name.upper() for name in names) + (("HEAD",) if "get" in names and "head" not in names else ())
    return said


def says_of(view: Callable[..., Any]) -> Says | None:
    """Return how a view's standard has refusals said, or `None` where problem details serve."""
    return getattr(view, "says", None)
