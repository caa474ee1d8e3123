"""What a field of a design is called, wherever a page speaks of it, and what it says, as words."""

from functools import lru_cache
from itertools import pairwise
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from microcred.catalog.design.fields import field_name

ROW_NAMES: dict[str, str | Promise] = {
    "components": gettext_lazy("Component {number}"),
    "research": gettext_lazy("Work {number}"),
    "resources": gettext_lazy("Resource {number}"),
    "requirements": gettext_lazy("Requirement {number}"),
    "rubric": gettext_lazy("Criterion {number}"),
    "levels": gettext_lazy("Level {number}"),
    "alignments": gettext_lazy("Alignment {number}"),
    "images": gettext_lazy("Image {number}"),
}


UNSPOKEN = frozenset({"uuid", "id", "file", "sha256"})
"""Fields that no words are in: they say which row or file it is."""


def label_of(path: str) -> str:
    """The name of the field at a path, for people: “Criterion 2, Level 1: Descriptor”."""
    return _label_of(path, get_language())


@lru_cache(maxsize=2_000)
def _label_of(path: str, _language: str | None) -> str:
    """A page names up to 150 fields, in the language of its reader."""
    steps = path.split(".")
    rows = [
        str(ROW_NAMES[name]).format(number=int(place) + 1)
        for name, place in pairwise(steps)
        if place.isdigit() and name in ROW_NAMES
    ]
    last = steps[-1]
    if not rows:
        return str(field_name(last))
    where = ", ".join(rows)
    if last.isdigit():
        return where
    return _("{where}: {field}").format(where=where, field=field_name(last))


def value_at(design: Any, path: str) -> Any:
    """What stands at a path of a design's plain JSON; None where nothing does."""
    value = design
    for step in path.split("."):
        if isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict):
            value = value.get(step)
        else:
            return None
    return value


def as_words(value: Any) -> str:
    """A field's value as lines of text: all texts in it, in order, without identifiers and digests."""
    if isinstance(value, dict):
        return "\n".join(filter(None, (as_words(item) for name, item in value.items() if name not in UNSPOKEN)))
    if isinstance(value, list | tuple):
        rows = any(isinstance(item, dict) for item in value)
        return ("\n" if rows else ", ").join(as_words(item) for item in value)
    if isinstance(value, bool):
        return _("yes") if value else ""
    return "" if value is None else str(value)
