"""What a program may be asked about a submission, and what of its answer is kept. Pure.

An assistant says where in the answers it would look for each criterion, and drafts a remark. It has no way to say a
level, and a remark that names one is not kept: the person who judges has put down theirs before they see anything.
`RubricWords` is the assistant that comes along. It understands nothing: it counts words.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

LONGEST_REMARK = 600
"""characters"""

MOST_PLACES = 3
"""for each criterion"""

SHORTEST_WORD = 5
"""letters of a word that is looked for: shorter ones stand everywhere"""


@dataclass(frozen=True)
class CriterionAsked:
    """A criterion in the words of the rubric: what it is called, what it is about, what the needed level asks for."""

    id: UUID
    name: str
    description: str
    needed: str


@dataclass(frozen=True)
class Answer:
    """What was written for one requirement, in paragraphs, without names; `number` is as the workbench shows it."""

    number: int
    criteria: frozenset[UUID]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """All that an assistant learns of a submission."""

    language: str
    criteria: tuple[CriterionAsked, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Draft:
    """Where an assistant would look for a criterion, as requirement and paragraph, each from 1; and what it remarks."""

    criterion: UUID
    places: tuple[tuple[int, int], ...]
    remark: str = ""


class NoAnswer(Exception):
    """The assistant could not be reached, or its answer was none."""


class Assistant(Protocol):
    """A program that says where to look. One that sends words off this server does so through `openbadges.fetch`, the
    one door that opens connections, and says so (`sends_elsewhere`)."""

    name: str
    sends_elsewhere: bool

    def suggest(self, asked: Asked) -> Sequence[Draft]:
        """Say for each criterion where to look.

        Raises:
            NoAnswer: nothing is shown, and the work is read as any other.
        """
        ...


def paragraphs(text: str) -> tuple[str, ...]:
    """A text in paragraphs, as they are numbered for an assistant and for who reads what it says."""
    return tuple(each.strip() for each in re.split(r"\n\s*\n", text) if each.strip())


def kept(drafts: Iterable[Draft], asked: Asked, levels: Mapping[UUID, Iterable[str]]) -> list[Draft]:
    """What of some drafts is kept: one for each criterion that was asked about, places that are there, and a remark
    that is short and names no level.

    Args:
        levels: the names of the levels, by criterion.
    """
    there = {
        (answer.number, place): answer for answer in asked.answers for place in range(1, len(answer.paragraphs) + 1)
    }
    found: dict[UUID, Draft] = {}
    for draft in drafts:
        if draft.criterion not in {each.id for each in asked.criteria} or draft.criterion in found:
            continue
        places = tuple(dict.fromkeys(place for place in draft.places if place in there))[:MOST_PLACES]
        remark = draft.remark.strip()[:LONGEST_REMARK]
        if any(_names(remark, level) for level in levels[draft.criterion]):
            remark = ""
        if places or remark:
            found[draft.criterion] = Draft(draft.criterion, places, remark)
    return list(found.values())


def _names(remark: str, level: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(level)}(?!\w)", remark, re.IGNORECASE) is not None


class RubricWords:
    """Where the words of the rubric stand in the answers. It counts words and understands nothing; nothing is sent."""

    name = "rubric-words"
    sends_elsewhere = False

    def suggest(self, asked: Asked) -> list[Draft]:
        """The paragraphs in which most different words of a criterion stand, of the answers that it judges; no remark,
        for it has nothing to say."""
        return [Draft(criterion.id, self._places(criterion, asked)) for criterion in asked.criteria]

    def _places(self, criterion: CriterionAsked, asked: Asked) -> tuple[tuple[int, int], ...]:
        wanted = words_of(f"{criterion.name} {criterion.description} {criterion.needed}")
        counted = [
            (len(wanted & words_of(paragraph)), answer.number, place)
            for answer in asked.answers
            if criterion.id in answer.criteria
            for place, paragraph in enumerate(answer.paragraphs, start=1)
        ]
        best = sorted((each for each in counted if each[0] > 1), key=lambda each: (-each[0], each[1], each[2]))
        return tuple((number, place) for _count, number, place in best[:MOST_PLACES])


def words_of(text: str) -> frozenset[str]:
    """The words that are looked for, by how they begin: `plans`, `planned` and `planning` are alike."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return frozenset(word[:SHORTEST_WORD] for word in words if len(word) >= SHORTEST_WORD)
