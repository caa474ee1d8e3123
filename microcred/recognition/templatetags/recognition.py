"""`{% load recognition %}`: explanations in the reader's language, amounts as people write them."""

from django import template

from microcred.recognition.rules import explained, plain
from microcred.recognition.rules.reason_codes import REASON_CODES, ReasonCode

register = template.Library()
register.filter("explained", explained)
register.filter("plain", plain)


@register.filter
def reason_of(code: str) -> ReasonCode | None:
    """A reason by its code; None where there is none."""
    return REASON_CODES.get(code)
