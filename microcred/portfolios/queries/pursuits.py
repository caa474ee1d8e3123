"""Where pursuits stand."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Exists, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.lookups import IsNull

from microcred.catalog.models import Version
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Person
from microcred.portfolios.models import (
    Completion,
    FailedCheck,
    Incompleteness,
    Move,
    Pause,
    Pursuit,
    Return,
    Shortfall,
    Submission,
)
from microcred.portfolios.queries.holding import HOLDS_READING
from microcred.portfolios.rules import State
from microcred.programs.models import Program
from microcred.programs.queries import programs_offering


def with_state(pursuits: QuerySet[Pursuit]) -> QuerySet[Pursuit]:
    """The same pursuits, each with its `state`, whether what is being judged `is_held`, and the number of its latest
    `attempt`, in the same query.

    What was withdrawn is as if it had not been handed in: the work is where it was before.
    """
    submissions = Submission.objects.filter(pursuit=OuterRef("pk"), withdrawal__isnull=True)
    held = Pause.objects.filter(
        submission__pursuit=OuterRef("pk"),
        submission__withdrawal__isnull=True,
        submission__return_row__isnull=True,
        submission__incompleteness__isnull=True,
        reason__in=HOLDS_READING,
        resumption__isnull=True,
    )
    last_incomplete = submissions.order_by("-number").values("incompleteness")[:1]
    return pursuits.annotate(
        state=Case(
            When(set_aside_at__isnull=False, then=Value(State.SET_ASIDE.value)),
            When(Exists(Move.objects.filter(pursuit=OuterRef("pk"))), then=Value(State.MOVED.value)),
            When(Exists(Completion.objects.filter(pursuit=OuterRef("pk"))), then=Value(State.EARNED.value)),
            When(
                Exists(submissions.filter(return_row__isnull=True, incompleteness__isnull=True)),
                then=Value(State.SUBMITTED.value),
            ),
            When(
                Q(Exists(submissions)) & Q(IsNull(Subquery(last_incomplete), False)), then=Value(State.INCOMPLETE.value)
            ),
            When(Exists(submissions), then=Value(State.RETURNED.value)),
            default=Value(State.STARTED.value),
            output_field=CharField(),
        ),
        is_held=Exists(held),
        attempt=Subquery(submissions.order_by("-number").values("attempt")[:1]),
    )


def state_of(pursuit: Pursuit) -> State:
    """Where a pursuit stands now."""
    (state,) = _state(pursuit_id=pursuit.pk)
    return State(state)


def reopened_criteria(pursuit: Pursuit) -> set[UUID]:
    """The criteria that the latest return reopened; empty when nothing came back yet."""
    return set(_reopened(pursuit_id=pursuit.pk))


def failing_requirements(pursuit: Pursuit) -> set[UUID]:
    """The requirements with which the last check of completeness found something amiss."""
    return set(_failing(pursuit_id=pursuit.pk))


def attempts_used(pursuit: Pursuit) -> int:
    """How many attempts a pursuit has taken: its submissions without what was withdrawn or came back incomplete.

    One that waits to be checked or judged counts, until it is taken back or comes back incomplete.
    """
    return counted_as_attempts(Submission.objects.filter(pursuit=pursuit)).count()


def counted_as_attempts(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Those of these submissions that take an attempt: `rules.takes_attempt` in SQL."""
    return submissions.filter(withdrawal__isnull=True, incompleteness__isnull=True)


def pursuits_of(person: Person) -> QuerySet[Pursuit]:
    """A person's pursuits with state, version and program at hand; without what moved over to another version."""
    return _pursuits(person.pk)


def latest_pursuits_of(person: Person) -> list[Pursuit]:
    """The first fifty of them: as many as can matter now."""
    return _latest_pursuits(person_id=person.pk)


@asked_often
def _latest_pursuits(*, person_id: UUID) -> QuerySet[Pursuit]:
    return _pursuits(person_id)[:50]


def _pursuits(person_id: UUID) -> QuerySet[Pursuit]:
    return (
        with_state(Pursuit.objects.filter(person=person_id, move__isnull=True))
        .annotate(submitted_at=Max("submissions__submitted_at", filter=Q(submissions__withdrawal__isnull=True)))
        .select_related("version__micro_credential__owner", "program")
        .order_by("-started_at", "-pk")
    )


@asked_often
def _reopened(*, pursuit_id: UUID) -> QuerySet[Shortfall, UUID]:
    latest = Return.objects.filter(submission__pursuit=pursuit_id).order_by("-submission__number").values("pk")[:1]
    short = Shortfall.objects.filter(return_row__in=latest, raised__isnull=True)
    return short.values_list("criterion", flat=True)


@asked_often
def _failing(*, pursuit_id: UUID) -> QuerySet[FailedCheck, UUID]:
    latest = Incompleteness.objects.filter(submission__pursuit=pursuit_id).order_by("-submission__number")
    failed = FailedCheck.objects.filter(incompleteness__in=latest.values("pk")[:1], requirement__isnull=False)
    return failed.values_list("requirement", flat=True)


@asked_often
def _state(*, pursuit_id: UUID) -> QuerySet[Any, str]:
    rows: QuerySet[Any] = with_state(Pursuit.objects.filter(pk=pursuit_id))
    return rows.values_list("state", flat=True)


def program_for(programs: QuerySet[Program], version: Version, *, at: datetime) -> Program | None:
    """The one of these programs that a start on a version belongs to; of several, the one that opened last."""
    return programs.filter(pk__in=programs_offering(version, at=at).order_by().values("pk")).first()
