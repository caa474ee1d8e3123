"""What lies on an assessor's desk: evidence without its author, the rubric, notes, and what they add up to."""

from dataclasses import dataclass, replace
from datetime import datetime
from difflib import SequenceMatcher
from uuid import UUID

from django.db.models import QuerySet

from microcred.catalog.models import Criterion, Part
from microcred.catalog.queries import RubricLevel, RuleSaid, VersionSaid, rubric_of
from microcred.catalog.queries.versions import OtherWording
from microcred.catalog.rules import Verdict, Words, reasons_in_words
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Person
from microcred.portfolios.models import Submission
from microcred.portfolios.queries import (
    RequirementContents,
    SeenWords,
    SubmittedEvidence,
    change_notes_in,
    contents_of,
    judged_anew_in,
    terms_of,
    wall_for_judges,
)
from microcred.scoring.models import AppealResult, Mark, QueueItem, Result
from microcred.scoring.queries.handed_in import handed_in_with
from microcred.scoring.rules import Found, HandedIn, comment_is_needed, look_at_comment


def carried_into(submission: Submission) -> dict[UUID, Result | AppealResult]:
    """What an earlier attempt has already settled: its results, by criterion, but for those that reopened.

    What fell short is judged again, and so is what rests on evidence that has changed since. What else was met stays
    met, and so does what stayed below its level in a part that passed all the same.
    """
    if submission.attempt == 1:
        return {}
    earlier = results_before(submission)
    rubric = rubric_of(submission.pursuit.version)
    short = rubric.verdict({criterion: result.score.level.position for criterion, result in earlier.items()}).short
    open_again = {*short, *judged_anew_in(submission)}
    return {criterion: result for criterion, result in earlier.items() if criterion not in open_again}


def results_before(submission: Submission) -> dict[UUID, Result | AppealResult]:
    """What the attempt before came to, by criterion; what an appeal of it found met instead of what was decided."""
    before = {"pursuit": submission.pursuit_id, "attempt": submission.attempt - 1}
    results = Result.objects.filter(**{f"decision__submission__{name}": value for name, value in before.items()})
    raised = AppealResult.objects.filter(
        raised=True, **{f"decision__appeal__decision__submission__{name}": value for name, value in before.items()}
    )
    stood: dict[UUID, Result | AppealResult] = {
        result.criterion_id: result for result in results.select_related("score__level")
    }
    return stood | {result.criterion_id: result for result in raised.select_related("score__level")}


@dataclass(frozen=True)
class Earlier:
    """What the attempt before came to for one criterion, and what its educator was told."""

    level: RubricLevel | None
    comment: str


@dataclass(frozen=True)
class CriterionAtHand:
    """One criterion under judgement, with what the assessor has noted. `carried` ones are locked as met."""

    id: UUID
    number: int
    part: Part
    name: str
    description: str
    levels: tuple[RubricLevel, ...]
    required_level: RubricLevel
    chosen: RubricLevel | None
    comment: str
    revision: int
    saved_at: datetime | None
    carried: bool
    excused: bool = False
    """below the level that is needed, in a part that passes all the same"""
    others: tuple[OtherWording, ...] = ()
    """how it reads in the other languages in which the educator may have read it"""
    rules: tuple[RuleSaid, ...] = ()
    """how it has been read since it was published"""
    change_note: SeenWords | None = None
    """what the educator says they changed since it came back"""
    earlier: Earlier | None = None
    """what the attempt before came to, where the terms of the version have assessors see it"""
    hides_level: bool = False
    """whether the level that an earlier attempt settled is kept from who judges now"""
    found: tuple[Found, ...] = ()
    """what rules of words find in the comment so far"""

    @property
    def required_position(self) -> int:
        """The position of the level that is needed, as the rule asks for it."""
        return self.required_level.position

    @property
    def met(self) -> bool:
        """Whether the level chosen so far suffices."""
        return self.chosen is not None and self.chosen.position >= self.required_position

    @property
    def lacks_comment(self) -> bool:
        """Whether the level chosen so far asks for a comment that is not there."""
        return (
            self.chosen is not None
            and not self.comment.strip()
            and comment_is_needed(reached=self.chosen.position, required=self.required_position)
        )


