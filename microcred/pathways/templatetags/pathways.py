"""`{% load pathways %}`: words of rule sets in the reader's language."""

from collections.abc import Sequence

from django import template
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as noted

from microcred.pathways.rules.values import Said

register = template.Library()

TERMS = frozenset({noted("fall"), noted("spring"), noted("summer")})


@register.filter
def spoken(said: Said) -> str:
    """Words of a rule set in the language of the page, or else in English."""
    return said.in_language(get_language() or "")


@register.filter
def get(values: dict[str, object], key: str) -> object:
    """What a mapping holds under a key; None where nothing."""
    return values.get(key)


@register.filter
def term(name: str) -> str:
    """What a semester is called, in the language of the page."""
    return gettext(name) if name in TERMS else name


@register.filter
def terms(names: Sequence[str]) -> str:
    """Several of them, one after the other."""
    return ", ".join(term(name) for name in names)
