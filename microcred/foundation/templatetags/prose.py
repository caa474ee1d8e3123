"""`{% load prose %}`: people's text on pages."""

from django import template
from django.utils.safestring import SafeString

from microcred.foundation.markdown import render

register = template.Library()


@register.filter
def markdown(text: str | None) -> SafeString:
    """Show Markdown text as safe HTML."""
    return render(text or "")
