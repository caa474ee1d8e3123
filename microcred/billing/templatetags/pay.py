"""`{% load pay %}`: hours of service as the reader's language writes them."""

from django import template
from django.utils.formats import number_format

from microcred.billing import rules
from microcred.foundation.money_words import MINUS

register = template.Library()


@register.filter
def hours(minutes: int | None) -> str:
    """Minutes in hours, e.g. "1.5"; a dash where nothing is said of them."""
    if minutes is None:
        return "–"
    found = rules.hours(minutes)
    return number_format(found, decimal_pos=0 if found == found.to_integral_value() else 2).replace("-", MINUS)
