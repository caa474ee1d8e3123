"""How allauth makes our people and signs them in."""

from typing import Any, ClassVar
from zoneinfo import available_timezones

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.organizations.middleware import SECOND_FACTOR_OWED
from microcred.organizations.models import Person
from microcred.organizations.queries import needs_second_factor


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Saves what a person signs up with; asks people who act for others for a second factor; writes in our words."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        # One sentence for both, so that nobody learns which addresses have an account.
        "email_password_mismatch": gettext_lazy("The e-mail address or the password is not right."),
        "too_many_login_attempts": gettext_lazy("Too many attempts failed. Wait a few minutes, then try again."),
    }

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

    def is_safe_url(self, url: str | None) -> bool:
        """Whether somebody may be sent there; what is no address at all is none of ours."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """An address may go unless it is the primary one, or the last by which its person is known to be themselves."""
        others = EmailAddress.objects.filter(user=email_address.user_id, verified=True).exclude(pk=email_address.pk)
        return bool(super().can_delete_email(email_address)) and (not email_address.verified or others.exists())

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Verify an address. Every other one is told, so that nobody adds theirs by a session that was stolen."""
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed:
            others = EmailAddress.objects.filter(user=email_address.user_id, verified=True)
            for other in others.exclude(pk=email_address.pk).order_by("pk"):
                facts = {"added_email": email_address.email}
                super().send_notification_mail("account/email/email_added", email_address.user, facts, other.email)
        return confirmed

    def send_notification_mail(
        self, template_prefix: str, user: Person, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell that something changed; of an address that was removed, at that address too."""
        super().send_notification_mail(template_prefix, user, context, email)
        removed = (context or {}).get("deleted_email")
        if removed:
            super().send_notification_mail(template_prefix, user, context, removed)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of the mails about accounts, which say for whom this server speaks."""
        ours = {
            "tenant_name": settings.TENANT_NAME,
            "address": settings.PUBLIC_URL,
            "new_password_address": settings.PUBLIC_URL + reverse("account_reset_password"),
            "code_minutes": app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT // 60,
        }
        super().send_mail(template_prefix, email, ours | context)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Calls passkeys what everybody calls them."""

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        """Propose a name for one more of a person's passkeys."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey") if number == 1 else _("Passkey %(number)s") % {"number": number}
