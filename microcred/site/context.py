"""What every page knows: the navigation of the reader's roles, their unread notices, the demo ribbon."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from microcred.foundation.clock import now
from microcred.notices.queries import unread_count
from microcred.organizations.models import Person
from microcred.site.navigation import nav_items


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Return the variables of the base layout.

    Asked for only when a template uses them: one or two queries for the roles and one for the notices of a signed-in
    reader, none for fragments and for visitors.
    """
    person = request.user if hasattr(request, "user") and isinstance(request.user, Person) else None
    context: dict[str, Any] = {
        "demo": settings.DEMO,
        "tenant_name": settings.TENANT_NAME,
        "nav_items": SimpleLazyObject(lambda: nav_items(request, at=now())),
        "unread_count": SimpleLazyObject(lambda: unread_count(person)) if person else 0,
    }
    if settings.DEMO:
        from microcred.site.demo.cast import signing_in

        context["demo_people"] = SimpleLazyObject(signing_in)
    return context
