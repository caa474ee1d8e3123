"""`{% load states %}`: where somebody's work stands, in a badge."""

from django import template
from django.utils.safestring import SafeString

from microcred.foundation.drawn import badge, text
from microcred.portfolios.rules import State
from microcred.portfolios.states import SHOWN

register = template.Library()


@register.simple_tag
def state_badge(state: str) -> SafeString:
    """The badge of a state; of work that nobody has begun, nothing."""
    if not state:
        return SafeString("")
    shown = SHOWN[State(state)]
    return SafeString(badge(tone=shown.tone, icon_=shown.icon, slot=text(shown.words)))
