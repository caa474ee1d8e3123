"""What waits to be looked at for completeness and legibility, by whom, and until when that is promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Q, QuerySet

from microcred.catalog.models import Version
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import organizations_where
from microcred.portfolios.models import PreCheck, PreCheckWay, Submission
from microcred.portfolios.queries.closeness import far_from, identity_of
from microcred.portfolios.queries.held_up import held_up
from microcred.portfolios.queries.promise import promises_of

SHOWN = 50

_AROUND = ("submission__pursuit__person", "submission__pursuit__version__micro_credential__owner")


@dataclass(frozen=True)
class PlaceToLook:
    """One submission that waits or is held, as whoever looks at it may know it: never whose it is."""

    pre_check: PreCheck
    version: Version
    attempt: int
    promised: date
    days_left: int
    """business days"""
    paused: bool
    """whether the clock of its promise stands still"""

    @property
    def title(self) -> str:
        """What is asked for, by its name."""
        return self.version.title

    @property
    def late(self) -> int:
        """By how many business days the promise is broken."""
        return max(-self.days_left, 0)

    @property
    def alias(self) -> str:
        """What it is called."""
        return self.pre_check.submission.alias


@dataclass(frozen=True)
class LookingQueue:
    """What the queue page says."""

    held: PlaceToLook | None
    waiting: tuple[PlaceToLook, ...]
    count: int

    @property
    def versions(self) -> list[Version]:
        """The versions that the page names."""
        places = [*([self.held] if self.held else []), *self.waiting]
        return [place.version for place in places]


def in_pre_check(submission: Submission) -> bool:
    """Whether a submission is still looked at, so that nobody judges it yet."""
    return PreCheck.objects.filter(submission=submission, settled_at__isnull=True).exists()


def waiting_pre_checks(person: Person, *, at: datetime) -> QuerySet[PreCheck]:
    """What a person may take to look at it, the longest waiting first: where they look, and nobody's they are close to.

    What the row knows of conflicts dates from the submission; whoever changed schools since is found out here.
    """
    free = Q(lease_expires_at__isnull=True) | Q(lease_expires_at__lte=at)
    waits = ~held_up(OuterRef("submission"))
    return _mine(person, at=at).filter(free & waits).order_by("begun_at", "pk")


def may_pre_check(person: Person, pre_check: PreCheck, *, at: datetime) -> bool:
    """Whether a person is neither close to a submission nor without the right to look at it."""
    return _mine(person, at=at).filter(pk=pre_check.pk).exists()


def held_pre_check(person: Person, *, at: datetime) -> PreCheck | None:
    """What a person holds at a moment. There is at most one."""
    held = _mine(person, at=at).filter(checker=person, lease_expires_at__gt=at)
    return held.first()


def looking_queue_for(person: Person, *, at: datetime) -> LookingQueue:
    """The queue as one person sees it, in a constant number of queries."""
    waiting = waiting_pre_checks(person, at=at)
    shown, held = list(waiting[:SHOWN]), held_pre_check(person, at=at)
    places = {place.pre_check.pk: place for place in _places([*shown, *([held] if held else [])], at=at)}
    return LookingQueue(
        places[held.pk] if held else None,
        tuple(places[one.pk] for one in shown),
        waiting.count() if len(shown) == SHOWN else len(shown),
    )


def place_to_look(pre_check: PreCheck, *, at: datetime) -> PlaceToLook:
    """One of them."""
    return _places([pre_check], at=at)[0]


def pre_checks_for(person: Person, *, at: datetime) -> QuerySet[PreCheck]:
    """Everything that a person may look at, or might have: where they look, and nobody's they are close to."""
    owners = organizations_where(person, Role.PRE_CHECKER, at=at)
    return PreCheck.objects.filter(
        far_from(identity_of(person, at=at), at=at),
        way=PreCheckWay.PERSON,
        submission__pursuit__version__micro_credential__owner__in=owners,
    ).select_related(*_AROUND)


def _mine(person: Person, *, at: datetime) -> QuerySet[PreCheck]:
    return pre_checks_for(person, at=at).filter(settled_at__isnull=True)


def _places(pre_checks: Sequence[PreCheck], *, at: datetime) -> list[PlaceToLook]:
    promises = promises_of([one.submission for one in pre_checks], at=at)
    found = []
    for one in pre_checks:
        version, promise = one.submission.pursuit.version, promises[one.submission_id]
        found.append(
            PlaceToLook(
                one,
                version,
                one.submission.attempt,
                promise.pre_check_day or promise.day,
                promise.pre_check_days_left,
                promise.is_paused,
            )
        )
    return found
