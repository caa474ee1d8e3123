from datetime import datetime

from django import template

from microcred.foundation.moments import closing_in_words, moment_in_words

register = template.Library()


@register.filter
def moment(value: datetime) -> str:
    """A moment in the reader's zone, zone named."""
    return moment_in_words(value)


@register.filter
def closing(value: datetime) -> str:
    """The end of a half-open period in the reader's zone, zone named."""
    return closing_in_words(value)