@dataclass(frozen=True)
class Reading:
    """A reading in progress: the rubric with notes, the word about the whole, and what the rule makes of it so far."""

    criteria: tuple[CriterionAtHand, ...]
    word: str
    word_revision: int
    verdict: Verdict
    found: tuple[Found, ...] = ()
    """what rules of words find in the word about the whole"""

    @property
    def why(self) -> list[Words]:
        """Part by part what the decision rests on, where a part passes by another rule than the usual one."""
        return [] if self.verdict.is_by_the_usual_rule else reasons_in_words(self.verdict)

    @property
    def open(self) -> tuple[CriterionAtHand, ...]:
        """The criteria that are to be judged now."""
        return tuple(criterion for criterion in self.criteria if not criterion.carried)

    @property
    def judged(self) -> int:
        """How many of the open criteria have a level."""
        return sum(criterion.chosen is not None for criterion in self.open)

    @property
    def lacking(self) -> tuple[CriterionAtHand, ...]:
        """The criteria that still lack a level or a comment; while there are any, nothing can be decided."""
        return tuple(criterion for criterion in self.open if criterion.chosen is None or criterion.lacks_comment)

    @property
    def everything_found(self) -> tuple[Found, ...]:
        """What is found in all comments so far, and in the word about the whole."""
        return (*(found for criterion in self.open for found in criterion.found), *self.found)

    @property
    def is_kept_back(self) -> bool:
        """Whether something keeps it from being saved: a level or comment that lacks, or what is certainly amiss."""
        return bool(self.lacking) or any(found.is_certain for found in self.everything_found)


def reading_of(item: QueueItem, person: Person, said: VersionSaid | None = None) -> Reading:
    """A person's reading of a submission as far as it has come, by default with the rubric in its own language."""
    marks = {mark.criterion_id: mark for mark in _marks(item_id=item.pk, person_id=person.pk)}
    carried = carried_into(item.submission)
    notes, before, shows = _of_the_attempt_before(item.submission)
    criteria = []
    rubric = said.rubric if said else rubric_of(item.version)
    for number, row in enumerate(rubric.criteria, start=1):
        mark, earlier = marks.get(row.id), carried.get(row.id)
        level_id = earlier.score.level_id if earlier else mark.level_id if mark else None
        criteria.append(
            CriterionAtHand(
                id=row.id,
                number=number,
                part=row.part,
                name=row.name,
                description=row.description,
                levels=row.levels,
                required_level=row.required_level,
                chosen=next((level for level in row.levels if level.id == level_id), None),
                comment=earlier.told if earlier else mark.comment if mark else "",
                revision=mark.revision if mark else 0,
                saved_at=mark.saved_at if mark else None,
                carried=earlier is not None,
                others=row.others,
                rules=row.rules,
                change_note=notes.get(row.id),
                earlier=_earlier(before.get(row.id), row.levels) if shows and earlier is None else None,
                hides_level=earlier is not None and not shows,
            )
        )
    word, handed = marks.get(None), handed_in_with(item)
    reached = {criterion.id: criterion.chosen.position for criterion in criteria if criterion.chosen is not None}
    verdict = rubric.verdict(reached)
    return Reading(
        criteria=tuple(
            replace(each, excused=each.id in verdict.excused, found=() if each.carried else _found(each, handed))
            for each in criteria
        ),
        word=word.comment if word else "",
        word_revision=word.revision if word else 0,
        verdict=verdict,
        found=look_at_comment(word.comment, handed, is_short=False) if word else (),
    )


def _found(criterion: CriterionAtHand, handed: HandedIn) -> tuple[Found, ...]:
    is_short = criterion.chosen is not None and comment_is_needed(
        reached=criterion.chosen.position, required=criterion.required_position
    )
    return look_at_comment(criterion.comment, handed, is_short=is_short)


def _of_the_attempt_before(
    submission: Submission,
) -> tuple[dict[UUID | None, SeenWords], dict[UUID, Result | AppealResult], bool]:
    """The notes of changes, the earlier results, and whether these are shown; no query of a first attempt."""
    if submission.attempt == 1:
        return {}, {}, False
    shows = terms_of(submission.pursuit.version).shows_earlier
    return change_notes_in(submission), results_before(submission) if shows else {}, shows


def _earlier(result: Result | AppealResult | None, levels: tuple[RubricLevel, ...]) -> Earlier | None:
    if result is None:
        return None
    return Earlier(next((level for level in levels if level.id == result.score.level_id), None), result.told)


@dataclass(frozen=True)
class Change:
    """A run of words that an answer kept, lost or gained since the attempt before."""

    kind: str
    text: str


