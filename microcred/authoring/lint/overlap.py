"""Whether a design says what another says already. Pure; in any language.

Two steps, so that a catalogue of thousands is searched in milliseconds. The first compares gists (name, competency, key
method, names of components and criteria) by the cosine of their TF-IDF weights, through an index from words to the
designs that have them. The second looks at the few nearest in full: how much of the wording stands in both.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.authoring.lint.findings import Component, Finding
from microcred.authoring.lint.prose import content, quoted, sentences, words
from microcred.authoring.lint.subject import Subject
from microcred.catalog.design import Design

Key = TypeVar("Key", bound=Hashable)

LOOKED_AT = 12
"""Nearest designs that are compared in full."""

RUN = 5
"""Words in a row that count as the same wording."""

SAME_SUBJECT = 0.72
"""Cosine of two gists from which they promise the same ability, though in other words."""


@dataclass(frozen=True)
class Gist:
    """The words by which a design is told from others: stems and how often they stand there."""

    stems: Counter[str]

    @classmethod
    def of(cls, name: str, competency: str, key_method: str, parts: Iterable[str] = ()) -> "Gist":
        """The gist of a design; its name and competency count twice, for they say what it is."""
        stems = Counter(content(f"{name} {competency} {key_method} {' '.join(parts)}"))
        stems.update(content(f"{name} {competency}"))
        return cls(stems)

    @classmethod
    def of_design(cls, design: Design) -> "Gist":
        """The gist of a whole design."""
        parts = (*(one.name for one in design.components), *(one.name for one in design.rubric))
        return cls.of(design.name, design.competency, design.key_method, parts)


@dataclass
class Index(Generic[Key]):
    """Gists to be found by their words. Grows; a gist is never changed."""

    gists: dict[Key, Gist] = field(default_factory=dict)
    _having: dict[str, list[Key]] = field(default_factory=lambda: defaultdict(list))

    def add(self, key: Key, gist: Gist) -> None:
        """Take a gist in, once."""
        if key not in self.gists:
            self.gists[key] = gist
            for stem in gist.stems:
                self._having[stem].append(key)

    def nearest(
        self, gist: Gist, count: int = LOOKED_AT, among: Callable[[Key], bool] = lambda _key: True
    ) -> list[tuple[float, Key]]:
        """The designs nearest to a gist, each with the cosine of the two, the nearest first."""
        total = len(self.gists)
        mine = {stem: number * self._weight(stem, total) for stem, number in gist.stems.items()}
        dots: dict[Key, float] = defaultdict(float)
        for stem, weight in mine.items():
            having = self._having.get(stem, ())
            if len(having) > max(50, total // 5):
                continue  # a word that one design in five has tells little, and costs much
            idf = self._weight(stem, total)
            for key in having:
                dots[key] += weight * idf * self.gists[key].stems[stem]
        best = sorted(((dot, key) for key, dot in dots.items() if among(key)), key=lambda one: -one[0])[: 5 * count]
        length = _length(mine.values())
        found = [(self._cosine(mine, length, key, total), key) for _dot, key in best]
        return sorted(found, key=lambda one: -one[0])[:count]

    def _cosine(self, mine: dict[str, float], length: float, key: Key, total: int) -> float:
        theirs = {stem: number * self._weight(stem, total) for stem, number in self.gists[key].stems.items()}
        product = sum(weight * theirs[stem] for stem, weight in mine.items() if stem in theirs)
        return product / (length * _length(theirs.values()) or 1.0)

    def _weight(self, stem: str, total: int) -> float:
        return math.log((1 + total) / (1 + len(self._having.get(stem, ())))) + 1.0


def _length(weights: Iterable[float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights))


@dataclass(frozen=True)
class Other:
    """Another design, and the runs of its words, counted when they are first asked for."""

    title: str
    design: Design

    @cached_property
    def runs(self) -> set[int]:
        """All runs of words in it."""
        return runs(self.design)


Others = Callable[[Gist], Sequence[tuple[float, Other]]]
"""Gives the designs nearest to a gist, with the cosine of the two: from a folder, or from a catalogue."""


def overlap(subject: Subject) -> Iterator[Finding]:
    """The nearest design, when too much of this one's wording stands there, or both promise the same ability."""
    if subject.others is None:
        return
    mine = runs(subject.design)
    best: tuple[float, float, Other] | None = None
    for cosine, other in subject.others(Gist.of_design(subject.design)):
        shared = len(mine & other.runs) / len(mine) if mine else 0.0
        if (shared >= subject.strictness.same_wording or cosine >= SAME_SUBJECT) and (
            best is None or (shared, cosine) > best[:2]
        ):
            best = shared, cosine, other
    if best is None:
        return
    shared, cosine, other = best
    copied = shared >= subject.strictness.same_wording
    why = (
        format_lazy(_("{share}% of the wording stands in “{other}” too."), share=round(100 * shared), other=other.title)
        if copied
        else format_lazy(_("“{other}” promises much the same ability."), other=other.title)
    )
    yield Finding(
        "overlap",
        "competency" if subject.design.competency else "name",
        quoted(_common(subject.design, other.design) or subject.design.competency),
        why,
        _("Write the next version of that one, or say in the competency and rubric what is different here."),
        Component.COMPETENCY,
    )


def runs(design: Design) -> set[int]:
    """All runs of five words in what a design says, as numbers."""
    found: set[int] = set()
    for text in _said(design):
        spoken = words(text)
        found.update(hash(tuple(spoken[start : start + RUN])) for start in range(len(spoken) - RUN + 1))
    return found


def _said(design: Design) -> Iterator[str]:
    yield design.competency
    yield design.key_method
    yield design.rationale
    for component in design.components:
        yield component.text
    for asked in design.requirements:
        yield asked.prompt
        yield asked.guidance
    for criterion in design.rubric:
        yield criterion.description
        for level in criterion.levels:
            yield level.descriptor


def _common(one: Design, other: Design) -> str | None:
    """The longest sentence that both have."""
    theirs = {" ".join(words(sentence)) for text in _said(other) for sentence in sentences(text)}
    mine = (sentence for text in _said(one) for sentence in sentences(text))
    return max((sentence for sentence in mine if " ".join(words(sentence)) in theirs), key=len, default=None)


def others_among(designs: Iterable[tuple[str, Design]]) -> Others:
    """Designs held in memory, each with a title, as a place to look for near ones."""
    held = [Other(title, design) for title, design in designs]
    index: Index[int] = Index()
    for number, other in enumerate(held):
        index.add(number, Gist.of_design(other.design))

    def near(gist: Gist) -> list[tuple[float, Other]]:
        return [(cosine, held[number]) for cosine, number in index.nearest(gist)]

    return near
