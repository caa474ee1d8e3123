from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noted

from microcred.foundation.moments import clock_in_words, closing_in_words, deadline_in_words, moment_in_words

register = template.Library()

SHAPES = (noted("F j, Y"), noted("l, F j"), noted("l, F j, Y"), noted("M j"), noted("l, M j"))
"""Ways to write a day, as Django's format strings; another language has another order."""


@register.filter
def moment(value: datetime, zone: str = "") -> str:
    """A moment in a zone, which is named; without one in the reader's own."""
    return moment_in_words(value, zone or None)


@register.filter
def clock(value: datetime, at: datetime) -> str:
    """The time of a moment, with its day where that is not the day of the other."""
    return clock_in_words(value, at=at)


@register.filter
def deadline(value: datetime, at: datetime) -> str:
    """The time until which something may be done, in the reader's own zone, which is named."""
    return deadline_in_words(value, at=at)


@register.filter
def closing(value: datetime, zone: str = "") -> str:
    """The end of a half-open period in a zone, which is named; without one in the reader's own."""
    return closing_in_words(value, zone or None)


@register.filter
def last_day(value: datetime, zone: str) -> str:
    """The last day of a half-open period that ends at this moment, on the calendar of a zone."""
    last = (value - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
    return date_format(last, _("F j, Y"))


@register.filter(expects_localtime=True)
def day(value: date, shape: str) -> str:
    """A day in one of the `SHAPES`, as the reader's language writes it."""
    return date_format(value, _(shape))
