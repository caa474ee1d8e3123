"""Questions about what programs had issued."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max

from microcred.integrations.oauth.models import Commission, IssuingClient


@dataclass(frozen=True)
class Activity:
    """How many awards a client had issued, and when it asked for the last."""

    awards: int = 0
    last_asked_at: datetime | None = None


def activity_of(clients: Iterable[IssuingClient]) -> dict[UUID, Activity]:
    """What each of some clients had issued, by its identifier, in one query. Who had nothing issued is not in it."""
    rows = Commission.objects.filter(client__in=list(clients)).values("client_id")
    return {
        row["client_id"]: Activity(row["awards"], row["last"])
        for row in rows.annotate(awards=Count("pk"), last=Max("asked_at"))
    }


def asked_within_a_day(client: IssuingClient, *, at: datetime) -> int:
    """How many awards a client asked for in the 24 hours before a moment."""
    return Commission.objects.filter(client=client, asked_at__gt=at - timedelta(days=1)).count()
