"""Refusals as data: a fact named by its class, and words kept so that each reader gets them in their own language."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, override

from microcred.foundation.inspection.refusals import FileRefused


def facts_kept(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of a refusal as JSON takes them; words that are translated for a reader are marked as such."""
    with override(None):
        return {key: {"said": str(fact)} if isinstance(fact, Promise) else _plain(fact) for key, fact in facts.items()}


def refusal_again(code: str, facts: dict[str, Any]) -> FileRefused:
    """The refusal of this name, with its words in the language that is spoken now."""
    known = {kind.__name__: kind for kind in _below(FileRefused)}
    filled = {key: gettext(fact["said"]) if isinstance(fact, dict) else fact for key, fact in facts.items()}
    return known.get(code, FileRefused)(**filled)


def _plain(fact: Any) -> str | int | float:
    return fact if isinstance(fact, int | float) else str(fact)


def _below(kind: type[FileRefused]) -> list[type[FileRefused]]:
    return [found for below in kind.__subclasses__() for found in (below, *_below(below))]
