"""What the work on a pursuit is, requirement by requirement, and what follows from it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.utils.functional import Promise

from microcred.catalog.models import Part, Requirement
from microcred.catalog.queries import Rubric, RubricCriterion, RubricLevel, VersionSaid
from microcred.portfolios.completeness import sentence_of
from microcred.portfolios.models import Answer, FailedCheck, Item, Pursuit, Submission
from microcred.portfolios.queries.arrivals import Checking, Pending
from microcred.portfolios.queries.pins import PinsByItem
from microcred.portfolios.queries.redactions import Redacting, redactions_in
from microcred.portfolios.queries.renditions import Forms, forms_along
from microcred.portfolios.queries.taken_out import taken_out_of
from microcred.portfolios.rules import (
    DONE,
    OPEN,
    Standing,
    State,
    standing_in,
    takes_attempt,
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
class RequirementWork:
    """One requirement with what stands there so far."""

    requirement: Requirement
    number: int
    criteria: tuple[RubricCriterion, ...]
    answer: Answer | None
    items: tuple[Item, ...]
    editable: bool
    state: State
    """how the work is open (`rules.open_as`), or where the pursuit stands"""
    short: tuple[ShortCriterion, ...] = ()
    """what of it came back, in the order of the rubric"""
    changed: bool = True
    """whether it differs from what was submitted last"""
    alternatives: tuple[int, ...] = ()
    """the numbers of all that it is one of, itself among them; one of them suffices"""
    spared: bool = False
    """whether evidence for another of them is there"""
    pending: tuple[Pending, ...] = ()
    """what was uploaded for it and is still being checked, or was refused"""
    amiss: tuple[FailedCheck, ...] = ()
    """what of it was found missing or unreadable, and nothing has been done about it yet"""
    waiting: int = 0
    """how much of it is to be mended or declared before it can be submitted, where somebody looked"""

    @property
    def is_being_checked(self) -> bool:
        """Whether something that was uploaded for it is still being checked."""
        return any(one.stage is Checking.CHECKED for one in self.pending)

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
            amiss=bool(self.amiss),
        )

    @property
    def mark(self) -> str:
        """What a page says of its standing, in a few letters, by which a save knows whether the page says it still."""
        return mark_of(self.standing, self.too_many)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do for it before the next submission."""
        return self.standing in DONE and not self.waiting

    @property
    def amiss_said(self) -> tuple["FailedWith", ...]:
        """The same in words."""
        return tuple(FailedWith(one, self) for one in self.amiss)

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
class FailedWith:
    """A check that failed, and the requirement that it is about; None: the work as a whole."""

    check: FailedCheck
    work: RequirementWork | None

    @property
    def words(self) -> str | Promise:
        """The known fact as a sentence, in the language of who reads it."""
        return sentence_of(self.check.fact, self.check.facts) if self.check.fact else self.check.words

    @property
    def is_changed(self) -> bool:
        """Whether something has been done about it since."""
        return self.work is not None and self.check not in self.work.amiss


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
    """the submission that came last, whatever became of it"""
    came_back: Submission | None = None
    """the submission that came back last "not yet", while what it reopened is open"""
    failed: tuple[FailedCheck, ...] = ()
    """what was found amiss, while it is incomplete"""
    pins: PinsByItem = field(default_factory=dict)
    """what the educator says of places in files, by file"""
    raised: frozenset[UUID] = frozenset()
    """what had come back short and was found met by a fresh reading: it stays met, whatever changes"""

    @cached_property
    def redactions(self) -> dict[UUID, Redacting]:
        """What is being covered, or was, of each file; asked by the page that shows it."""
        return redactions_in(self.pursuit)

    @cached_property
    def taken_out(self) -> dict[UUID, list[Item]]:
        """What can be put back, by requirement; asked by the page that shows it."""
        return taken_out_of(self.pursuit.pk)

    @cached_property
    def forms(self) -> dict[UUID, Forms]:
        """What there is of each file beside itself; it came along with the files."""
        return {item.pk: forms_along(item) for work in self.work for item in work.items if item.file}

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
        return self.came_back is not None and not any(work.changed for work in self.counted)

    @property
    def is_open(self) -> bool:
        """Whether the educator works on it now."""
        return self.state in OPEN

    @property
    def next_attempt(self) -> int:
        """Which attempt the next submission is: one that was withdrawn or came back incomplete took none."""
        if self.latest is None:
            return 1
        ended = {"withdrawn": hasattr(self.latest, "withdrawal"), "incomplete": hasattr(self.latest, "incompleteness")}
        return self.latest.attempt + takes_attempt(**ended)

    @property
    def next_number(self) -> int:
        """The number of the next submission among all of the pursuit."""
        return self.latest.number + 1 if self.latest else 1

    @property
    def failed_with_work(self) -> list["FailedWith"]:
        """What was found amiss, each with the requirement that it was found with."""
        works = {work.requirement.pk: work for work in self.work}
        return [FailedWith(one, works.get(one.requirement_id) if one.requirement_id else None) for one in self.failed]


def _done_of(works: Iterable[RequirementWork]) -> tuple[int, int]:
    """For how many requirements nothing is left to do, and of how many; alternatives are one together."""
    done: dict[str, bool] = {}
    for work in works:
        done[work.counts_as] = done.get(work.counts_as, True) and work.is_done
    return sum(done.values()), len(done)


def mark_of(standing: Standing, over: int) -> str:
    """A standing, and the words beyond the limit, in a few letters."""
    return f"{standing}-{over}"
