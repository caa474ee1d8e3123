"""Mending what was mistyped, by the words that stand in the entries."""

import re
import unicodedata

from django.db.models import Q

from microcred.catalog.models import Word

MOST_WORDS = 8
"""Words of a query that are looked at; each costs one small query."""


def folded(text: str) -> str:
    """Lower case, without accents."""
    parts = unicodedata.normalize("NFKD", text.lower())
    return "".join(part for part in parts if not unicodedata.combining(part))


def mended(words: str) -> str | None:
    """The words with each unknown one put right, or None when nothing could be."""
    asked = re.findall(r"[^\W\d_]+", folded(words))[:MOST_WORDS]
    known = set(Word.objects.filter(word__in=asked).values_list("word", flat=True))
    put_right = [word if word in known else _nearest(word) or word for word in asked]
    return " ".join(put_right) if put_right != asked else None


def _nearest(word: str) -> str | None:
    """The entries' word that the fewest slips of a finger make of this one; None when all are too far.

    Trigrams find candidates by index. They are poor at two letters swapped in a short word, so swaps are asked by name.
    """
    if len(word) < 3:
        return None
    candidates = Word.objects.filter(Q(word__trigram_similar=word) | Q(word__in=_swapped(word)))
    farthest = max(1, len(word) // 4)
    reachable = [
        (slips, abs(len(candidate) - len(word)), candidate)
        for candidate in candidates.values_list("word", flat=True)[:500]
        if (slips := _slips(word, candidate)) <= farthest
    ]
    return min(reachable)[2] if reachable else None


def _swapped(word: str) -> list[str]:
    return [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)]


def _slips(one: str, other: str) -> int:
    """How many letters must be put in, taken out, changed or swapped with a neighbour (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, theirs in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != theirs))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == theirs:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
