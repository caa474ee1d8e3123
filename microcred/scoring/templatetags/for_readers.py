"""What was frozen, by the identifiers under which the reader of a submission knows it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from django import template
from django.utils.translation import ngettext

from microcred.scoring.models import QueueItem
from microcred.scoring.queries import shown_as

register = template.Library()

T = TypeVar("T")


@register.filter
def for_reader_of(pk: UUID, item: QueueItem) -> UUID:
    """The identifier of a file, link, pin or words, as whoever holds the item knows it."""
    return shown_as(item, pk)


@register.filter
def of_criterion(by_criterion: Mapping[UUID, T] | None, identifier: UUID) -> T | None:
    """What belongs to a criterion, if anything does."""
    return (by_criterion or {}).get(identifier)


@register.filter
def typed_as(posted: Mapping[str, str] | None, name: str) -> str:
    """What was typed into a field, or nothing."""
    return (posted or {}).get(name, "")


MOST_MINUTES = 120
"""said as minutes; what is longer, as hours"""


@register.filter
def lasting(time: timedelta) -> str:
    """How long something took, in whole minutes or hours."""
    minutes = round(time.total_seconds() / 60)
    if minutes < MOST_MINUTES:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    hours = round(minutes / 60)
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
