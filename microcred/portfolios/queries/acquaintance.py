"""Who knows whose work something is, and who has judged it without knowing: nobody may be both."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Value

from microcred.organizations.models import Person
from microcred.portfolios.models import (
    CoachAnswer,
    DeclaredConflict,
    GoalSharing,
    Judge,
    Peer,
    Pursuit,
    Sight,
    Teammate,
)
from microcred.portfolios.queries.peers import assesses


def knowers_of(person: Person) -> list[UUID]:
    """Everyone who ever knew work of a person to be theirs: none of them may judge any of it, whatever they become.

    Peers, coaches who opened or answered a request, coaches with whom goals are or were shared, whoever looked into
    a case, decided an objection or saw who asks for more time, everyone named in one team with them, and whoever
    declared that they are too close to them.
    """
    first, *rest = [rows.filter(Q((of, person.pk))).order_by().values_list(by, flat=True) for rows, of, by in _ways()]
    return sorted(set(first.union(*rest)))


def acquaintances_of(people: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """By educator, who of some people ever knew work of them to be theirs; one query however many they are."""
    first, *rest = [
        rows.filter(Q((f"{by}__in", list(people)))).order_by().values_list(of, by) for rows, of, by in _ways()
    ]
    found: dict[UUID, set[UUID]] = {}
    for educator, person in first.union(*rest):
        found.setdefault(educator, set()).add(person)
    return found


def known_to(readers: Sequence[UUID], *, educator: OuterRef) -> Q:
    """That one of some people ever knew work of the educator of an outer query to be theirs."""
    known = Q()
    for rows, of, by in _ways():
        known |= Q(Exists(rows.filter(Q((f"{by}__in", list(readers))), Q((of, educator)))))
    return known


def has_judged(person: Person, pursuit: Pursuit) -> bool:
    """Whether somebody held a submission of a person's on a micro-credential, of whatever version: to judge or check
    it.

    What two accounts of one person held counts once they are one: the rows change hands with everything else.
    """
    return _judged(person).filter(**_same_work(pursuit)).exists()


def judged_by(person: Person | UUID, *, educator: str, micro_credential: str) -> Q:
    """That a person held a submission of an outer row's educator on its micro-credential.

    Args:
        educator, micro_credential: the ways to both from the outer row.
    """
    theirs = _judged(person).filter(
        submission__pursuit__person=OuterRef(educator),
        submission__pursuit__version__micro_credential=OuterRef(micro_credential),
    )
    return Q(Exists(theirs))


def works_judged(person: Person, educators: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """On which micro-credentials somebody held submissions of some educators, to judge or check them: pairs of both."""
    held = _judged(person).filter(submission__pursuit__person__in=educators)
    return set(held.values_list("submission__pursuit__person", "submission__pursuit__version__micro_credential"))


def is_known_to(person: Person, *, pursuit: str, at: datetime) -> Exists | Value:
    """Whether somebody may be told whose a row is: they judge nothing anywhere, or have chosen to know (`Sight`).

    Args:
        pursuit: the way to the piece of work from the row.
    """
    if not assesses(person, at=at):
        return Value(value=True, output_field=BooleanField())
    return Exists(Sight.objects.filter(pursuit=OuterRef(pursuit), person=person))


def judged_whom_another_knows(judge: Person, knower: Person) -> bool:
    """Whether one account held work to judge it of somebody whose work the other knows to be theirs: as one person
    neither may come to the other."""
    return _judged(judge).filter(known_to([knower.pk], educator=OuterRef("submission__pursuit__person"))).exists()


def _ways() -> list[tuple[QuerySet[Any], str, str]]:
    """The rows that tell of somebody who knows, with the ways to whose work it is and to who knows."""
    return [
        (Peer.objects.all(), "invitation__pursuit__person", "person"),
        (Sight.objects.all(), "pursuit__person", "person"),
        (CoachAnswer.objects.all(), "request__pursuit__person", "coach"),
        (GoalSharing.objects.all(), "person", "coach"),
        (DeclaredConflict.objects.filter(educator__isnull=False), "educator", "person"),
        (Teammate.objects.all(), "team__teammates__pursuit__person", "pursuit__person"),
    ]


def _judged(person: Person | UUID) -> QuerySet[Judge]:
    return Judge.objects.filter(person=person)


def _same_work(pursuit: Pursuit) -> dict[str, UUID]:
    return {
        "submission__pursuit__person": pursuit.person_id,
        "submission__pursuit__version__micro_credential": pursuit.version.micro_credential_id,
    }
