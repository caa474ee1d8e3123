"""Where pursuits stand."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Exists, Max, OuterRef, QuerySet, Subquery, Value, When

from microcred.catalog.models import Version
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Person
from microcred.portfolios.models import Completion, Move, Pursuit, Return, Shortfall, Submission
from microcred.portfolios.rules import State
from microcred.programs.models import Program
from microcred.programs.queries import programs_offering


def with_state(pursuits: QuerySet[Pursuit]) -> QuerySet[Pursuit]:
    """The same pursuits, each with its `state` and the number of its latest `attempt`, in the same query."""
    submissions = Submission.objects.filter(pursuit=OuterRef("pk"))
    return pursuits.annotate(
        state=Case(
            When(Exists(Move.objects.filter(pursuit=OuterRef("pk"))), then=Value(State.MOVED.value)),
            When(Exists(Completion.objects.filter(pursuit=OuterRef("pk"))), then=Value(State.EARNED.value)),
            When(Exists(submissions.filter(return_row__isnull=True)), then=Value(State.SUBMITTED.value)),
            When(Exists(submissions), then=Value(State.RETURNED.value)),
            default=Value(State.STARTED.value),
            output_field=CharField(),
        ),
        attempt=Subquery(submissions.order_by("-attempt").values("attempt")[:1]),
    )


def state_of(pursuit: Pursuit) -> State:
    """Where a pursuit stands now."""
    (state,) = _state(pursuit_id=pursuit.pk)
    return State(state)


def reopened_criteria(pursuit: Pursuit) -> set[UUID]:
    """The criteria that the latest return reopened; empty when nothing came back yet."""
    return set(_reopened(pursuit_id=pursuit.pk))


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
        .annotate(submitted_at=Max("submissions__submitted_at"))
        .select_related("version__micro_credential__owner", "program")
        .order_by("-started_at", "-pk")
    )


@asked_often
def _reopened(*, pursuit_id: UUID) -> QuerySet[Shortfall, UUID]:
    latest = Return.objects.filter(submission__pursuit=pursuit_id).order_by("-submission__attempt").values("pk")[:1]
    return Shortfall.objects.filter(return_row__in=latest).values_list("criterion", flat=True)


@asked_often
def _state(*, pursuit_id: UUID) -> QuerySet[Any, str]:
    rows: QuerySet[Any] = with_state(Pursuit.objects.filter(pk=pursuit_id))
    return rows.values_list("state", flat=True)


def program_for(programs: QuerySet[Program], version: Version, *, at: datetime) -> Program | None:
    """The one of these programs that a start on a version belongs to; of several, the one that opened last."""
    return programs.filter(pk__in=programs_offering(version, at=at).order_by().values("pk")).first()
