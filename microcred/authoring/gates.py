"""The way of a draft through its gates: which are passed, which are open, and what an edit opens again. Pure.

The gates stand in one order (`Gate`). Which of them an organization asks for is data. What happened to a draft is a
list of moves, oldest first; where it stands is read from that list and never written by hand.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.catalog.design import Change, Design, changes

Words = str | Promise


class Gate(StrEnum):
    """A gate, in the order in which they are passed."""

    PROPOSAL = "proposal"
    PEER_REVIEW = "peer-review"
    EDITORIAL = "editorial"
    QUALITY_REVIEW = "quality-review"
    PILOT = "pilot"

    @property
    def words(self) -> Words:
        """The gate's name, for people."""
        return GATE_WORDS[self]


GATE_WORDS: dict[Gate, Words] = {
    Gate.PROPOSAL: _("Proposal"),
    Gate.PEER_REVIEW: _("Peer review"),
    Gate.EDITORIAL: _("Accessibility and editorial check"),
    Gate.QUALITY_REVIEW: _("Quality review"),
    Gate.PILOT: _("Pilot"),
}

ALL_GATES = tuple(Gate)
REVIEWS = (Gate.PEER_REVIEW, Gate.EDITORIAL, Gate.QUALITY_REVIEW)
"""The gates at which somebody reads the draft, which nobody may change meanwhile."""

BEFORE_PUBLISHING = (Gate.PROPOSAL, *REVIEWS)


READ_WITHIN = timedelta(days=14)
"""Until when a draft that waits at a gate should have been read: nobody is stopped after it, it is what homes name."""


class Stage(StrEnum):
    """Where a draft stands on its way to a version."""

    WRITING = "writing"
    PEER_REVIEW = "peer-review"
    EDITORIAL = "editorial"
    QUALITY_REVIEW = "quality-review"
    READY = "ready"
    PUBLISHED = "published"

    @property
    def words(self) -> Words:
        """The stage's name, for people."""
        return STAGE_WORDS[self]


STAGE_WORDS: dict[Stage, Words] = {
    Stage.WRITING: _("Being written"),
    Stage.PEER_REVIEW: _("In peer review"),
    Stage.EDITORIAL: _("In the accessibility and editorial check"),
    Stage.QUALITY_REVIEW: _("In quality review"),
    Stage.READY: _("Ready to publish"),
    Stage.PUBLISHED: _("Published"),
}


class MoveKind(StrEnum):
    """What may happen to a draft on its way."""

    SENT = "sent"
    PASSED = "passed"
    SENT_BACK = "sent-back"
    TAKEN_BACK = "taken-back"
    EDITED = "edited"


@dataclass(frozen=True)
class Move:
    """One thing that happened to a draft.

    Attributes:
        gate: The gate that it was passed at or sent back from; None where the move is about none.
        touched: Of an edit: the passed gates that need to be passed again, as the design stands after it.
    """

    kind: MoveKind
    gate: Gate | None = None
    touched: frozenset[Gate] = frozenset()


@dataclass(frozen=True)
class Standing:
    """Where a draft stands.

    Attributes:
        stage: Where it is.
        asked: The gates that its organization asks for, in order.
        passed: Those of all gates whose passage holds.
        reopened: Gates that were passed, and that an edit opened again.
    """

    stage: Stage
    asked: tuple[Gate, ...]
    passed: frozenset[Gate]
    reopened: frozenset[Gate] = field(default=frozenset())

    @property
    def open(self) -> tuple[Gate, ...]:
        """The gates still to be passed before publishing, the next one first."""
        return tuple(gate for gate in self.asked if gate in BEFORE_PUBLISHING and gate not in self.passed)

    @property
    def with_reviewers(self) -> bool:
        """Whether somebody reads it, so that nobody may change it."""
        return self.stage.value in REVIEWS

    @property
    def may_publish(self) -> bool:
        """Whether no gate is left before publishing."""
        return self.stage is not Stage.PUBLISHED and not self.open and not self.with_reviewers


