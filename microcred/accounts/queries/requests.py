"""What a person has asked for, and what stands against it."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from microcred.accounts.models import Erasure, Export, Hold, NameChange
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import memberships_of, people_with
from microcred.portfolios.models import Pursuit
from microcred.portfolios.queries import with_state
from microcred.portfolios.rules import State


def exports_of(person: Person) -> QuerySet[Export]:
    """The archives of a person's data that were asked for, the newest first."""
    return Export.objects.filter(person=person).order_by("-asked_at")


def erasure_of(person: Person) -> Erasure | None:
    """The erasure that a person has asked for and that is still to come."""
    return Erasure.objects.filter(person=person, cancellation__isnull=True, done__isnull=True).first()


def erasures_due(*, at: datetime) -> QuerySet[Erasure]:
    """The erasures whose days to think are over, the oldest first."""
    waiting = Erasure.objects.filter(due_at__lte=at, cancellation__isnull=True, done__isnull=True)
    return waiting.select_related("person").order_by("due_at")


def hold_on(person: Person) -> Hold | None:
    """What keeps a person's data from being erased."""
    return Hold.objects.filter(person=person, release__isnull=True).order_by("placed_at").first()


def name_changes_of(person: Person) -> QuerySet[NameChange]:
    """The names a person has gone by, the latest change first."""
    return NameChange.objects.filter(person=person).order_by("-changed_at")


def names_before(person: Person) -> list[str]:
    """The names that a person went by before, the latest first."""
    return list(_names_before(person_id=person.pk))


@asked_often
def _names_before(*, person_id: UUID) -> QuerySet[NameChange, str]:
    return NameChange.objects.filter(person=person_id).order_by("-changed_at").values_list("before", flat=True)


def work_being_judged(person: Person) -> QuerySet[Pursuit]:
    """A person's work that waits for a decision."""
    stated = with_state(Pursuit.objects.filter(person=person))
    waiting = stated.filter(state=State.SUBMITTED.value)  # type: ignore[misc]
    return waiting.select_related("version").order_by("started_at")


def alone_in_charge_of(person: Person, *, at: datetime) -> Organization | None:
    """An organization that nobody else administers, here or from above."""
    for membership in memberships_of(person, at=at):
        if membership.role != Role.ORG_ADMIN:
            continue
        others = people_with(Role.ORG_ADMIN, organization=membership.organization, at=at).exclude(pk=person.pk)
        if not others.exists():
            return membership.organization
    return None


def exports_to_remove(*, at: datetime) -> QuerySet[Export]:
    """The archives whose days are over."""
    return Export.objects.filter(expires_at__lte=at, removed_at__isnull=True)


def exports_left_behind(*, before: datetime) -> QuerySet[Export]:
    """What was asked for before a moment and is neither packed nor given up: its worker may have died."""
    return Export.objects.filter(asked_at__lt=before, ready_at__isnull=True, failed_at__isnull=True)
