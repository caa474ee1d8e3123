"""What a training module is made of, how it is written down, and how long having done it holds. Pure.

As text, a module is its title (`# `), its pages (`## `) of Markdown, and at the end of a page its questions:

    ? What is asked
    - an answer that is wrong
    + one that is right
    > what to say to whoever has answered
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from dateutil.relativedelta import relativedelta

WORDS_A_MINUTE = 180
"""Of English that one learns from. Of long non-fiction adults read 238 silently (Brysbaert 2019, Journal of Memory and
Language 109, 104047); who learns goes back now and then."""
MINUTES_A_QUESTION = 0.5

ASKS, WRONG, RIGHT, EXPLAINS = "? ", "- ", "+ ", "> "


class Unreadable(ValueError):
    """A line of questions that is none of the four kinds, or stands where it cannot: which line, and what is amiss."""

    def __init__(self, line: str, amiss: str) -> None:
        self.line, self.amiss = line, amiss
        super().__init__(f"{amiss}: {line}")


@dataclass(frozen=True)
class Option:
    """An answer that can be chosen."""

    words: str
    is_right: bool


@dataclass(frozen=True)
class Question:
    """Something asked at the end of a page. With several right answers, all of them are to be chosen and no other."""

    asks: str
    options: tuple[Option, ...]
    explains: str

    @property
    def right(self) -> frozenset[int]:
        """The places of the right answers, from 0."""
        return frozenset(place for place, option in enumerate(self.options) if option.is_right)

    @property
    def takes_several(self) -> bool:
        """Whether more than one answer is to be chosen."""
        return len(self.right) > 1


@dataclass(frozen=True)
class Page:
    """One page: Markdown, and what is asked about it."""

    title: str
    words: str
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Content:
    """A module in one language."""

    title: str
    pages: tuple[Page, ...]

    @property
    def shape(self) -> tuple[tuple[tuple[int, frozenset[int]], ...], ...]:
        """By page and question how many answers there are and which are right: alike in every language."""
        return tuple(tuple((len(one.options), one.right) for one in page.questions) for page in self.pages)

    @property
    def questions(self) -> int:
        """How many are asked."""
        return sum(len(page.questions) for page in self.pages)


def usual_minutes(content: Content) -> int:
    """How long somebody takes who reads every word and thinks about every question: a proposal, in whole minutes."""
    words = sum(len(page.words.split()) for page in content.pages)
    return max(1, ceil(words / WORDS_A_MINUTE + content.questions * MINUTES_A_QUESTION))


def read_content(text: str) -> Content:
    """A module as it is written down.

    Raises:
        Unreadable.
    """
    title, pages = "", list[tuple[str, list[str]]]()
    for line in text.splitlines():
        if line.startswith("## "):
            pages.append((line[3:].strip(), []))
        elif line.startswith("# ") and not pages:
            title = line[2:].strip()
        elif pages:
            pages[-1][1].append(line)
    return Content(title, tuple(_page(name, lines) for name, lines in pages))


def read_questions(text: str) -> tuple[Question, ...]:
    """Questions as they are written down.

    Raises:
        Unreadable: a line that is none of the four kinds, a question without a right or a wrong answer.
    """
    found: list[tuple[str, list[Option], list[str]]] = []
    for line in filter(None, (each.strip() for each in text.splitlines())):
        kind, words = f"{line[:1]} ", line[1:].strip()
        if kind == ASKS:
            found.append((words, [], []))
        elif not found or kind not in (WRONG, RIGHT, EXPLAINS):
            raise Unreadable(line, "kind")
        elif kind == EXPLAINS:
            found[-1][2].append(words)
        else:
            found[-1][1].append(Option(words, kind == RIGHT))
    for asks, options, _explains in found:
        if not any(one.is_right for one in options) or all(one.is_right for one in options):
            raise Unreadable(asks, "answers")
    return tuple(Question(asks, tuple(options), " ".join(explains)) for asks, options, explains in found)


def written_questions(questions: Iterable[Question]) -> str:
    """Questions as they are written down."""
    return "\n\n".join(
        "\n".join(
            [
                f"{ASKS}{one.asks}",
                *(f"{RIGHT if option.is_right else WRONG}{option.words}" for option in one.options),
                *([f"{EXPLAINS}{one.explains}"] if one.explains else []),
            ]
        )
        for one in questions
    )


def as_json(content: Content) -> dict[str, Any]:
    """A module in one language, as it is kept."""
    return {
        "title": content.title,
        "pages": [
            {
                "title": page.title,
                "words": page.words,
                "questions": [
                    {
                        "asks": one.asks,
                        "options": [{"words": option.words, "right": option.is_right} for option in one.options],
                        "explains": one.explains,
                    }
                    for one in page.questions
                ],
            }
            for page in content.pages
        ],
    }


def from_json(kept: Mapping[str, Any]) -> Content:
    """The same back."""
    return Content(
        kept["title"],
        tuple(
            Page(
                page["title"],
                page["words"],
                tuple(
                    Question(
                        one["asks"],
                        tuple(Option(option["words"], option["right"]) for option in one["options"]),
                        one["explains"],
                    )
                    for one in page["questions"]
                ),
            )
            for page in kept["pages"]
        ),
    )


def holds_until(completed_at: datetime, months: int | None) -> datetime | None:
    """When having done a module ends to count; None where nobody said that it does."""
    return None if months is None else completed_at + relativedelta(months=months)


def is_overtaken(number: int, editions: Iterable[tuple[int, bool]]) -> bool:
    """Whether who did one edition has to do the module again.

    Args:
        number: of the edition that was done.
        editions: the number of each, and whether who did an earlier one has to do it again.
    """
    return any(again and later > number for later, again in editions)


def _page(title: str, lines: Sequence[str]) -> Page:
    begins = next((place for place, line in enumerate(lines) if line.startswith(ASKS)), len(lines))
    words = "\n".join(lines[:begins]).strip()
    return Page(title, words, read_questions("\n".join(lines[begins:])))
