"""The words of a policy in the reader's language, as far as its office gives them. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import BaseModel

from microcred.recognition.rules.engine.policy import Policy

WORDED: Final = frozenset({"name", "source", "unit", "units", "way_forward", "words"})
"""Fields of a policy whose words people read; ids, kinds and topics are notation."""
NOT_READ: Final = frozenset({"examples", "translations"})

Words = Mapping[str, str]


def words_in(translations: Mapping[str, Words], language: str | None = None) -> Words:
    """What a policy says in a language, by what it says in its own; of Mexican Spanish what is Spanish holds too.

    Args:
        language: the reader's, where none is named.
    """
    language = language or get_language() or "en"
    return {**translations.get(language.partition("-")[0], {}), **translations.get(language, {})}


def said(text: str, words: Words) -> str:
    """Words of a policy in the reader's language: by its office, else by the platform, else as they stand."""
    return words.get(text) or (_(text) if text else "")


def spoken(document: Policy, language: str | None = None) -> Policy:
    """A policy as a reader of a language reads it. For reading alone: rules go by the words that stand in it."""
    words = words_in(document.translations, language)
    found = _spoken(document, words) if words else document
    return found if isinstance(found, Policy) else document


def _spoken(value: Any, words: Words) -> Any:
    if isinstance(value, tuple):
        return tuple(_spoken(one, words) for one in value)
    if not isinstance(value, BaseModel):
        return value
    others: dict[str, Any] = {}
    for name in type(value).model_fields:
        if name in NOT_READ:
            continue
        was = getattr(value, name)
        if name in WORDED:
            others[name] = (
                words.get(was, was) if isinstance(was, str) else tuple(words.get(one, one) for one in was or ())
            )
        else:
            others[name] = _spoken(was, words)
    return value.model_copy(update=others)
