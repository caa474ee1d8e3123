"""Before any page: who acts for others sets up a second factor first."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

SECOND_FACTOR_OWED = "second_factor_owed"
"""The session's note, made at sign-in, that this person acts for others and has no second factor yet."""

OPEN_MEANWHILE = ("/account/", "/language/", "/static/", "/alive/")
"""Where the second factor is set up, and what these pages need."""


class SecondFactorFirst:
    """Lead a person who owes a second factor to where they set one up, whatever page they ask for.

    Decided at sign-in and kept in the session, so that everybody else's requests cost nothing.
    """

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.get(SECOND_FACTOR_OWED) and not request.path.startswith(OPEN_MEANWHILE):
            if not is_mfa_enabled(request.user):
                messages.info(
                    request,
                    _(
                        "Your role lets you act for others, so your account needs a second lock. "
                        "Add a passkey or an authenticator app; it takes a minute."
                    ),
                )
                return redirect("mfa_index")
            del request.session[SECOND_FACTOR_OWED]
        return self.respond(request)
