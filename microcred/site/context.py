"""What every page knows: the navigation of the reader's roles, their unread notices, the demo ribbon."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Return the variables of the base layout."""
    return {"demo": settings.DEMO, "tenant_name": "Microcred", "nav_items": [], "unread_count": 0}
