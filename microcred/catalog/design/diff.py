"""What differs between two designs, field by field, and between two texts, word by word. Pure.

Rows of one draft's history are the same row wherever they stand, by their identifiers. Those of another version are
other things under other identifiers, and some rows (components, research, resources) bear none: they are paired by
their local name, where they say the same, and then where they say most alike.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, takewhile
from typing import Any, Literal

from microcred.catalog.design.digest import as_json
from microcred.catalog.design.shape import Design

ALIKE = 0.5
"""From which share of equal words on two rows without identifiers are one row that was rewritten."""

MOST_WORDS = 1_500
"""Words of a passage up to which single words are compared; the time grows with their square."""

MOST_PASSAGES = 1_500
"""Lines of a text up to which single passages are compared, for the same reason."""

Kind = Literal["changed", "added", "removed", "moved"]
Pair = tuple[int | None, int | None]


@dataclass(frozen=True)
class Change:
    """One difference between two designs.

    Attributes:
        kind: What became of it. Of a list, `moved` says that its rows stand in another order.
        before_path: Where it was, as a path into the design (`rubric.2.levels.0.name`); empty where it was not.
        after_path: Where it is; empty where it is no more.
        before: What it said: a JSON value. A row that was removed is there whole.
        after: What it says.
    """

    kind: Kind
    before_path: str
    after_path: str
    before: Any
    after: Any

    @property
    def path(self) -> str:
        """Where it is, else where it was."""
        return self.after_path or self.before_path

    @property
    def field(self) -> str:
        """The field of the design that it is in: `rubric`."""
        return self.path.partition(".")[0]


@dataclass(frozen=True)
class Words:
    """A run of words that two texts share, or that only one of them has."""

    kind: Literal["same", "added", "removed"]
    text: str


def changes(before: Design, after: Design) -> list[Change]:
    """Everything that differs, in the order of the later design's fields. Identifiers are no text, so they are not
    compared, and an empty field is the same as none."""
    return list(_of_dicts("", "", as_json(before), as_json(after)))


def paired(before: Sequence[Any], after: Sequence[Any]) -> list[Pair]:
    """Which row of one list is which of the other, by places: in the order of the later list, removed rows last."""
    one_history = bool({row.get("uuid") for row in before} & {row.get("uuid") for row in after} - {None})
    left = dict(enumerate(before))
    found: dict[int, int] = {}
    for alike in (_same_uuid,) if one_history else (_same_local_name, _same_words):
        for place, row in enumerate(after):
            there = next((at for at, old in left.items() if alike(old, row)), None)
            if place not in found and there is not None:
                found[place] = there
                del left[there]
    for place, row in enumerate(after):
        if place in found or not left or one_history:
            continue
        ratio, there = max((_likeness(old, row), -at) for at, old in left.items())
        if ratio >= ALIKE:
            found[place] = -there
            del left[-there]
    return [*((found.get(place), place) for place in range(len(after))), *((place, None) for place in left)]


def word_diff(before: str, after: str) -> list[Words]:
    """Two texts as one run of words: shared, taken out, put in. White space belongs to the word before it.

    A word stays the same where only what ends it differs: the last one of a text to which a sentence was added.
    Passages are compared first, and words within those that differ, so that long texts cost little.
    """
    runs: list[Words] = []
    for old, new in _by_passages(before, after):
        if old == new:
            runs.append(Words("same", old))
            continue
        for some, others in _by_words(old, new):
            same = some == others
            runs += [Words("same", some)] if same else [Words("removed", some), Words("added", others)]
    return _joined(run for run in runs if run.text)


def _by_passages(before: str, after: str) -> Iterator[tuple[str, str]]:
    some, others = _passages(before), _passages(after)
    if max(len(some), len(others)) > MOST_PASSAGES:
        yield before, after
        return
    for one, other in _differing(some, others):
        yield "".join(one), "".join(other)


def _by_words(old: str, new: str) -> Iterator[tuple[str, str]]:
    some, others = _words(old), _words(new)
    if max(len(some), len(others)) > MOST_WORDS:
        yield old, new
        return
    bare, others_bare = list(map(_bare, some)), list(map(_bare, others))
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, bare, others_bare, autojunk=False).get_opcodes():
        if tag != "equal":
            yield "".join(some[i1:i2]), "".join(others[j1:j2])
            continue
        for one, other in zip(some[i1:i2], others[j1:j2], strict=True):
            shared = len(list(takewhile(lambda signs: signs[0] == signs[1], zip(one, other, strict=False))))
            yield one[:shared], one[:shared]
            yield one[shared:], other[shared:]


def _bare(word: str) -> str:
    """A word without the punctuation and the white space that end it; a dash that stands alone is a word itself."""
    return re.sub(r"\W+\Z", "", word) or word.rstrip()


def _differing(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    for _tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield old[i1:i2], new[j1:j2]


def _passages(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\S+\s*", text)


def _joined(runs: Iterator[Words]) -> list[Words]:
    """Runs of one kind as one; between two that are shared all that was taken out, then all that was put in."""
    joined: list[Words] = []
    for same, some in groupby(runs, lambda run: run.kind == "same"):
        texts: dict[Literal["same", "added", "removed"], str] = {"same": ""} if same else {"removed": "", "added": ""}
        for run in some:
            texts[run.kind] += run.text
        joined += [Words(kind, text) for kind, text in texts.items() if text]
    return joined


def _of_dicts(at: str, now_at: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    for name in [*after, *(name for name in before if name not in after)]:
        if name != "uuid":
            yield from _of_values(
                f"{at}.{name}".lstrip("."), f"{now_at}.{name}".lstrip("."), before.get(name), after.get(name)
            )


def _of_values(at: str, now_at: str, before: Any, after: Any) -> Iterator[Change]:
    before, after = before or None, after or None
    if before == after:
        return
    if is_rows(before) and is_rows(after):
        yield from _of_rows(at, now_at, before or [], after or [])
    elif isinstance(before, dict) and isinstance(after, dict):
        yield from _of_dicts(at, now_at, before, after)
    else:
        yield Change("changed", at, now_at, before, after)


def _of_rows(at: str, now_at: str, before: list[Any], after: list[Any]) -> Iterator[Change]:
    pairs = paired(before, after)
    kept = [old for old, new in pairs if old is not None and new is not None]
    if kept != sorted(kept):
        yield Change("moved", at, now_at, before, after)
    for old, new in pairs:
        if old is None and new is not None:
            yield Change("added", "", f"{now_at}.{new}", None, after[new])
        elif new is None and old is not None:
            yield Change("removed", f"{at}.{old}", "", before[old], None)
        elif old is not None and new is not None:
            yield from _of_dicts(f"{at}.{old}", f"{now_at}.{new}", before[old], after[new])


def is_rows(value: Any) -> bool:
    """Whether a field's value is a list of rows, or may be one that is empty."""
    return value is None or (isinstance(value, list) and all(isinstance(row, dict) for row in value))


def _same_uuid(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return bool(old.get("uuid")) and old["uuid"] == new.get("uuid")


def _same_local_name(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return bool(old.get("id")) and old["id"] == new.get("id")


def _same_words(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return {**old, "uuid": None} == {**new, "uuid": None}


def _likeness(old: dict[str, Any], new: dict[str, Any]) -> float:
    """The share of their words that two rows have in common, from 0 to 1."""
    some, others = (set(re.findall(r"\w+", _said(row))) for row in (old, new))
    return len(some & others) / max(len(some | others), 1)


def _said(row: dict[str, Any]) -> str:
    return " ".join(str(value) for name, value in row.items() if value and name != "uuid")