@dataclass(frozen=True)
class Handed:
    """What was handed in for one requirement.

    `new` names the files and links that the attempt before did not hold; `changes` is None where the words are the
    same as then. `before` is what the attempt before held for it, where that was something else. `is_open` says
    whether a criterion that is judged now looks at it.
    """

    number: int
    contents: RequirementContents
    criteria: tuple[Criterion, ...]
    new: frozenset[UUID]
    changes: tuple[Change, ...] | None
    before: RequirementContents | None
    is_open: bool

    @property
    def taken_out(self) -> tuple[SubmittedEvidence, ...]:
        """The files and links of the attempt before that this one does not hold any more."""
        here = {(item.sha256, item.url) for item in self.contents.items}
        earlier = self.before.items if self.before else ()
        return tuple(item for item in earlier if (item.sha256, item.url) not in here)

    @property
    def documents_before(self) -> tuple[SubmittedEvidence, ...]:
        """Of these, the documents that a browser shows."""
        return tuple(item for item in self.taken_out if item.is_shown_as_document)

    @property
    def documents_now(self) -> tuple[SubmittedEvidence, ...]:
        """The documents that a browser shows and that the attempt before did not hold."""
        return tuple(item for item in self.contents.items if item.id in self.new and item.is_shown_as_document)

    @property
    def differs_before(self) -> frozenset[UUID]:
        """The same, by their identifiers."""
        return frozenset(item.id for item in self.taken_out)


def evidence_of(submission: Submission, said: VersionSaid | None = None) -> tuple[Handed, ...]:
    """Everything that a submission froze, by requirement, without a word about whose it is."""
    earlier = _attempt_before(submission)
    held = contents_of(earlier, wall=wall_for_judges(earlier)).by_requirement if earlier else ()
    before = {one.requirement.pk: one for one in held}
    known = {(item.sha256, item.url) for one in before.values() for item in one.items}
    carried = carried_into(submission)
    handed = []
    for number, contents in enumerate(contents_of(submission, said).by_requirement, start=1):
        old = before.get(contents.requirement.pk)
        is_other = old is not None and _held(old) != _held(contents)
        handed.append(
            Handed(
                number=number,
                contents=contents,
                criteria=tuple(contents.requirement.criteria.all()),
                new=frozenset(item.id for item in contents.items if earlier and (item.sha256, item.url) not in known),
                changes=_changes(old, contents),
                before=old if is_other else None,
                is_open=not contents.criteria <= carried.keys(),
            )
        )
    return tuple(handed)


def _changes(old: RequirementContents | None, contents: RequirementContents) -> tuple[Change, ...] | None:
    """How the answer became another; None where it is the same, or one of the two is set aside."""
    aside = any(one is not None and one.answer is not None and one.answer.is_set_aside for one in (old, contents))
    return None if old is None or aside or old.text == contents.text else changes_between(old.text, contents.text)


def _held(contents: RequirementContents) -> tuple[str, list[tuple[str, str]]]:
    """What was handed in, so that two attempts can be compared."""
    return contents.text, sorted((item.sha256, item.url) for item in contents.items)


def _attempt_before(submission: Submission) -> Submission | None:
    if submission.attempt == 1:
        return None
    return Submission.objects.select_related("pursuit__version").get(
        pursuit=submission.pursuit_id, attempt=submission.attempt - 1, return_row__isnull=False
    )


LONGEST_COMPARED = 4000
"""Words beyond which two answers are not compared word by word: the comparison grows with the square."""


def changes_between(before: str, after: str) -> tuple[Change, ...]:
    """Return how one text became another, as runs of words that are `kept`, `lost` or `gained`."""
    old, new = _words(before), _words(after)
    if len(old) + len(new) > LONGEST_COMPARED:
        return tuple(Change(kind, text) for kind, text in (("lost", before), ("gained", after)) if text)
    changes = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            changes.append(Change("kept", "".join(old[a:b])))
            continue
        if a < b:
            changes.append(Change("lost", "".join(old[a:b])))
        if c < d:
            changes.append(Change("gained", "".join(new[c:d])))
    return tuple(changes)


def _words(text: str) -> list[str]:
    """Split a text into words with the space behind them, so that joining gives the text again."""
    words: list[str] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or (text[place - 1].isspace() and not text[place].isspace()):
            words.append(text[start:place])
            start = place
    return words


@asked_often
def _marks(*, item_id: UUID, person_id: UUID) -> QuerySet[Mark]:
    return Mark.objects.filter(item=item_id, assessor=person_id)
