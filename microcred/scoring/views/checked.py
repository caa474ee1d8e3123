"""What the doors of the workbench ask before they do anything."""

from datetime import datetime
from typing import Any

from django.core.exceptions import BadRequest
from django.forms import Form

from microcred.organizations.models import Person
from microcred.scoring.models import QueueItem


def checked(form: Form) -> dict[str, Any]:
    """Return what was typed; a form that our pages cannot have sent is a bad request."""
    if not form.is_valid():
        raise BadRequest(form.errors.as_json())
    return form.cleaned_data


def runs(item: QueueItem, at: datetime) -> bool:
    """Whether somebody's lease on it runs."""
    return item.lease_expires_at is not None and at < item.lease_expires_at


def is_in_hand(item: QueueItem, person: Person, at: datetime) -> bool:
    """Whether a person holds it, as the row at hand says."""
    return item.settled_at is None and item.assessor_id == person.pk and runs(item, at)
