"""`{% load states %}`: where somebody's work stands, in a badge."""

from django import template
from django.utils.safestring import SafeString

from microcred.foundation.drawn import badge, text
from microcred.portfolios.rules import State
from microcred.portfolios.states import shown

register = template.Library()


@register.simple_tag
def state_badge(state: str, is_held: bool | str = False) -> SafeString:
    """The badge of a state, and whether what is judged is held up; of work that nobody has begun, nothing."""
    if not state:
        return SafeString("")
    how = shown(State(state), is_held=bool(is_held))
    return SafeString(badge(tone=how.tone, icon_=how.icon, slot=text(how.words)))
