"""The words that the checks go by, out of `lexicon.toml`."""

import tomllib
from pathlib import Path
from typing import Any

_ALL: dict[str, Any] = tomllib.loads((Path(__file__).parent / "lexicon.toml").read_text(encoding="utf-8"))


def listed(name: str) -> frozenset[str]:
    """The single words of a list."""
    return frozenset(_ALL[name].split())


def telltale() -> dict[str, frozenset[str]]:
    """By language, words that give it away."""
    return {code: frozenset(words.split()) for code, words in _ALL["telltale"].items()}


def level_names() -> dict[str, list[str]]:
    """By where they stand on a scale, names of levels."""
    return {
        place: [" ".join(name.split()) for name in names.split("|")] for place, names in _ALL["level_names"].items()
    }


def terms(name: str) -> list[tuple[str, str]]:
    """Patterns of words to avoid, each with what to write instead."""
    pairs = (line.partition(" -> ") for line in _ALL["terms"][name].strip().splitlines())
    return [(pattern, instead) for pattern, _arrow, instead in pairs]