def standing(
    asked: Collection[Gate], moves: Iterable[Move], *, proposed: bool = False, published: bool = False
) -> Standing:
    """Where a draft stands.

    Args:
        asked: The gates that its organization asks for.
        moves: What happened to it, oldest first.
        proposed: Whether there is no proposal left to accept: one was, or the draft is of a micro-credential's next
            version.
        published: Whether it has become a version.
    """
    wanted = tuple(gate for gate in ALL_GATES if gate in asked)
    passed: set[Gate] = {Gate.PROPOSAL} if proposed else set()
    touched: frozenset[Gate] = frozenset()
    is_sent = False
    for move in moves:
        match move.kind:
            case MoveKind.SENT:
                is_sent = True
            case MoveKind.PASSED if move.gate is not None:
                passed.add(move.gate)
                touched -= {move.gate}
            case MoveKind.SENT_BACK | MoveKind.TAKEN_BACK:
                is_sent = False
            case MoveKind.EDITED:
                is_sent = False
                touched = move.touched & passed
    holding = frozenset(passed - touched)
    reviews = [gate for gate in wanted if gate in REVIEWS and gate not in holding]
    if published:
        stage = Stage.PUBLISHED
    elif is_sent and reviews:
        stage = Stage(reviews[0].value)
    elif not reviews and any(gate in REVIEWS for gate in wanted) and (proposed or Gate.PROPOSAL not in wanted):
        stage = Stage.READY
    else:
        stage = Stage.WRITING
    return Standing(stage, wanted, holding, frozenset(touched))


@dataclass(frozen=True)
class Item:
    """One thing to look at before a gate is passed, with the automatic checks that know something of it."""

    name: str
    words: Words
    checks: tuple[str, ...] = ()


CHECKLISTS: dict[Gate, tuple[Item, ...]] = {
    Gate.PEER_REVIEW: (
        Item("one-skill", _("It is one skill, worth having, and no other micro-credential teaches it."), ("overlap",)),
        Item("method", _("A colleague could carry out the method from what stands here."), ("observable",)),
        Item("evidence", _("The evidence asked for shows the skill, and a working teacher can gather it."), ("hours",)),
        Item("levels", _("Two people who do not know each other would choose the same level."), ("levels-parallel",)),
    ),
    Gate.EDITORIAL: (
        Item("alt-texts", _("Every picture says in words what it shows."), ("accessible",)),
        Item("captions", _("Every recording has captions or a transcript."), ("accessible",)),
        Item(
            "links",
            _("Every link and citation was opened, and leads where it says, without a login."),
            ("resources", "citations"),
        ),
        Item(
            "reading",
            _("It reads easily: short sentences, plain words, each abbreviation explained."),
            ("reading-grade", "plain"),
        ),
        Item(
            "inclusive",
            _("Its words leave nobody out, and there is more than one way to show the skill."),
            ("inclusive", "accessible"),
        ),
        Item("spelling", _("Spelling, punctuation and names are right, in the language that it names."), ("language",)),
    ),
}
"""What is looked at before a gate is passed; the automatic checks named inform it and decide nothing."""


class Extent(StrEnum):
    """How much an edit changes."""

    NONE = "none"
    EDITORIAL = "editorial"
    SUBSTANTIVE = "substantive"


TOUCHED_BY: dict[Extent, frozenset[Gate]] = {
    Extent.NONE: frozenset(),
    Extent.EDITORIAL: frozenset({Gate.EDITORIAL}),
    Extent.SUBSTANTIVE: frozenset(REVIEWS),
}
"""The gates that an edit opens again. What a micro-credential is needed for was decided before it was written."""

EDITORIAL_FIELDS = frozenset({"tags", "research", "research_note", "resources", "rationale", "stack", "demonstration"})
"""What may be changed without changing what is promised, asked or judged."""


def extent_of(before: Design, after: Design) -> Extent:
    """How much of a design was changed: nothing, its presentation, or what is promised, asked or judged.

    In what is promised, asked or judged, capitals, spaces and punctuation alone are presentation.
    """
    found = changes(before, after)
    if not found:
        return Extent.NONE
    return Extent.EDITORIAL if all(map(_is_presentation, found)) else Extent.SUBSTANTIVE


def touched_gates(passed: Sequence[tuple[Gate, Design]], now: Design) -> frozenset[Gate]:
    """The passed gates that a design needs to pass again, each given with the design that passed it."""
    return frozenset(gate for gate, then in passed if gate in TOUCHED_BY[extent_of(then, now)])


def _is_presentation(change: Change) -> bool:
    if change.field in EDITORIAL_FIELDS:
        return True
    texts = isinstance(change.before, str) and isinstance(change.after, str)
    return texts and _bare(change.before) == _bare(change.after)


def _bare(text: str) -> str:
    """Letters and digits alone."""
    return "".join(character for character in text.casefold() if character.isalnum())
