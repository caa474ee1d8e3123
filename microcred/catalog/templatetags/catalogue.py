"""`{% load catalogue %}`: the words for what entries and versions hold."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise

from microcred.catalog.queries import EVIDENCE_KINDS

register = template.Library()


@register.filter
def evidence_kind(kind: str) -> str | Promise:
    """The word for a kind of evidence."""
    return EVIDENCE_KINDS.get(kind, kind)


@register.filter
def named(slug: str, names: Mapping[str, str]) -> str:
    """The name of what a slug stands for, or the slug."""
    return names.get(slug, slug)
