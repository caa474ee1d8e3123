"""What a later version means for work in progress: until when it may be handed in, and what would go along."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from microcred.catalog.design import Comparison, PieceDiff, likeness
from microcred.catalog.models import Requirement, Retirement, Succession, Version
from microcred.catalog.queries import compared, current_version, ends_of, overtaken_by, requirements_of
from microcred.foundation.asked_often import asked_often
from microcred.portfolios.deadlines import Span, with_more_time
from microcred.portfolios.models import Move, Pursuit, Return
from microcred.portfolios.queries.extensions import grace_until
from microcred.portfolios.queries.workspace import RequirementWork, Workspace
from microcred.portfolios.rules import OPEN, State, finish_by

LEAST_LIKENESS = 0.5
"""Share of words that two prompts have in common where one answer can serve both."""

MOVABLE = OPEN
"""What is being judged is decided as it was handed in; what is earned is earned."""


@dataclass(frozen=True)
class Overtaken:
    """That something later than the version of a pursuit was published, or that it retired.

    Attributes:
        by: Where new starts go: the newest version, or its successor's; None where a retirement names none.
        succession: How `by` came after the version before it; None for another micro-credential.
        retirement: Where it retired, or will.
        ends_at: Until when this work may be handed in; None: without end.
        is_over: Whether that has passed.
    """

    by: Version | None
    succession: Succession | None
    retirement: Retirement | None
    ends_at: datetime | None
    is_over: bool

    @property
    def only_reworded(self) -> bool:
        """Whether nothing ended: only words are better now."""
        return self.ends_at is None and self.retirement is None


@dataclass(frozen=True)
class Carried:
    """One requirement of the version that work would go to, and what comes to it."""

    number: int
    requirement: Requirement
    piece: PieceDiff | None
    work: RequirementWork | None
    """what was written or put in on the version before, where it goes along"""
    left_out: int
    """files and links of kinds that are not taken any more"""

    @property
    def comes_along(self) -> bool:
        """Whether anything does."""
        return self.work is not None and not self.work.is_empty

    @property
    def is_same(self) -> bool:
        """Whether what is asked for reads as before."""
        return self.piece is not None and self.piece.is_same


@dataclass(frozen=True)
class MovePlan:
    """What moving over would do, before it is done."""

    to: Version
    carried: tuple[Carried, ...]
    stays: tuple[RequirementWork, ...]
    """work that fits nowhere in the other version: it stays to be read where it is"""


def overtaken(pursuit: Pursuit, state: State, *, at: datetime) -> Overtaken | None:
    """Whether a pursuit was overtaken, in one query where it was not."""
    version = pursuit.version
    newest = _newest.first(micro_credential_id=version.micro_credential_id)
    if newest is None or state in (State.EARNED, State.MOVED, State.SET_ASIDE):
        return None
    retirement = getattr(newest.micro_credential, "retirement", None)
    if newest.pk == version.pk and retirement is None:
        return None
    ends_at = _ends_at(version, retirement, _returned_at(pursuit))
    more = grace_until(pursuit) if ends_at is not None else None
    if ends_at is not None and more is not None:
        ends_at = with_more_time(Span(None, ends_at), [more]).closes_at
    by, succession = _way(newest, version, retirement, at)
    return Overtaken(by, succession, retirement, ends_at, is_over=ends_at is not None and ends_at <= at)


def ends_for_everybody(pursuit: Pursuit, *, at: datetime) -> datetime | None:
    """Until when work on a version was taken at a moment, whatever more time its educator has; None: without end."""
    version = pursuit.version
    retirement = Retirement.objects.filter(micro_credential=version.micro_credential_id).first()
    return _ends_at(version, retirement, _returned_at(pursuit, before=at))


def move_plan(workspace: Workspace, to: Version) -> MovePlan:
    """What of a piece of work fits the requirements of another version."""
    pursuit = workspace.pursuit
    comparison = compared(pursuit.version, to)
    same_thing = pursuit.version.micro_credential_id == to.micro_credential_id
    sources = {new: old for old, new in _fitting(comparison, same_thing).items()}
    pieces = {piece.after.uuid: piece for piece in comparison.requirements if piece.after is not None}
    works = {work.requirement.pk: work for work in workspace.work}
    carried = []
    for number, requirement in enumerate(requirements_of(to), start=1):
        source = sources.get(requirement.pk)
        work = works.get(source) if source else None
        left_out = sum(item.kind not in requirement.accepts for item in work.items) if work else 0
        piece = pieces.get(requirement.pk) if work else None
        carried.append(Carried(number, requirement, piece, work, left_out))
    taken = {one.work.requirement.pk for one in carried if one.work}
    stays = [work for work in workspace.work if work.requirement.pk not in taken and not work.is_empty]
    return MovePlan(to, tuple(carried), tuple(stays))


def move_of(pursuit: Pursuit) -> Move | None:
    """That a pursuit moved over, and where to."""
    return Move.objects.filter(pursuit=pursuit).select_related("to__version__micro_credential").first()


def move_to(pursuit: Pursuit) -> Move | None:
    """That a pursuit began by moving over, and from where."""
    return Move.objects.filter(to=pursuit).select_related("pursuit__version__micro_credential").first()


def in_progress_on(versions: QuerySet[Version]) -> QuerySet[Pursuit]:
    """Work on some versions that is neither earned nor moved over."""
    open_still = Pursuit.objects.filter(version__in=versions, completion__isnull=True, move__isnull=True)
    return open_still.select_related("person", "version__micro_credential__owner").order_by("pk")


def _fitting(comparison: Comparison, same_thing: bool) -> Mapping[UUID, UUID]:
    """Requirements for which evidence fits, old to new: the same by name, or asked for in much the same words.

    Local names mean nothing between two micro-credentials.
    """
    asked = {one.uuid: one for design in (comparison.before, comparison.after) for one in design.requirements}

    def fits(old: UUID, new: UUID) -> bool:
        named = same_thing and asked[old].id == asked[new].id
        return named or likeness(asked[old].prompt, asked[new].prompt) >= LEAST_LIKENESS

    return {old: new for old, new in comparison.requirements_found_again().items() if fits(old, new)}


def _way(
    newest: Version, version: Version, retirement: Retirement | None, at: datetime
) -> tuple[Version | None, Succession | None]:
    if retirement is not None and retirement.successor is not None:
        return current_version(retirement.successor), None
    if retirement is not None and retirement.retired_at <= at:
        return None, None
    return (newest, getattr(newest, "succession", None)) if newest.pk != version.pk else (None, None)


def _ends_at(version: Version, retirement: Retirement | None, returned_at: datetime | None) -> datetime | None:
    ends = overtaken_by([version.pk]).get(version.pk)
    first = min(ends_of([ends, retirement]).values(), default=None)
    return finish_by(first, returned_at, zone=version.micro_credential.owner.time_zone)


def _returned_at(pursuit: Pursuit, *, before: datetime | None = None) -> datetime | None:
    came_back = Return.objects.filter(submission__pursuit=pursuit)
    came_back = came_back.filter(returned_at__lt=before) if before else came_back
    last: datetime | None = came_back.aggregate(last=Max("returned_at"))["last"]
    return last


@asked_often
def _newest(*, micro_credential_id: UUID) -> QuerySet[Version]:
    versions = Version.objects.filter(micro_credential=micro_credential_id)
    return versions.select_related("succession", "micro_credential__retirement__successor__owner").order_by(
        "-number", "-revision"
    )[:1]
