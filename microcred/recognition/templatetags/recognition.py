"""`{% load recognition %}`: explanations and policies in the reader's language, amounts as people write them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from microcred.foundation.templatetags.prose import written_in
from microcred.recognition.models import Policy
from microcred.recognition.queries.completions import OnThing, ToSay
from microcred.recognition.queries.policies import words_of
from microcred.recognition.rules import explained, plain
from microcred.recognition.rules.engine import Cited
from microcred.recognition.rules.languages import Words, said
from microcred.recognition.rules.reason_codes import REASON_CODES, ReasonCode

register = template.Library()
register.filter("plain", plain)


Speaker = Policy | Words | str | None


def _words(by: Speaker) -> Words:
    if isinstance(by, Policy):
        return words_of([by])
    return by if isinstance(by, Mapping) else {}


@register.filter("explained")
def explained_by(steps: Sequence[Mapping[str, Any]], by: Speaker = None) -> list[dict[str, str]]:
    """A kept explanation in the reader's language; by a policy or its words, its clauses too."""
    return explained(steps, _words(by))


@register.filter
def on_thing(facts: Mapping[UUID, Sequence[OnThing]] | None, thing: UUID) -> Sequence[OnThing]:
    """The facts about one award or activity, of those about each; nothing where nobody has looked."""
    return facts.get(thing, ()) if facts else ()


@register.filter
def to_say(facts: Mapping[UUID, Sequence[ToSay]], recognition: UUID) -> Sequence[ToSay]:
    """What is to be stated so that rules can decide on an award."""
    return facts.get(recognition, ())


@register.filter
def said_by(text: str, by: Speaker) -> str:
    """A name or unit of a policy in the reader's language."""
    return said(text, _words(by))


@register.simple_tag
def clause_words(cited: Cited, by: Speaker = None) -> SafeString:
    """A clause in the reader's language with its source; where its office gives no such words, marked as English."""
    words = _words(by)
    is_foreign = bool(cited.standing) and cited.words not in words
    source = f" ({said(cited.source, words)})" if cited.source else ""
    text = said(cited.words, words) if not is_foreign else cited.words
    return format_html(
        '<p class="small muted measure"{}>{}{}</p>', written_in("en") if is_foreign else "", text, source
    )


@register.filter
def named(policy: Policy) -> str:
    """The name of a policy in the reader's language."""
    return said(policy.name, words_of([policy]))


@register.filter
def reason_of(code: str) -> ReasonCode | None:
    """A reason by its code; None where there is none."""
    return REASON_CODES.get(code)
