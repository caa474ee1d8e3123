"""What kind of change lies between two designs: what can only be substantive, and what may be called editorial. Pure.

The measure is what an educator is asked for and what they are judged by. Whether other words say the same nobody but a
person can tell, so a change of wording may be declared editorial by whoever answers for it; what counts without being
read, a level, a limit, a requirement more, cannot.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.design.comparison import Comparison, FieldDiff, PieceDiff, as_words, compare
from microcred.catalog.design.fields import field_name
from microcred.catalog.design.shape import Criterion, Design
from microcred.catalog.design.wording import likeness, same_words

LEAST_KEPT = 0.5
"""Share of words that a prompt or a descriptor keeps when it is reworded. With fewer it is another one."""

WORDING = {
    "design": {
        "name", "stack", "demonstration", "audience", "key_method", "rationale", "research_note", "tags", "license",
    },
    "requirements": {"prompt", "guidance", "why_instead"},
    "rubric": {"name", "description"},
    "levels": {"name", "descriptor"},
}  # fmt: skip
"""The fields whose change may be called editorial. Whatever is not named here counts. The license lets others adapt the
words; what is earned stays the same."""

TEACHING = frozenset({"components", "research", "resources", "alignments", "images", "derived_from"})
"""Lists that explain the micro-credential, or say where it comes from: nothing in them is asked for or judged by."""


class Kind(StrEnum):
    """What a change is: another thing to earn, or the same in better words."""

    SUBSTANTIVE = "substantive"
    EDITORIAL = "editorial"


@dataclass(frozen=True)
class Reason:
    """Why a change can only be substantive: where, as a path into the later design, and what, in words."""

    field: str
    words: str | Promise


@dataclass(frozen=True)
class Judgement:
    """What kind a change can be."""

    comparison: Comparison
    reasons: tuple[Reason, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether both designs say the same."""
        return self.comparison.is_empty

    @property
    def may_be_editorial(self) -> bool:
        """Whether a person may say that it is the same in other words."""
        return not self.reasons

    @property
    def touches_rubric(self) -> bool:
        """Whether anything that assessors judge by reads otherwise: criteria, levels, what is required."""
        return any(not criterion.is_same for criterion in self.comparison.rubric)


def kind_of_change(before: Design, after: Design) -> Judgement:
    """Say what kind the change from one design to another can be, with a reason for each field that decides it."""
    return judgement_of(compare(before, after))


def judgement_of(found: Comparison) -> Judgement:
    """The same, of two designs that were compared already."""
    return Judgement(found, tuple(_reasons(found)))


def _reasons(found: Comparison) -> Iterator[Reason]:
    for field in found.fields:
        if field.name not in WORDING["design"] and not _typography(field):
            yield Reason(field.at, _changed(field_name(field.name), field))
    for name, pieces in found.pieces.items():
        if name not in TEACHING:
            for piece in pieces:
                yield from _about_piece(name, piece)


def _about_piece(name: str, piece: PieceDiff) -> Iterator[Reason]:
    called = _called(name, piece)
    if piece.is_new:
        yield Reason(piece.at, format_lazy(_("{piece} is new."), piece=called))
        return
    if piece.is_gone:
        yield Reason(piece.at, format_lazy(_("{piece} is gone."), piece=called))
        return
    for field in piece.fields:
        label = format_lazy(_("{piece}, {field}"), piece=called, field=field_name(field.name))
        if field.name not in WORDING.get(name, ()):
            yield Reason(field.at, _changed(label, field))
        elif field.name == "prompt" and _rewritten(field):
            yield Reason(
                field.at, format_lazy(_("{piece} asks for something else in most of its words."), piece=called)
            )
    yield from _about_levels(called, piece)


def _about_levels(called: str | Promise, criterion: PieceDiff) -> Iterator[Reason]:
    if any(level.moved for level in criterion.levels):
        yield Reason(
            f"{criterion.at}.levels", format_lazy(_("{piece}: the levels stand in another order."), piece=called)
        )
    for level in criterion.levels:
        name = level.piece.name
        if level.is_new:
            yield Reason(level.at, format_lazy(_("{piece}: the level “{level}” is new."), piece=called, level=name))
        elif level.is_gone:
            yield Reason(level.at, format_lazy(_("{piece}: the level “{level}” is gone."), piece=called, level=name))
        for field in level.fields if level.before and level.after else ():
            if field.name not in WORDING["levels"]:
                yield Reason(field.at, _changed(format_lazy(_("{piece}, {field}"), piece=called, field=name), field))
            elif field.name == "descriptor" and (_rewritten(field) or _anothers(field, criterion.before)):
                yield Reason(
                    field.at,
                    format_lazy(_("{piece}: the level “{level}” describes something else."), piece=called, level=name),
                )


def _called(name: str, piece: PieceDiff) -> str | Promise:
    number = (piece.place if piece.place is not None else int(piece.at.rpartition(".")[2])) + 1
    if name == "rubric":
        return format_lazy(_("Criterion {number}, “{name}”"), number=number, name=piece.piece.name)
    if name == "part_rules":
        return format_lazy(_("Rule of part {number}"), number=piece.piece.part)
    return format_lazy(_("Requirement {number}"), number=number)


def _changed(label: str | Promise, field: FieldDiff) -> str | Promise:
    before, after = as_words(field.before), as_words(field.after)
    if max(len(before), len(after)) > 60:
        return format_lazy(_("{field} says something else."), field=label)
    nothing = _("nothing")
    return format_lazy(
        _("{field}: {before} became {after}."), field=label, before=before or nothing, after=after or nothing
    )


def _typography(field: FieldDiff) -> bool:
    """Whether a text differs in case, punctuation and white space alone."""
    texts = isinstance(field.before, str) and isinstance(field.after, str)
    return texts and field.name == "competency" and same_words(field.before, field.after)


def _rewritten(field: FieldDiff) -> bool:
    return likeness(field.before or "", field.after or "") < LEAST_KEPT


def _anothers(field: FieldDiff, criterion: Criterion) -> bool:
    """Whether a level took over the descriptor of another one: then its words are kept and its meaning is not."""
    others = [level.descriptor for level in criterion.levels if level.descriptor != field.before]
    return any(same_words(field.after, other) for other in others)
