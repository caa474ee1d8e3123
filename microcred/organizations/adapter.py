"""How allauth makes our people and signs them in."""

from typing import Any
from zoneinfo import available_timezones

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.organizations.middleware import SECOND_FACTOR_OWED
from microcred.organizations.models import Person
from microcred.organizations.queries import needs_second_factor


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Saves what a person signs up with; asks people who act for others for a second factor."""

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """Make the person of a sign-up form, with the language and the clock of their browser."""
        user.name = form.cleaned_data.get("name", "")
        language = get_language()
        if language in dict(settings.LANGUAGES):
            user.language = str(language)
        zone = request.COOKIES.get("timezone", "")
        if zone in available_timezones():
            user.time_zone = zone
        saved: Person = super().save_user(request, user, form, commit=commit)
        return saved

    def login(self, request: HttpRequest, user: Person) -> None:
        """Sign in, and note in the session when a second factor is owed (ASVS 6.3.3)."""
        super().login(request, user)
        if needs_second_factor(user, at=now()) and not is_mfa_enabled(user):
            request.session[SECOND_FACTOR_OWED] = True


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Calls passkeys what everybody calls them."""

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        """Propose a name for one more of a person's passkeys."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey") if number == 1 else _("Passkey %(number)s") % {"number": number}
