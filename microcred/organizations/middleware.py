"""Before any page: who acts for others sets up a second factor first."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.middleware import wants_json
from microcred.foundation.written import words_of_small_form

SECOND_FACTOR_OWED = "second_factor_owed"
"""The session's note, made at sign-in, that this person acts for others and has no second factor yet."""

OPEN_MEANWHILE = ("/account/", "/language/", "/static/", "/alive/")
"""Where the second factor is set up, and what these pages need."""


class SecondFactorFirst:
    """Lead a person who owes a second factor to where they set one up, whatever page they ask for.

    Decided at sign-in and kept in the session, so that everybody else's requests cost nothing. What they wrote in a
    form, on a page that was open before they signed in, is given back instead of being lost on the way.
    """

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], arguments: Any, named: Any
    ) -> HttpResponse | None:
        # After the form's token was looked at, so that what is given back was written here.
        if not request.session.get(SECOND_FACTOR_OWED) or request.path.startswith(OPEN_MEANWHILE):
            return None
        if is_mfa_enabled(request.user):
            del request.session[SECOND_FACTOR_OWED]
            return None
        written = words_of_small_form(request) if request.method == "POST" and not wants_json(request) else []
        if written and not request.headers.get("HX-Request"):
            return render(request, "second_factor_form.html", {"written": written}, status=403)
        messages.info(
            request,
            _(
                "Your role lets you act for others, so your account needs a second lock. "
                "Add a passkey or an authenticator app; it takes a minute."
            ),
        )
        return redirect("mfa_index")
