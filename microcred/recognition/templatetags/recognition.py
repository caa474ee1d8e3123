"""`{% load recognition %}`: explanations and policies in the reader's language, amounts as people write them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from microcred.recognition.models import Policy
from microcred.recognition.queries.policies import words_of
from microcred.recognition.rules import explained, plain
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
def said_by(text: str, by: Speaker) -> str:
    """A name or unit of a policy in the reader's language."""
    return said(text, _words(by))


@register.filter
def named(policy: Policy) -> str:
    """The name of a policy in the reader's language."""
    return said(policy.name, words_of([policy]))


@register.filter
def reason_of(code: str) -> ReasonCode | None:
    """A reason by its code; None where there is none."""
    return REASON_CODES.get(code)
