from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noted

from microcred.foundation.moments import closing_in_words, moment_in_words

register = template.Library()

SHAPES = (noted("F j, Y"), noted("l, F j"), noted("l, F j, Y"), noted("M j"), noted("l, M j"))
"""Ways to write a day, as Django's format strings; another language has another order."""


@register.filter
def moment(value: datetime) -> str:
    """A moment in the reader's zone, zone named."""
    return moment_in_words(value)


@register.filter
def closing(value: datetime) -> str:
    """The end of a half-open period in the reader's zone, zone named."""
    return closing_in_words(value)


@register.filter(expects_localtime=True)
def day(value: date, shape: str) -> str:
    """A day in one of the `SHAPES`, as the reader's language writes it."""
    return date_format(value, _(shape))
