"""How allauth makes our people."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from microcred.organizations.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Saves the name that a person signs up with."""

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """Make the person of a sign-up form."""
        user.name = form.cleaned_data.get("name", "")
        saved: Person = super().save_user(request, user, form, commit=commit)
        return saved
