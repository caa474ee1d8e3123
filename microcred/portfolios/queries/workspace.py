"""Everything that the workspace and the review before submitting show, in a constant number of queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from microcred.catalog.models import Part, Requirement
from microcred.catalog.queries import Rubric, RubricCriterion, RubricLevel, VersionSaid, said_in
from microcred.foundation.asked_often import asked_often
from microcred.portfolios.models import (
    Answer,
    Item,
    Pursuit,
    Shortfall,
    Submission,
    SubmittedItem,
    SubmittedText,
)
from microcred.portfolios.queries.pursuits import state_of
from microcred.portfolios.rules import (
    DONE,
    Standing,
    State,
    digest_of,
    may_change,
    standing_in,
    word_count,
    words_too_many,
)


@dataclass(frozen=True)
class ShortCriterion:
    """What was said of a criterion that came back: the level reached, if it was told, and the comment."""

    criterion: RubricCriterion
    level: RubricLevel | None
    comment: str


@dataclass(frozen=True)
class Submitted:
    """What a submission froze, by requirement: the digests of texts and files, and the addresses of links."""

    texts: dict[UUID, str]
    items: dict[UUID, list[str]]

    def differs(self, requirement_id: UUID, text: str, items: Iterable[Item]) -> bool:
        """Whether what stands there now is something else."""
        here = [item.file.sha256 if item.file else item.url for item in items]
        return digest_of(text) != self.texts.get(requirement_id, digest_of("")) or sorted(here) != sorted(
            self.items.get(requirement_id, [])
        )


@dataclass(frozen=True)
class RequirementWork:
    """One requirement with what stands there so far."""

    requirement: Requirement
    number: int
    criteria: tuple[RubricCriterion, ...]
    answer: Answer | None
    items: tuple[Item, ...]
    editable: bool
    state: State
    """where the pursuit stands"""
    short: tuple[ShortCriterion, ...] = ()
    """what of it came back, in the order of the rubric"""
    changed: bool = True
    """whether it differs from what was submitted last"""
    alternatives: tuple[int, ...] = ()
    """the numbers of all that it is one of, itself among them; one of them suffices"""
    spared: bool = False
    """whether evidence for another of them is there"""

    @property
    def takes_text(self) -> bool:
        """Whether it is answered in writing."""
        return self.requirement.kind != Requirement.Kind.ARTIFACT

    @property
    def text(self) -> str:
        """What is written so far."""
        return self.answer.text if self.answer else ""

    @property
    def words(self) -> int:
        """How many words are written."""
        return word_count(self.text)

    @property
    def too_many(self) -> int:
        """How many words there are beyond the limit."""
        return words_too_many(self.text, self.requirement.word_limit)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is there yet."""
        return not self.text.strip() if self.takes_text else not self.items

    @property
    def is_ready(self) -> bool:
        """Whether it could be submitted as it is."""
        return not self.is_empty and not self.too_many

    @property
    def standing(self) -> Standing:
        """Where the evidence for it stands."""
        return standing_in(
            self.state,
            may_change=self.editable,
            is_empty=self.is_empty,
            words_over=self.too_many,
            changed=self.changed,
            spared=self.spared,
        )

    @property
    def mark(self) -> str:
        """What a page says of its standing, in a few letters, by which a save knows whether the page says it still."""
        return _mark(self.standing, self.too_many)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do for it before the next submission."""
        return self.standing in DONE

    @property
    def was_met(self) -> tuple[RubricCriterion, ...]:
        """The criteria it feeds that did not come back; all of them while nothing did."""
        came_back = {short.criterion.id for short in self.short}
        return tuple(criterion for criterion in self.criteria if criterion.id not in came_back)

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"requirement-{self.number}"

    @property
    def counts_as(self) -> str:
        """What it is counted under: alternatives are counted once together."""
        return f"{self.requirement.part}/{self.requirement.one_of}" if self.alternatives else self.anchor


@dataclass(frozen=True)
class CriterionProgress:
    """How much of what feeds a criterion is done; after a return, of what is open for it."""

    criterion: RubricCriterion
    ready: int
    needed: int
    reopened: bool
    anchor: str
    """where the first of it stands on the page"""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do for it. What came back is done once any of it is revised."""
        return self.ready > 0 if self.reopened else self.ready == self.needed


