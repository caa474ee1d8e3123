"""Where this server publishes frameworks by CASE 1.1. An address that is published, and signed, is a promise."""

from uuid import UUID

from django.conf import settings

BASE = "/ims/case/v1p1"
"""The path that the binding prescribes (CASE 1.1, REST binding, section 3)."""


def case_address(kind: str, identifier: UUID | str) -> str:
    """The public address of a document, item, association, definition or package, e.g. of kind `CFItems`."""
    return f"{settings.PUBLIC_URL}{BASE}/{kind}/{identifier}"
