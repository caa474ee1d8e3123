"""How the promises that were given were kept, for everybody to read; and where something waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from microcred.measures.intervals import Interval, wilson
from microcred.organizations.models import Organization
from microcred.portfolios.queries import terms_in
from microcred.scoring.models import Appeal, Decision, QueueItem

PERIOD = timedelta(days=365)

FEWEST_KEPT = 10
"""decisions; of fewer no share is told"""


@dataclass(frozen=True)
class PromiseRecord:
    """What an organization promises those who hand in, and how it was kept in a time.

    Attributes:
        of: promises that ended in the time, by a decision or without one. `kept`: decided by their day.
    """

    organization: Organization
    promised_days: int
    since: datetime
    until: datetime
    kept: int
    of: int

    @property
    def is_shown(self) -> bool:
        """Whether there are enough to tell a share of."""
        return self.of >= FEWEST_KEPT

    @property
    def interval(self) -> Interval | None:
        """Between what the share very likely lies; Wilson's, of 95 %."""
        return wilson(self.kept, self.of) if self.is_shown else None


def promise_record(organization: Organization, *, at: datetime) -> PromiseRecord:
    """How an organization kept its promises in the last twelve months. Two queries.

    What was appealed is left out, for it was promised anew; what was withdrawn or came back incomplete, too. What is
    overdue and undecided counts as not kept. Days on which a clock stood still moved the date, as everybody was told.
    """
    since = at - PERIOD
    appealed = Appeal.objects.filter(decision__submission=OuterRef("submission"))
    decided = Decision.objects.filter(submission=OuterRef("submission"), decided_at__lte=at)
    promises = QueueItem.objects.filter(~Exists(appealed), version__micro_credential__owner=organization).annotate(
        decided_at=Subquery(decided.values("decided_at")[:1])
    )
    in_time = Q(decided_at__gt=since, decided_at__lte=F("due_at"))
    too_late = Q(decided_at__gt=since) & Q(decided_at__gt=F("due_at"))
    overdue = Q(decided_at__isnull=True, settled_at__isnull=True, paused_since__isnull=True, due_at__lte=at)
    found = promises.aggregate(kept=Count("pk", filter=in_time), broken=Count("pk", filter=too_late | overdue))
    days = terms_in(organization).promised_days
    return PromiseRecord(organization, days, since, at, found["kept"], found["kept"] + found["broken"])


def owners_with_work() -> QuerySet[Organization]:
    """The organizations of which anything waits."""
    waits = QueueItem.objects.filter(settled_at__isnull=True, version__micro_credential__owner=OuterRef("pk"))
    return Organization.objects.filter(Exists(waits)).order_by("pk")
