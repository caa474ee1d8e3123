"""Everything that the workspace and the review before submitting show, in a constant number of queries."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from microcred.catalog.models import Part, Requirement
from microcred.catalog.queries import Rubric, RubricCriterion, requirements_of, rubric_of
from microcred.portfolios.models import Answer, Item, Pursuit, Return, Submission
from microcred.portfolios.queries.pursuits import state_of
from microcred.portfolios.rules import State, may_change, word_count, words_too_many


@dataclass(frozen=True)
class RequirementWork:
    """One requirement with what stands there so far."""

    requirement: Requirement
    number: int
    criteria: tuple[RubricCriterion, ...]
    answer: Answer | None
    items: tuple[Item, ...]
    editable: bool

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
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"requirement-{self.number}"


@dataclass(frozen=True)
class CriterionProgress:
    """How much of what feeds a criterion is there."""

    criterion: RubricCriterion
    ready: int
    needed: int
    reopened: bool
    anchor: str
    """where the first of it stands on the page"""


@dataclass(frozen=True)
class Workspace:
    """A pursuit with the rubric beside the work."""

    pursuit: Pursuit
    state: State
    rubric: Rubric
    work: tuple[RequirementWork, ...]
    reopened: frozenset[UUID]
    latest: Submission | None
    """the submission that came last"""

    @cached_property
    def parts(self) -> list[tuple[Part, list[RequirementWork]]]:
        """The work by part."""
        return [
            (part, works) for part in Part if (works := [work for work in self.work if work.requirement.part == part])
        ]

    @cached_property
    def progress(self) -> list[CriterionProgress]:
        """Progress by criterion, not by page."""
        return [self._progress(criterion) for criterion in self.rubric.criteria]

    def _progress(self, criterion: RubricCriterion) -> CriterionProgress:
        feeding = [work for work in self.work if criterion in work.criteria]
        ready = sum(work.is_ready for work in feeding)
        anchor = feeding[0].anchor if feeding else f"criterion-{criterion.id}"
        return CriterionProgress(criterion, ready, len(feeding), criterion.id in self.reopened, anchor)

    @property
    def ready(self) -> int:
        """How many requirements could be submitted as they are."""
        return sum(work.is_ready for work in self.work)

    @property
    def is_ready(self) -> bool:
        """Whether everything could be submitted."""
        return self.ready == len(self.work)

    @property
    def is_open(self) -> bool:
        """Whether the educator works on it now."""
        return self.state in (State.STARTED, State.RETURNED)

    @property
    def next_attempt(self) -> int:
        """The number that the next submission gets."""
        return self.latest.attempt + 1 if self.latest else 1


def workspace_of(pursuit: Pursuit) -> Workspace:
    """Everything about the work on a pursuit."""
    state = state_of(pursuit)
    rubric = rubric_of(pursuit.version)
    latest = Submission.objects.filter(pursuit=pursuit).order_by("-attempt").first()
    reopened = _reopened(latest) if state is State.RETURNED else frozenset()
    answers = {answer.requirement_id: answer for answer in Answer.objects.filter(pursuit=pursuit)}
    items: dict[UUID, list[Item]] = {}
    for item in present_items(pursuit):
        items.setdefault(item.requirement_id, []).append(item)
    criteria = {criterion.id: criterion for criterion in rubric.criteria}
    work = []
    for number, requirement in enumerate(requirements_of(pursuit.version), start=1):
        feeds = [criterion.pk for criterion in requirement.criteria.all()]
        work.append(
            RequirementWork(
                requirement,
                number,
                tuple(criteria[feed] for feed in feeds),
                answers.get(requirement.pk),
                tuple(items.get(requirement.pk, ())),
                may_change(state, feeds=feeds, reopened=reopened),
            )
        )
    return Workspace(pursuit, state, rubric, tuple(work), reopened, latest)


def present_items(pursuit: Pursuit) -> list[Item]:
    """The files and links that are in and were not taken out, in the order in which they came."""
    return list(
        Item.objects.filter(pursuit=pursuit, removal__isnull=True).select_related("file").order_by("put_in_at", "pk")
    )


def _reopened(latest: Submission | None) -> frozenset[UUID]:
    returned = Return.objects.filter(submission=latest).first()
    return frozenset(returned.reopened.values_list("pk", flat=True)) if returned else frozenset()
