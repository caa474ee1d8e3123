"""What somebody typed and did not send waits on their device (`kept_forms.js`): its key, and when it is forgotten.

Decision 0073 says why it waits there, and sealed.
"""

import base64
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

from microcred.foundation.refusals import was_refused

FORGET_COOKIE = "forget"
KEPT_FIELD = "kept"
MOST = 20
"""How many names the cookie holds at most; each page takes them out."""

TAKEN = {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER}
"""How a form that was taken in is answered: with the way to a page that can be opened again."""


def seal_for(person: Any) -> str:
    """The key that opens what waits for somebody on their devices, as base64; empty for a visitor.

    It is the same for each of their sessions, so that a session that ended costs nothing, and can be told by nobody who
    has the device alone. 256 bits: AES-GCM as browsers have it.
    """
    if not getattr(person, "is_authenticated", False):
        return ""
    return base64.b64encode(salted_hmac("microcred.kept_forms", str(person.pk), algorithm="sha256").digest()).decode()


class ForgetKeptForms:
    """Say to the browser what it need not keep any longer: of a form that was taken in, and of who signed out.

    It stands next to the views: a redirect that some other layer puts in the place of a form takes nothing in. Nor does
    that of a view that refused, which says so (`say_refused`).
    """

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self.respond(request)
        before = request.user.pk
        response = self.respond(request)
        gone: list[str] = []
        if before and before != request.user.pk:
            gone.append(str(before))
        elif _was_taken(request, response):
            gone.extend(_named(request.POST.getlist(KEPT_FIELD)))
        if gone:
            waiting = _named(request.COOKIES.get(FORGET_COOKIE, "").split("."))
            response.set_cookie(
                FORGET_COOKIE,
                ".".join([*waiting, *gone][-MOST:]),
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=False,
                samesite="Lax",
            )
        return response


def _was_taken(request: HttpRequest, response: HttpResponse) -> bool:
    if response.status_code not in TAKEN or not request.user.is_authenticated:
        return False
    if urlsplit(response["Location"]).path == reverse(settings.LOGIN_URL):
        return False
    return not was_refused(request)


def _named(said: Iterable[str]) -> list[str]:
    """Of what a browser says, what can name something kept."""
    named = []
    for one in said:
        try:
            named.append(str(UUID(one)))
        except ValueError:
            continue
    return named
