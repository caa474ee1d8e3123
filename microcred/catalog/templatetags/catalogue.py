"""`{% load catalogue %}`: the words for what entries and versions hold."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

from microcred.catalog.asked import Asked, Note, notes_on
from microcred.catalog.coverage import Covering
from microcred.catalog.ctdl import as_schema_org
from microcred.catalog.design import FieldDiff, field_name
from microcred.catalog.design import license_address as address_of_license
from microcred.catalog.models import Requirement
from microcred.catalog.queries import EVIDENCE_KINDS, VersionPage, described
from microcred.foundation.templatetags.prose import language_name

register = template.Library()


@register.filter
def evidence_kind(kind: str) -> str | Promise:
    """The word for a kind of evidence."""
    return EVIDENCE_KINDS.get(kind, kind)


@register.filter
def languages_named(codes: Iterable[str]) -> str:
    """The names of some languages, as they stand within a sentence."""
    return get_text_list([language_name(code) for code in codes], gettext("and"))


@register.filter
def asked(requirements: Mapping[str, Any]) -> str:
    """How many requirements of one kind there are, in words: 2 artifacts."""
    count = int(requirements["count"])
    return _COUNTED[Requirement.Kind(requirements["kind"])](count) % {"count": count}


_COUNTED: Mapping[Requirement.Kind, Callable[[int], str]] = {
    Requirement.Kind.QUESTION: lambda count: ngettext("%(count)d question", "%(count)d questions", count),
    Requirement.Kind.ARTIFACT: lambda count: ngettext("%(count)d artifact", "%(count)d artifacts", count),
    Requirement.Kind.REFLECTION: lambda count: ngettext("%(count)d reflection", "%(count)d reflections", count),
}


@register.filter
def side(field: FieldDiff, which: str) -> SafeString:
    """One side of a difference, `before` or `after`, with what went or came marked."""
    only, mark = ("removed", "del") if which == "before" else ("added", "ins")
    return format_html_join(
        "",
        "{}{}{}",
        (
            (SafeString(f"<{mark}>"), run.text, SafeString(f"</{mark}>")) if run.kind == only else ("", run.text, "")
            for run in field.words
            if run.kind in ("same", only)
        ),
    )


@register.filter
def field_called(field: str) -> str | Promise:
    """The name of a field of a design."""
    return field_name(field)


@register.filter
def named(slug: str, names: Mapping[str, str]) -> str:
    """The name of what a slug stands for, or the slug."""
    return names.get(slug, slug)


@register.filter
def aligned_to(relying: Mapping[UUID, Sequence[Covering]], identifier: UUID) -> Sequence[Covering]:
    """The micro-credentials that align to an item."""
    return relying.get(identifier, ())


@register.simple_tag
def linked_data(page: VersionPage) -> str:
    """What search engines are told of a version, as a block of data in the page."""
    text = json.dumps(as_schema_org(described(page)), ensure_ascii=False)
    # What an author wrote must not end the block (as in Django's json_script).
    harmless = text.replace("<", "\\u003C").replace(">", "\\u003E").replace("&", "\\u0026")
    return mark_safe(f'<script type="application/ld+json">{harmless}</script>')  # noqa: S308 - made harmless above


@register.filter
def evidence_notes(requirement: Asked) -> list[Note]:
    """What there is to know about the evidence of a requirement."""
    return notes_on(requirement)


@register.filter
def license_address(name: str) -> str:
    """The web address of an open license; empty of none."""
    return address_of_license(name)
