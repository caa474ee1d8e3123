"""`{% load catalogue %}`: the words for what entries and versions hold."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import ngettext

from microcred.catalog.models import Requirement
from microcred.catalog.queries import EVIDENCE_KINDS

register = template.Library()


@register.filter
def evidence_kind(kind: str) -> str | Promise:
    """The word for a kind of evidence."""
    return EVIDENCE_KINDS.get(kind, kind)


@register.filter
def asked(requirements: Mapping[str, Any]) -> str:
    """How many requirements of one kind there are, in words: 2 artifacts."""
    count = int(requirements["count"])
    words = {
        Requirement.Kind.QUESTION: ngettext("%(count)d question", "%(count)d questions", count),
        Requirement.Kind.ARTIFACT: ngettext("%(count)d artifact", "%(count)d artifacts", count),
        Requirement.Kind.REFLECTION: ngettext("%(count)d reflection", "%(count)d reflections", count),
    }
    return words[Requirement.Kind(requirements["kind"])] % {"count": count}


@register.filter
def named(slug: str, names: Mapping[str, str]) -> str:
    """The name of what a slug stands for, or the slug."""
    return names.get(slug, slug)
