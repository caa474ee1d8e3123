"""Whether it is still they who sit there: asked before what takes everything along or cannot be taken back."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from microcred.organizations.models import Person

View = Callable[..., HttpResponse]

asks_who_it_is: Callable[[View], View] = reauthentication_required(allow_get=True)
"""Reading the page is free. What is sent waits until its sender has shown who they are, and is then done."""


def has_shown_lately(request: HttpRequest) -> bool:
    """Whether the reader has shown within the last five minutes who they are."""
    try:
        _only_then(request)
    except ReauthenticationRequired:
        return False
    return True


def ask_who_it_is(person: Person, *, then: str) -> HttpResponse:
    """Lead to where a person shows who they are, and from there on to an address of ours.

    They go on by a link. Where the library would send a form once more on their behalf, a form that was left lying
    might be sent much later, on a page that they only wanted to read.
    """
    way = get_adapter().get_reauthentication_methods(person)[0]["url"]
    return redirect(f"{way}?{urlencode({'next': then})}")


def _nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


_only_then: View = reauthentication_required(_nothing)
