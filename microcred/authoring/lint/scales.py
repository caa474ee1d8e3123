"""What names of levels say of their order: of many common scales, in English and Spanish. Pure."""

import re
import unicodedata
from functools import lru_cache

from microcred.authoring.lint.lexicon import level_names
from microcred.catalog.design import Level

LOWEST, LOW, MIDDLE, REACHED, HIGHEST = range(5)

_PLACES = {
    "lowest": (LOWEST, LOWEST),
    "lowest_or_low": (LOWEST, LOW),
    "low_or_middle": (LOW, MIDDLE),
    "middle_or_reached": (MIDDLE, REACHED),
    "reached": (REACHED, REACHED),
    "reached_or_highest": (REACHED, HIGHEST),
    "highest": (HIGHEST, HIGHEST),
}
_RANK = {name: _PLACES[place] for place, names in level_names().items() for name in names}


@lru_cache(maxsize=4_096)
def folded(name: str) -> str:
    """A name without case, accents, punctuation and numbers: `4 – Exemplary` and `EXEMPLARY` are the same."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return " ".join(
        word for word in re.findall(r"[^\W_]+", bare) if not word.isdigit() and word not in {"level", "points", "nivel"}
    )


def rank_of(name: str) -> tuple[int, int] | None:
    """From where to where on a scale a name stands, or None when it tells nothing."""
    return _RANK.get(folded(name))


def number_of(name: str) -> int | None:
    """The one number in a name such as `Level 3` or `2 points`."""
    numbers = re.findall(r"\d+", name)
    return int(numbers[0]) if len(numbers) == 1 else None


_POINTS = re.compile(
    r"(?:(?:the )?same as|as|as in|as for|like|see|identical to|equal to|igual que|como(?: en)?)\s+"
    r"(?:the\s+)?(?:level\s+)?(?P<name>.+)"
    r"|ditto|idem|(?:the )?same|see above|as above",
    re.IGNORECASE,
)


def only_points_to(level: Level, levels: tuple[Level, ...]) -> int | None:
    """The place of the level that a descriptor only points to, as in `Same as Proficient.`"""
    said = _POINTS.fullmatch(level.descriptor.strip(" .…"))
    if said is None:
        return None
    name = (said["name"] or "").strip("“”\"' ")
    places = (place for place, other in enumerate(levels) if other is not level)
    if not name or folded(name) in {"above", "below", "the level above", "the level below"}:
        return next(places, None)
    return next((place for place in places if folded(levels[place].name) == folded(name) != ""), None)
