"""Questions about the queue and about what was read."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q

from microcred.organizations.models import Person
from microcred.organizations.queries import workplaces_of
from microcred.portfolios.models import Submission
from microcred.scoring.models import Decision, QueueItem, Recusal, Score


class Waiting(NamedTuple):
    """A place in the queue."""

    entered_at: datetime
    pk: UUID


HEAD_OF_QUEUE = Waiting(datetime.min.replace(tzinfo=UTC), UUID(int=0))


def free(at: datetime) -> Q:
    """What can be claimed at a moment: not decided, and held by nobody whose lease still runs."""
    return Q(settled_at__isnull=True) & (Q(lease_expires_at__isnull=True) | Q(lease_expires_at__lte=at))


def active_claim(person: Person, *, at: datetime) -> QueueItem | None:
    """The submission a person holds at a moment. There is at most one."""
    return (
        QueueItem.objects.filter(assessor=person, settled_at__isnull=True, lease_expires_at__gt=at)
        .select_related("submission", "version")
        .first()
    )


def identity_of(person: Person, *, at: datetime) -> list[UUID]:
    """What a submission must not share with its assessor: the person, and the districts and schools they belong to."""
    return [person.pk, *sorted(workplaces_of(person, at=at))]


def is_too_close(person: Person, item: QueueItem, *, at: datetime) -> bool:
    """Whether a person must not read a submission: it is theirs, they stepped back from it, or they share a district
    or school with its educator, at the time of submission or now."""
    mine = set(identity_of(person, at=at))
    educator = item.submission.pursuit.person
    return (
        not mine.isdisjoint(item.close_to)
        or not mine.isdisjoint(identity_of(educator, at=at))
        or Recusal.objects.filter(item=item, assessor=person).exists()
    )


def waiting_for(
    person: Person,
    versions: Sequence[UUID],
    identity: Sequence[UUID],
    *,
    at: datetime,
    after: Waiting | None = None,
    most: int,
) -> list[Waiting]:
    """The first places of the queue that a person may take, oldest first, behind `after`.

    Looks into each version's own stretch of the index and merges the heads, so that neither a long queue of what the
    person may not score nor an empty queue of what they may is ever read through.

    Args:
        versions: what the person is qualified for.
        identity: of the person, from `identity_of`; what shares any of it is passed over.
        most: how many places to return at most. Fewer mean that there are no more.
    """
    entered_at, pk = after or HEAD_OF_QUEUE
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT head.entered_at, head.id
            FROM unnest(%(versions)s::uuid[]) AS allowed(version_id)
            CROSS JOIN LATERAL (
                SELECT item.entered_at, item.id
                FROM scoring_queueitem AS item
                WHERE item.version_id = allowed.version_id
                  AND item.settled_at IS NULL
                  AND (item.lease_expires_at IS NULL OR item.lease_expires_at <= %(at)s)
                  AND NOT item.close_to && %(identity)s::uuid[]
                  AND (item.entered_at, item.id) > (%(entered_at)s, %(pk)s)
                  AND NOT EXISTS (
                      SELECT FROM scoring_recusal AS recusal
                      WHERE recusal.item_id = item.id AND recusal.assessor_id = %(person)s)
                ORDER BY item.entered_at, item.id
                LIMIT %(most)s
            ) AS head
            ORDER BY head.entered_at, head.id
            LIMIT %(most)s
            """,
            {
                "versions": list(versions),
                "identity": list(identity),
                "person": person.pk,
                "at": at,
                "entered_at": entered_at,
                "pk": pk,
                "most": most,
            },
        )
        return [Waiting(*row) for row in cursor.fetchall()]


def carried_into(submission: Submission) -> dict[UUID, Score]:
    """What an earlier attempt has already shown: the scores that met their criterion, by criterion.

    Only what fell short is judged again. What was met stays met, though the educator may have improved evidence that
    feeds it too.
    """
    if submission.attempt == 1:
        return {}
    scores = Score.objects.filter(
        scoring__submission__pursuit=submission.pursuit_id, scoring__submission__attempt=submission.attempt - 1
    ).select_related("criterion", "level")
    return {score.criterion_id: score for score in scores if score.level.position >= score.criterion.required_position}


def decision_of(submission: Submission) -> Decision | None:
    """The decision on a submission, once there is one."""
    return Decision.objects.filter(submission=submission).select_related("scoring").first()