@dataclass(frozen=True)
class Workspace:
    """A pursuit with the rubric beside the work."""

    pursuit: Pursuit
    state: State
    said: VersionSaid
    """the version as its reader reads it"""
    work: tuple[RequirementWork, ...]
    reopened: frozenset[UUID]
    latest: Submission | None
    """the submission that came last"""

    @property
    def rubric(self) -> Rubric:
        """What it is judged by, in the language of who reads it."""
        return self.said.rubric

    @cached_property
    def parts(self) -> list[tuple[Part, list[RequirementWork]]]:
        """The work by part; after a return only what is open again."""
        return [(part, works) for part in Part if (works := [w for w in self.counted if w.requirement.part == part])]

    @cached_property
    def counted(self) -> tuple[RequirementWork, ...]:
        """The work that the next submission depends on: all of it at first, then only what is open again."""
        return tuple(work for work in self.work if work.standing is not Standing.CARRIED)

    @cached_property
    def carried(self) -> tuple[RequirementWork, ...]:
        """What was met and goes along as it was judged."""
        return tuple(work for work in self.work if work.standing is Standing.CARRIED)

    @cached_property
    def progress(self) -> list[CriterionProgress]:
        """Progress by criterion, not by page; after a return only of the criteria that came back."""
        criteria = self.rubric.criteria
        return [self._progress(one) for one in criteria if not self.reopened or one.id in self.reopened]

    def _progress(self, criterion: RubricCriterion) -> CriterionProgress:
        feeding = [work for work in self.counted if criterion in work.criteria]
        anchor = feeding[0].anchor if feeding else f"criterion-{criterion.id}"
        done, all_of_it = _done_of(feeding)
        return CriterionProgress(criterion, done, all_of_it, criterion.id in self.reopened, anchor)

    @property
    def ready(self) -> int:
        """For how many requirements nothing is left to do; after a return, of those that are open again."""
        return _done_of(self.counted)[0]

    @property
    def needed(self) -> int:
        """How many that is of; alternatives are one together."""
        return _done_of(self.counted)[1]

    @property
    def is_unchanged(self) -> bool:
        """Whether it came back and stands as it was judged."""
        return self.state is State.RETURNED and not any(work.changed for work in self.counted)

    @property
    def is_open(self) -> bool:
        """Whether the educator works on it now."""
        return self.state in (State.STARTED, State.RETURNED)

    @property
    def next_attempt(self) -> int:
        """The number that the next submission gets."""
        return self.latest.attempt + 1 if self.latest else 1


def _done_of(works: Iterable[RequirementWork]) -> tuple[int, int]:
    """For how many requirements nothing is left to do, and of how many; alternatives are one together."""
    done: dict[str, bool] = {}
    for work in works:
        done[work.counts_as] = done.get(work.counts_as, True) and work.is_done
    return sum(done.values()), len(done)


def _with_alternatives(work: list[RequirementWork]) -> Iterator[RequirementWork]:
    """The work, where one of several suffices with the numbers of all, and whether evidence for another is there."""
    groups: dict[tuple[int, str], list[RequirementWork]] = {}
    for one in work:
        if one.requirement.one_of:
            groups.setdefault((one.requirement.part, one.requirement.one_of), []).append(one)
    for one in work:
        group = groups.get((one.requirement.part, one.requirement.one_of), [])
        if len(group) < 2:
            yield one
            continue
        others = any(not other.is_empty for other in group if other is not one)
        yield replace(one, alternatives=tuple(other.number for other in group), spared=others)


