"""How a license is used: how many of the licensee's people started, handed in and earned what is licensed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.analytics.rules import Cell, funnel
from microcred.catalog.models import License, Stack
from microcred.catalog.queries import licenses_of
from microcred.organizations.models import Membership, Organization
from microcred.portfolios.models import Completion, Pursuit, Submission


@dataclass(frozen=True)
class LicenseUse:
    """One license and its use while it was in force, in numbers of people.

    Attributes:
        until: when it ends or ended; none while it has no end.
        counted_until: the moment up to which it is counted: its end, or now.
    """

    license: License
    until: datetime | None
    counted_until: datetime
    started: Cell
    submitted: Cell
    earned: Cell

    @property
    def holds_back(self) -> bool:
        """Whether a number is not shown."""
        return any(cell.is_held_back for cell in (self.started, self.submitted, self.earned))


def uses_of_licenses(owner: Organization, *, at: datetime) -> list[LicenseUse]:
    """The use of each license that an organization granted, the newest first. Without those yet to begin.

    Whoever belonged to the licensee, or to an organization below it, when they started is one of its people. The
    numbers are of people, not of micro-credentials: who started two things under one license counts once.
    """
    return [_use(each, at) for each in licenses_of(owner).filter(owner=owner, opens_at__lte=at)]


def _use(granted: License, at: datetime) -> LicenseUse:
    until: datetime | None = granted.until  # type: ignore[attr-defined]
    counted_until = min(until, at) if until else at
    theirs = Membership.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=OuterRef("started_at")),
        person=OuterRef("person"),
        starts_at__lte=OuterRef("started_at"),
        organization__lineage__contains=[granted.licensee_id],
    )
    pursuits = _licensed(granted).filter(Exists(theirs), started_at__gte=granted.opens_at, started_at__lt=counted_until)
    submitted = Submission.objects.filter(pursuit=OuterRef("pk"), submitted_at__lt=counted_until)
    earned = Completion.objects.filter(pursuit=OuterRef("pk"), completed_at__lt=counted_until)
    cells = funnel(
        _people(pursuits),
        _people(pursuits.filter(Exists(submitted))),
        _people(pursuits.filter(Exists(earned))),
    )
    return LicenseUse(granted, until, counted_until, *cells)


def _licensed(granted: License) -> QuerySet[Pursuit]:
    """The work on what a license covers: one micro-credential, what is in a stack now, or all that the owner has."""
    if granted.micro_credential_id:
        return Pursuit.objects.filter(version__micro_credential=granted.micro_credential_id)
    owned = Pursuit.objects.filter(version__micro_credential__owner=granted.owner_id)
    if granted.stack_id:
        on_shelf = Stack.objects.filter(pk=granted.stack_id).values("places__micro_credential")
        return owned.filter(version__micro_credential__in=on_shelf)
    return owned


def _people(pursuits: QuerySet[Pursuit]) -> int:
    return pursuits.order_by().values("person").distinct().count()
