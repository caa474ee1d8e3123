"""Outcomes of acceptance reviews as people read them."""

from django import template
from django.utils.functional import Promise

from microcred.catalog.models import AcceptanceReview

register = template.Library()


@register.filter
def named_outcome(value: str) -> str | Promise:
    """The words of an outcome."""
    return AcceptanceReview.Outcome(value).label
