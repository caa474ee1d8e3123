"""The `cotton` tag, with the components that functions draw; it stands after cotton's own among the built-in tags.

Cotton renders a component as a template in a context of its own, and each attribute in which a page wrote a tag as a
template too. For components of which a page has hundreds that is two thirds of the page's time. What a page writes is
the same for both kinds: `foundation.drawn` is where the markup of these is.
"""

import inspect
import re
from collections.abc import Callable
from typing import Any

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import conditional_escape
from django.utils.translation import get_language
from django_cotton.templatetags import Attrs, InlineTemplate, UnprocessableDynamicAttr
from django_cotton.templatetags._component import AttrKind, PreparedAttr, cotton_component
from django_cotton.templatetags._slot import CottonSlotNode
from django_cotton.utils import get_cotton_data

from microcred.foundation.drawn import DRAWN

register = template.Library()

ONLY_WORDS = re.compile(r"""(?:[^{]|\{%\s*translate\s+(?:'[^']*'|"[^"]*")\s*%\})*""")
"""An attribute that says the same to all who read one language, and so is translated once for each."""


class DrawnNode(Node):
    """A component that a function draws. What of its attributes never changes is found out once.

    A variable that is not there, or None, is as if the page had not written the attribute.
    """

    child_nodelists = ("nodelist",)

    def __init__(self, name: str, nodelist: NodeList, attributes: list[PreparedAttr]) -> None:
        self.draw = DRAWN[name]
        self.nodelist = nodelist
        self.has_slots = bool(nodelist.get_nodes_by_type(CottonSlotNode))
        self.fixed: dict[str, Any] = {}
        self.words: dict[str, InlineTemplate] = {}
        self.moving: dict[str, Callable[[Context], Any]] = {}
        self.others: list[str] = []
        known = {parameter.rstrip("_"): parameter for parameter in inspect.signature(self.draw).parameters}
        for attribute in attributes:
            key = known.get(attribute.key.replace("-", "_"), attribute.key)
            if key not in known.values():
                self.others.append(key)
            self._take_in(key, attribute)
        self._by_language: dict[str | None, dict[str, Any]] = {}

    def _take_in(self, key: str, attribute: PreparedAttr) -> None:
        if attribute.compiled is None:
            self.fixed[key] = attribute.value
        elif attribute.kind != AttrKind.ESCAPED:
            self.moving[key] = attribute.compiled.resolve
        elif ONLY_WORDS.fullmatch(attribute.value):
            self.words[key] = attribute.compiled
        else:
            nodes = attribute.compiled.nodelist
            self.moving[key] = nodes[0].render if len(nodes) == 1 else nodes.render

    def render(self, context: Context) -> str:
        """Return the component's markup."""
        said = dict(self._in_language(context) if self.words else self.fixed)
        for key, value_in in self.moving.items():
            try:
                value = value_in(context)
            except UnprocessableDynamicAttr:
                continue
            if value is not None:
                said[key] = conditional_escape(value) if key in self.others and value is not True else value
        if self.others:
            more = {key: said.pop(key) for key in self.others if key in said}
            said["attrs"] = f" {Attrs(more)}" if more else ""
        if self.nodelist:
            said |= self._inside(context) if self.has_slots else {"slot": self.nodelist.render(context)}
        return self.draw(**said)

    def _inside(self, context: Context) -> dict[str, Any]:
        """What a page wrote between its tags: the slots that it names, and the rest."""
        frames = get_cotton_data(context)["stack"]
        frames.append({"slots": {}})
        try:
            slot = self.nodelist.render(context)
        finally:
            named = frames.pop()["slots"]
        return {**named, "slot": slot}

    def _in_language(self, context: Context) -> dict[str, Any]:
        """What of the attributes is the same for all who read the language of this page."""
        language = get_language()
        known = self._by_language.get(language)
        if known is None:
            known = {key: words.render(context) for key, words in self.words.items()}
            self._by_language[language] = known = self.fixed | known
        return known


@register.tag("cotton")
def cotton(parser: Parser, token: Token) -> Node:
    """A component: one that is drawn, or one of cotton's."""
    component: Any = cotton_component(parser, token)
    name = component.component_name.replace("-", "_")
    if name not in DRAWN or component.only or any(each.key == "attrs" for each in component._prepared_attrs):
        found: Node = component
        return found
    return DrawnNode(name, component.nodelist, component._prepared_attrs)
