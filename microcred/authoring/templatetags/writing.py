"""What stands beside a field of the draft's page, and the buttons of a row: drawn by functions, as there are many."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from microcred.authoring.margin import Margin
from microcred.authoring.pages import place_id
from microcred.foundation.drawn import text

register = template.Library()

FEWEST_LEVELS = 2


@register.simple_tag(takes_context=True)
def beside(context: Context, path: str, field: str = "") -> str:
    """What stands beside a field: of a single one, or of one with this name in the row at the path."""
    margin: Margin = context["margin"]
    place = f"{path}.{field}" if field else path
    return SafeString(f'<div class="stack-tight no-print" id="{place_id(place)}">{margin.beside(place)}</div>')


@register.simple_tag
def row_buttons(at: str, what: Any, first: bool, last: bool = True) -> str:
    """The buttons that move or remove a row; `what` names it for who hears the page."""
    up = "" if first else _button("up", at, _("Move up"), what)
    down = "" if last else _button("down", at, _("Move down"), what)
    return SafeString(f'<div class="cluster no-print">{up}{down}{_button("remove", at, _("Remove"), what)}</div>')


@register.simple_tag
def level_buttons(at: str, what: Any, first: bool, last: bool, count: int) -> str:
    """The buttons of a level, the first being the lowest; two of them have to stay."""
    up = "" if first else _button("up", at, _("Lower"), what)
    down = "" if last else _button("down", at, _("Higher"), what)
    remove = _button("remove", at, _("Remove"), what) if count > FEWEST_LEVELS else ""
    return SafeString(f'<div class="cluster no-print">{up}{down}{remove}</div>')


def _button(verb: str, at: str, words: str, what: Any) -> str:
    hidden = f'<span class="visually-hidden"> {text(what)}</span>'
    return (
        f'<button class="button button-small button-quiet" name="do" value="{verb}:{text(at)}">'
        f"<span>{text(words)}{hidden}</span></button>"
    )