def workspace_of(pursuit: Pursuit, said: VersionSaid | None = None) -> Workspace:
    """Everything about the work on a pursuit, with the words of its version as said, by default the original."""
    state = state_of(pursuit)
    said = said or said_in(pursuit.version, pursuit.version.language)
    rubric = said.rubric
    latest = _latest.first(pursuit_id=pursuit.pk)
    came_back = latest if state is State.RETURNED else None
    short = _short(came_back, rubric) if came_back else {}
    before = _submitted(came_back) if came_back else None
    answers = {answer.requirement_id: answer for answer in _answers(pursuit_id=pursuit.pk)}
    items: dict[UUID, list[Item]] = {}
    for item in present_items(pursuit):
        items.setdefault(item.requirement_id, []).append(item)
    criteria = {criterion.id: criterion for criterion in rubric.criteria}
    work = []
    for number, requirement in enumerate(said.requirements, start=1):
        feeds = [criterion.pk for criterion in requirement.criteria.all()]
        answer, mine = answers.get(requirement.pk), tuple(items.get(requirement.pk, ()))
        work.append(
            RequirementWork(
                requirement,
                number,
                tuple(criteria[feed] for feed in feeds),
                answer,
                mine,
                may_change(state, feeds=feeds, reopened=short),
                state,
                tuple(short[feed] for feed in feeds if feed in short),
                before is None or before.differs(requirement.pk, answer.text if answer else "", mine),
            )
        )
    return Workspace(pursuit, state, said, tuple(_with_alternatives(work)), frozenset(short), latest)


def mark_after_saving(pursuit: Pursuit, requirement: Requirement, text: str) -> str:
    """The `mark` of a requirement whose answer has just been saved, in one query, or two after a return."""
    state = state_of(pursuit)
    over = words_too_many(text, requirement.word_limit)
    changed = state is not State.RETURNED or digest_of(text) != _digest_before(pursuit, requirement)
    standing = standing_in(state, may_change=True, is_empty=not text.strip(), words_over=over, changed=changed)
    return _mark(standing, over)


def _mark(standing: Standing, over: int) -> str:
    return f"{standing}-{over}"


def _digest_before(pursuit: Pursuit, requirement: Requirement) -> str | None:
    """The digest of an answer as it was submitted last."""
    submitted = SubmittedText.objects.filter(submission__pursuit=pursuit, requirement=requirement)
    return submitted.order_by("-submission__attempt").values_list("digest", flat=True).first()


def present_items(pursuit: Pursuit) -> list[Item]:
    """The files and links that are in and were not taken out, in the order in which they came."""
    return _present_items(pursuit_id=pursuit.pk)


def _short(submission: Submission, rubric: Rubric) -> dict[UUID, ShortCriterion]:
    """What a submission that came back is short of, by criterion, in the order of the rubric."""
    rows = {row.criterion_id: row for row in _shortfalls(submission_id=submission.pk)}
    short = {}
    for criterion in rubric.criteria:
        if row := rows.get(criterion.id):
            level = next((level for level in criterion.levels if level.id == row.level_id), None)
            short[criterion.id] = ShortCriterion(criterion, level, row.comment)
    return short


def _submitted(submission: Submission) -> Submitted:
    """What a submission froze, in two queries."""
    items: dict[UUID, list[str]] = {}
    for requirement, sha256, url in _items_frozen(submission_id=submission.pk):
        items.setdefault(requirement, []).append(sha256 or url)
    return Submitted(dict(_texts_frozen(submission_id=submission.pk)), items)


@asked_often
def _latest(*, pursuit_id: UUID) -> QuerySet[Submission]:
    return Submission.objects.filter(pursuit=pursuit_id).order_by("-attempt")[:1]


@asked_often
def _answers(*, pursuit_id: UUID) -> QuerySet[Answer]:
    return Answer.objects.filter(pursuit=pursuit_id)


@asked_often
def _present_items(*, pursuit_id: UUID) -> QuerySet[Item]:
    present = Item.objects.filter(pursuit=pursuit_id, removal__isnull=True)
    return present.select_related("file").order_by("put_in_at", "pk")


@asked_often
def _shortfalls(*, submission_id: UUID) -> QuerySet[Shortfall]:
    return Shortfall.objects.filter(return_row__submission=submission_id)


@asked_often
def _items_frozen(*, submission_id: UUID) -> QuerySet[SubmittedItem, tuple[UUID, str, str]]:
    frozen = SubmittedItem.objects.filter(submission=submission_id)
    return frozen.values_list("item__requirement", "item__file__sha256", "item__url")


@asked_often
def _texts_frozen(*, submission_id: UUID) -> QuerySet[SubmittedText, tuple[UUID, str]]:
    return SubmittedText.objects.filter(submission=submission_id).values_list("requirement", "digest")
