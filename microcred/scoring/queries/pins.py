"""Pins as whoever reads meets them: the educator's beside the criterion that they speak of, and those of assessors."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Person
from microcred.portfolios.models import Submission, SubmittedPin
from microcred.portfolios.queries import SubmittedEvidence, forms_of, wall_for_judges, wall_of, walls_of
from microcred.portfolios.queries.quarantines import Wall
from microcred.portfolios.rules import digest_of
from microcred.scoring.models import NotedPin, QueueItem, ScoredPin, ToldPin
from microcred.scoring.queries.readings import Handed
from microcred.scoring.rules import passage_said

PinOfReader = NotedPin | ScoredPin | ToldPin
Pinned = TypeVar("Pinned", NotedPin, ScoredPin, ToldPin)


@dataclass(frozen=True)
class PinAtHand:
    """One pin with the piece of evidence that it points into, and the number of its requirement."""

    number: int
    piece: SubmittedEvidence
    pin: SubmittedPin

    @property
    def kind(self) -> str:
        """The kind of evidence, by which an icon is chosen."""
        return self.piece.kind


def pins_by_criterion(handed: Iterable[Handed]) -> dict[UUID, list[PinAtHand]]:
    """The pins of a submission by criterion, in the order of what was asked."""
    found: dict[UUID, list[PinAtHand]] = {}
    for one in handed:
        for piece in one.contents.items:
            for pin in piece.pins:
                for criterion in pin.criteria:
                    found.setdefault(criterion, []).append(PinAtHand(one.number, piece, pin))
    return found


class State(StrEnum):
    """What became of what a pin points into."""

    HERE = "here"
    ASIDE = "aside"
    REPLACED = "replaced"


@dataclass(frozen=True)
class PinSeen:
    """A pin of an assessor, as far as it leads anywhere: into what is set aside it leads no more, nor into what a clean
    copy has replaced since.

    Attributes:
        number: of the requirement.
        quote: the passage of the answer that is meant, where that can be read; empty is all of it.
        has_pages: whether the file was laid out in pages, and is read so.
    """

    pin: PinOfReader
    state: State
    number: int
    quote: str = ""
    has_pages: bool = False
    read: str = ""
    """the answer that is meant, where it can be read"""

    @property
    def parts(self) -> tuple[str, str, str]:
        """The answer: what stands before the passage, the passage, what stands behind it."""
        starts, ends = self.pin.starts or 0, self.pin.ends or 0
        return self.read[:starts], self.read[starts:ends], self.read[ends:]

    @property
    def regions(self) -> tuple[PinOfReader, ...]:
        """Itself, where it points to a region."""
        return (self.pin,) if self.pin.place.region else ()

    @property
    def is_here(self) -> bool:
        """Whether it leads to what was read."""
        return self.state is State.HERE

    @property
    def is_aside(self) -> bool:
        """Whether what it points into is set aside."""
        return self.state is State.ASIDE

    @property
    def kind(self) -> str:
        """The kind of evidence, by which an icon is chosen."""
        return self.pin.seen.kind if self.pin.seen else "text"

    @property
    def called(self) -> str:
        """The name of the file by which blind readers know it; none of an answer."""
        return self.pin.piece.alias if self.pin.piece else ""

    @property
    def title(self) -> str:
        """The name that its educator gave the file."""
        return self.pin.seen.title if self.pin.seen else ""

    @property
    def where(self) -> str | Promise:
        """The place in words."""
        if self.pin.seen is not None:
            return self.pin.place.words
        return _("a passage") if self.quote or not self.is_here else _("all of it")


def around_pins(pins: QuerySet[Pinned]) -> QuerySet[Pinned]:
    """The same, with what they point into."""
    return pins.select_related("piece__item__requirement", "seen__file", "text__requirement")


def in_order(pins: Iterable[Pinned]) -> list[Pinned]:
    """Pins in the order of the evidence: of what was asked, the answer first, then the files; by page and minute."""
    return sorted(pins, key=_place_in_evidence)


def _place_in_evidence(pin: PinOfReader) -> tuple[int, int, int, int, int, int, Any]:
    file = pin.piece.position if pin.piece else 0
    return (
        _number(pin),
        file,
        pin.page or 0,
        pin.from_second or 0,
        pin.top or 0,
        pin.starts or 0,
        pin.pk,
    )


def _number(pin: PinOfReader) -> int:
    asked = pin.piece.item.requirement if pin.piece else pin.text.requirement  # type: ignore[union-attr]
    return asked.position + 1


def pins_seen(pins: Collection[Pinned], wall: Wall, submission: Submission) -> list[PinSeen]:
    """Pins into one submission, with its pieces at hand, as they may be followed behind a wall."""
    laid_out = [pin.seen_id for pin in pins if pin.seen and pin.seen.file and _needs_pages(pin.seen.file.media_type)]
    forms = forms_of(one for one in laid_out if one) if laid_out else {}
    seen = []
    for pin in pins:
        state, quote, read = _behind(pin, wall, submission)
        has_pages = pin.seen_id in forms and forms[pin.seen_id].pages
        seen.append(PinSeen(pin, state, _number(pin), quote, has_pages, read))
    return seen


def _needs_pages(media_type: str) -> bool:
    return "document" in media_type


def _behind(pin: PinOfReader, wall: Wall, submission: Submission) -> tuple[State, str, str]:
    if pin.piece is not None:
        opened = wall.opens(pin.piece.item)
        if opened is None:
            return State.ASIDE, "", ""
        return (State.HERE if opened.pk == pin.seen_id else State.REPLACED), "", ""
    assert pin.text is not None  # noqa: S101 - it points into one of the two
    answer = wall.seen_answer(pin.text, submission)
    if answer.is_set_aside:
        return State.ASIDE, "", ""
    if digest_of(answer.text) != pin.seen_sha256:
        return State.REPLACED, "", ""
    is_whole = (pin.starts, pin.ends) == (0, len(answer.text))
    quote = "" if is_whole else passage_said(answer.text, pin.starts or 0, pin.ends or 0)
    return State.HERE, quote, answer.text


def pins_noted(item: QueueItem, person: Person) -> dict[UUID, list[PinSeen]]:
    """What a person has pinned in a submission that they read, by criterion. One query where there is nothing."""
    noted = in_order(_noted(item_id=item.pk, person_id=person.pk))
    if not noted:
        return {}
    found: dict[UUID, list[PinSeen]] = {}
    for pin, one in zip(noted, pins_seen(noted, wall_for_judges(item.submission), item.submission), strict=True):
        found.setdefault(pin.criterion_id, []).append(one)
    return found


def pins_scored(submission: Submission, scores: Collection[UUID]) -> dict[UUID, list[PinSeen]]:
    """What readers pinned with some scores of one submission, by score: for who may see what they said."""
    scored = in_order(around_pins(ScoredPin.objects.filter(score__in=scores)))
    if not scored:
        return {}
    found: dict[UUID, list[PinSeen]] = {}
    for pin, one in zip(scored, pins_seen(scored, wall_for_judges(submission), submission), strict=True):
        found.setdefault(pin.score_id, []).append(one)
    return found


def pins_scored_over(scores: Collection[UUID]) -> dict[UUID, list[PinSeen]]:
    """The same of scores of several submissions, in two queries: for who reads what was said and opens none of it."""
    scored = around_pins(ScoredPin.objects.filter(score__in=scores)).select_related("score__scoring__submission")
    found: dict[UUID, list[PinSeen]] = {}
    ordered = in_order(scored)
    walls = walls_of({pin.score.scoring.submission.pursuit_id for pin in ordered}) if ordered else {}
    for pin in ordered:
        submission = pin.score.scoring.submission
        state, quote, _read = _behind(pin, walls[submission.pursuit_id], submission)
        found.setdefault(pin.score_id, []).append(PinSeen(pin, state, _number(pin), quote))
    return found


def pins_told(submission: Submission) -> dict[UUID, list[PinSeen]]:
    """What an educator is shown of a submission of theirs, by the result that it stands beside."""
    told = in_order(_told(submission_id=submission.pk))
    if not told:
        return {}
    found: dict[UUID, list[PinSeen]] = {}
    for pin, one in zip(told, pins_seen(told, wall_of(submission), submission), strict=True):
        found.setdefault(pin.result_id or pin.appeal_result_id, []).append(one)  # type: ignore[arg-type]
    return found


@asked_often
def _noted(*, item_id: UUID, person_id: UUID) -> QuerySet[NotedPin]:
    return around_pins(NotedPin.objects.filter(item=item_id, assessor=person_id))


@asked_often
def _told(*, submission_id: UUID) -> QuerySet[ToldPin]:
    return around_pins(ToldPin.objects.filter(submission=submission_id))
