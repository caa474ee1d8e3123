"""Picking standards: what a draft aligns to, what a search finds, and what its words suggest. Nothing aligns by itself.

A process keeps the gists of all standards, and makes them anew when a framework was imported.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from microcred.authoring.lint import Gist, Index
from microcred.authoring.lint.prose import STOP_WORDS, stem, words
from microcred.catalog.design import Design
from microcred.foundation.following import Follower
from microcred.frameworks.models import Standard
from microcred.frameworks.queries import framework_revisions, standards, standards_like, standards_named

MOST_SUGGESTED = 5
LEAST_SHARED = 2
"""Words that a standard and a design must share: one alone is chance."""

MOST_COMPARED = 20_000
"""Standards among which is looked for near ones; the gists of more would fill a process."""

SEPARATOR = "|"


@dataclass(frozen=True)
class Choice:
    """A standard to tick. `shared` are the words that suggest it, `value` what the form sends."""

    value: str
    code: str
    name: str
    framework: str
    chosen: bool = False
    withdrawn_at: datetime | None = None
    shared: Sequence[str] = ()


@dataclass(frozen=True)
class Picking:
    """What stands to be ticked: what is chosen already, what was found for `words`, what is suggested."""

    words: str
    chosen: Sequence[Choice]
    found: Sequence[Choice]
    suggested: Sequence[Choice]


def value_of(framework: str, code: str, name: str) -> str:
    """What the form sends of a standard: its three names, in which the separator is written another way."""
    return SEPARATOR.join(part.replace("%", "%25").replace(SEPARATOR, "%7C") for part in (framework, code, name))


def names_in(value: str) -> tuple[str, str, str] | None:
    """Framework, code and name out of what the form sent; nothing when it sent something else."""
    parts = [part.replace("%7C", SEPARATOR).replace("%25", "%") for part in value.split(SEPARATOR)]
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else None


def picking(design: Design, find: str = "", *, suggest: bool = True) -> Picking:
    """What the page offers to tick for a design. Suggestions cost a comparison, so a search as one types has none."""
    named = standards_named((alignment.framework, alignment.code) for alignment in design.alignments)
    chosen = []
    for alignment in design.alignments:
        standard = named.get((alignment.framework, alignment.code))
        chosen.append(
            Choice(
                value_of(alignment.framework, alignment.code, alignment.name),
                alignment.code,
                alignment.name,
                standard.framework.name if standard else alignment.framework,
                chosen=True,
                withdrawn_at=standard.withdrawn_at if standard else None,
            )
        )
    taken = {standard.pk for standard in named.values()}
    found = [_choice(standard) for standard in standards_like(find) if standard.pk not in taken] if find else []
    suggested = (
        [_choice(standard, shared) for standard, shared in suggestions_for(design, but=taken)] if suggest else []
    )
    return Picking(find, chosen, found, suggested)


def _choice(standard: Standard, shared: Sequence[str] = ()) -> Choice:
    framework = standard.framework.name
    value = value_of(framework, standard.code, standard.name)
    return Choice(value, standard.code, standard.name, framework, shared=shared)


@dataclass(frozen=True)
class _Known:
    """The standards of one state of all frameworks, and their gists."""

    mark: tuple[tuple[UUID, int], ...]
    standards: dict[UUID, Standard]
    index: Index[UUID]


def suggestions_for(design: Design, *, but: Collection[UUID] = ()) -> list[tuple[Standard, list[str]]]:
    """The standards whose words are nearest to a design's, each with the words that both say; the nearest first."""
    known = _known.now()
    gist = Gist.of_design(design)
    nearest = known.index.nearest(gist, among=lambda key: key not in but)
    found = []
    for _cosine, key in nearest:
        standard = known.standards[key]
        shared = shared_words(_said(standard), gist)
        if len(shared) >= LEAST_SHARED:
            found.append((standard, shared))
    return found[:MOST_SUGGESTED]


def shared_words(text: str, gist: Gist) -> list[str]:
    """The words of a text that say something and stand in a gist too, each once, as the text writes them."""
    said = dict.fromkeys(word for word in words(text) if word not in STOP_WORDS and stem(word) in gist.stems)
    by_stem = {stem(word): word for word in reversed(said)}
    return list(reversed(by_stem.values()))


def _read(_before: _Known | None) -> _Known:
    mark = framework_revisions()
    rows: Iterable[Standard] = standards().filter(withdrawn_at=None)[:MOST_COMPARED]
    index: Index[UUID] = Index()
    kept = {}
    for standard in rows:
        kept[standard.pk] = standard
        index.add(standard.pk, Gist.of(standard.name, standard.text, ""))
    return _Known(mark, kept, index)


_known = Follower(asks=framework_revisions, read=_read)


def _said(standard: Standard) -> str:
    return f"{standard.name} {standard.text}"
