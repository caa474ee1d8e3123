"""`{% load redactions %}`: what can be covered."""

from django import template

from microcred.foundation.inspection.redaction import REDACTED
from microcred.portfolios.models import Item

register = template.Library()


@register.filter
def redactable(item: Item) -> bool:
    """Whether something can be covered in a file here."""
    return item.file is not None and item.file.media_type in REDACTED
