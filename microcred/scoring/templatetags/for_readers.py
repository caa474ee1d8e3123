"""What was frozen, by the identifiers under which the reader of a submission knows it."""

from uuid import UUID

from django import template

from microcred.scoring.models import QueueItem
from microcred.scoring.queries import shown_as

register = template.Library()


@register.filter
def for_reader_of(pk: UUID, item: QueueItem) -> UUID:
    """The identifier of a file, link, pin or words, as whoever holds the item knows it."""
    return shown_as(item, pk)
