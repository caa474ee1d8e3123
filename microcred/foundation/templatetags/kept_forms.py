"""`{% load kept_forms %}`: what a page gives its reader's browser to keep what they type."""

from typing import Any

from django import template

from microcred.foundation.kept_forms import seal_for

register = template.Library()


@register.filter
def seal(person: Any) -> str:
    """The key to what waits for somebody on their devices."""
    return seal_for(person)
