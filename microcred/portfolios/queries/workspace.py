"""Everything that the workspace and the review before submitting show, in a constant number of queries."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from microcred.catalog.models import Requirement
from microcred.catalog.queries import Rubric, VersionSaid, said_in
from microcred.foundation.asked_often import asked_often
from microcred.portfolios.models import (
    Answer,
    CleanCopy,
    FailedCheck,
    Item,
    Pursuit,
    Shortfall,
    Submission,
    SubmittedItem,
    SubmittedText,
)
from microcred.portfolios.queries.amiss import failed_checks, still_amiss
from microcred.portfolios.queries.arrivals import pending_of
from microcred.portfolios.queries.judged import clean_digest_of
from microcred.portfolios.queries.pins import content_of, frozen_pins, pins_differ, pins_in
from microcred.portfolios.queries.pursuits import state_of
from microcred.portfolios.queries.renditions import with_forms
from microcred.portfolios.queries.titles import named, with_renamed
from microcred.portfolios.queries.work import RequirementWork, ShortCriterion, Workspace, mark_of
from microcred.portfolios.rules import (
    OPEN,
    State,
    digest_of,
    may_change,
    open_as,
    standing_in,
    words_too_many,
)

__all__ = ["RequirementWork", "Workspace", "mark_after_saving", "present_items", "workspace_of"]


@dataclass(frozen=True)
class Submitted:
    """What a submission froze, by requirement: the digests of texts and files, and the addresses of links."""

    texts: dict[UUID, str]
    items: dict[UUID, list[str]]

    def differs(self, requirement_id: UUID, text: str, items: Iterable[Item]) -> bool:
        """Whether what stands there now is something else."""
        here = [content_of(item) for item in items]
        return digest_of(text) != self.texts.get(requirement_id, digest_of("")) or sorted(here) != sorted(
            self.items.get(requirement_id, [])
        )


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
    came_back = _came_back.first(pursuit_id=pursuit.pk) if latest and state in OPEN else None
    failed = tuple(failed_checks(pursuit_id=pursuit.pk)) if state is State.INCOMPLETE else ()
    failing = {check.requirement_id for check in failed}
    opened = open_as(state, came_back=came_back is not None)
    shortfalls = {row.criterion_id: row for row in _shortfalls(submission_id=came_back.pk)} if came_back else {}
    short = _short(shortfalls, rubric)
    before = _submitted(came_back) if came_back else None
    answers = {answer.requirement_id: answer for answer in _answers(pursuit_id=pursuit.pk)}
    items: dict[UUID, list[Item]] = {}
    for item in present_items(pursuit):
        items.setdefault(item.requirement_id, []).append(item)
    amiss = _amiss(latest, failed, answers, items) if latest and failed else {}
    pending = pending_of(pursuit)
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
                may_change(state, feeds=feeds, reopened=short, failed=requirement.pk in failing),
                opened,
                tuple(short[feed] for feed in feeds if feed in short),
                before is None or before.differs(requirement.pk, answer.text if answer else "", mine),
                pending=tuple(one for one in pending if one.requirement_id == requirement.pk),
                amiss=amiss.get(requirement.pk, ()),
            )
        )
    pins = pins_in(pursuit)
    if came_back:
        frozen = frozen_pins(came_back)
        work = [one if one.changed else replace(one, changed=pins_differ(one, pins, frozen)) for one in work]
    return Workspace(
        pursuit,
        state,
        said,
        tuple(_with_alternatives(work)),
        frozenset(short),
        latest,
        came_back,
        failed,
        pins,
        frozenset(shortfalls) - frozenset(short),
    )


def _amiss(
    latest: Submission, failed: Iterable[FailedCheck], answers: Mapping[UUID, Answer], items: Mapping[UUID, list[Item]]
) -> dict[UUID, tuple[FailedCheck, ...]]:
    """What was found amiss and stands as it was handed in, by requirement."""
    before = _submitted(latest)

    def differs(where: UUID) -> bool:
        text = answers[where].text if where in answers else ""
        return before.differs(where, text, items.get(where, ()))

    return still_amiss(failed, items, differs=differs)


def mark_after_saving(pursuit: Pursuit, requirement: Requirement, text: str) -> str:
    """The `mark` of a requirement whose answer has just been saved, in one query; a few more where work came back."""
    state, amiss = state_of(pursuit), False
    if state is State.INCOMPLETE:
        amiss = _is_amiss_as_written(pursuit, requirement, text)
        state = open_as(state, came_back=_came_back.first(pursuit_id=pursuit.pk) is not None)
    over = words_too_many(text, requirement.word_limit)
    changed = state is not State.RETURNED or digest_of(text) != _digest_before(pursuit, requirement)
    facts = {"is_empty": not text.strip(), "changed": changed, "amiss": amiss}
    return mark_of(standing_in(state, may_change=True, words_over=over, **facts), over)


def _is_amiss_as_written(pursuit: Pursuit, requirement: Requirement, text: str) -> bool:
    """Whether an answer is the one with which something was found amiss."""
    failed = failed_checks(pursuit_id=pursuit.pk)
    about = [one.incompleteness_id for one in failed if one.requirement_id == requirement.pk]
    texts = SubmittedText.objects.filter(requirement=requirement, digest=digest_of(text))
    return bool(about) and texts.filter(submission__incompleteness__in=about).exists()


def _digest_before(pursuit: Pursuit, requirement: Requirement) -> str | None:
    """The digest of an answer as it was judged last."""
    judged = SubmittedText.objects.filter(
        submission__pursuit=pursuit, submission__return_row__isnull=False, requirement=requirement
    )
    return _as_judged(judged).order_by("-submission__number").values_list("judged", flat=True).first()


def present_items(pursuit: Pursuit) -> list[Item]:
    """The files and links that are in and were not taken out, in the order in which they came."""
    return [named(item) for item in _present_items(pursuit_id=pursuit.pk)]


def _as_judged(texts: QuerySet[SubmittedText]) -> QuerySet[Any]:
    """Frozen answers with the digest of what was `judged`: of the clean words, where some stand in their place."""
    return texts.annotate(judged=Coalesce(clean_digest_of(OuterRef("digest")), "digest"))


def _short(rows: Mapping[UUID, Shortfall], rubric: Rubric) -> dict[UUID, ShortCriterion]:
    """What a submission that came back is short of, by criterion, in the order of the rubric; without what a fresh
    reading found met."""
    short = {}
    for criterion in rubric.criteria:
        if (row := rows.get(criterion.id)) and not hasattr(row, "raised"):
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
    all_of_them = Submission.objects.filter(pursuit=pursuit_id)
    return all_of_them.select_related("withdrawal", "incompleteness").order_by("-number")[:1]


@asked_often
def _came_back(*, pursuit_id: UUID) -> QuerySet[Submission]:
    return Submission.objects.filter(pursuit=pursuit_id, return_row__isnull=False).order_by("-number")[:1]


@asked_often
def _answers(*, pursuit_id: UUID) -> QuerySet[Answer]:
    return Answer.objects.filter(pursuit=pursuit_id)


@asked_often
def _present_items(*, pursuit_id: UUID) -> QuerySet[Item]:
    present = Item.objects.filter(pursuit=pursuit_id, removal__isnull=True)
    return with_forms(with_renamed(present.select_related("file"))).order_by("put_in_at", "pk")


@asked_often
def _shortfalls(*, submission_id: UUID) -> QuerySet[Shortfall]:
    return Shortfall.objects.filter(return_row__submission=submission_id).select_related("raised")


@asked_often
def _items_frozen(*, submission_id: UUID) -> QuerySet[SubmittedItem, tuple[UUID, str, str]]:
    """What was frozen as it was judged: a clean copy that took the place of a file is what assessors read."""
    copies = CleanCopy.objects.filter(quarantine__piece__item=OuterRef("item")).order_by("-put_in_at")
    judged = Coalesce(Subquery(copies.values("item__file__sha256")[:1]), "item__file__sha256")
    frozen = SubmittedItem.objects.filter(submission=submission_id).annotate(judged=judged)
    return frozen.values_list("item__requirement", "judged", "item__url")


@asked_often
def _texts_frozen(*, submission_id: UUID) -> QuerySet[SubmittedText, tuple[UUID, str]]:
    """What was frozen as it was judged: clean words that took the place of others are what assessors read."""
    return _as_judged(SubmittedText.objects.filter(submission=submission_id)).values_list("requirement", "judged")
