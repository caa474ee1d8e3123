"""What holds the reading of a submission up: asked before anybody takes one from a queue."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.foundation.asked_often import asked_often
from microcred.portfolios.models import Incompleteness, Pause, Resumption
from microcred.portfolios.queries.holding import HOLDS_READING
from microcred.portfolios.queries.quarantines import set_aside_now


def held_up(submission: OuterRef) -> Q:
    """That nobody reads an outer query's submission now: its clock stands still for a reason that holds the reading,
    something of it is set aside, or it went back incomplete."""
    paused = Pause.objects.filter(submission=submission, reason__in=HOLDS_READING, resumption__isnull=True)
    incomplete = Incompleteness.objects.filter(submission=submission)
    return Q(Exists(paused)) | Q(set_aside_now(submission)) | Q(Exists(incomplete))


@asked_often
def pauses_to_take_up_from(*, submission_id: UUID) -> QuerySet[Resumption]:
    """The ends of pauses that kept a submission from being read, after which nobody has read on yet."""
    ended = Resumption.objects.filter(pause__submission=submission_id, pause__reason__in=HOLDS_READING)
    return ended.filter(taken_up__isnull=True)
