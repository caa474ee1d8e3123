"""Icons without the price of a component.

A page draws up to forty icons, each the same few letters whoever looks, and cotton renders each as a template in a
context of its own: a tenth of the time of a whole page. This `cotton` tag, which stands after cotton's own among the
built-in tags, keeps what an icon of a name and size looked like the first time. All other components are left alone.
"""

from typing import Any

from django import template
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django_cotton.templatetags._component import AttrKind, cotton_component

register = template.Library()

MOST_KEPT = 500
"""Far more than there are icons and sizes; only a mistake could want more."""

_drawn: dict[tuple[tuple[str, Any], ...], str] = {}


class IconNode(Node):
    """`<c-icon name="…" size="…" />`, drawn once; one with a label of its own is drawn each time."""

    def __init__(self, component: Any) -> None:
        self.component = component

    def render(self, context: Context) -> str:
        """Return the icon's markup."""
        looks = self._looks(context)
        if looks is None:
            return str(self.component.render(context))
        kept = _drawn.get(looks)
        if kept is None:
            kept = self.component.render(context)
            if len(_drawn) < MOST_KEPT:
                _drawn[looks] = kept
        return kept

    def _looks(self, context: Context) -> tuple[tuple[str, Any], ...] | None:
        """What the icon's markup depends on; None when it is more than a name and a size."""
        looks = []
        for attribute in self.component._prepared_attrs:
            if attribute.key not in ("name", "size"):
                return None
            if attribute.kind == AttrKind.STATIC:
                looks.append((attribute.key, attribute.value))
            elif attribute.kind == AttrKind.DYNAMIC:
                looks.append((attribute.key, str(attribute.compiled.resolve(context))))
            else:
                return None
        return tuple(looks)


@register.tag("cotton")
def cotton(parser: Parser, token: Token) -> Node:
    """A component; an icon is one that is kept."""
    component: Any = cotton_component(parser, token)
    is_icon = component.component_name == "icon" and not component.nodelist
    found: Node = IconNode(component) if is_icon else component
    return found
