"""What holds the reading of a submission up: asked before anybody takes one from a queue."""

from django.db.models import Exists, OuterRef, Q

from microcred.portfolios.models import Incompleteness, Pause
from microcred.portfolios.queries.holding import HOLDS_READING
from microcred.portfolios.queries.quarantines import set_aside_now


def held_up(submission: OuterRef) -> Q:
    """That nobody reads an outer query's submission now: its clock stands still for a reason that holds the reading,
    something of it is set aside, or it went back incomplete."""
    paused = Pause.objects.filter(submission=submission, reason__in=HOLDS_READING, resumption__isnull=True)
    incomplete = Incompleteness.objects.filter(submission=submission)
    return Q(Exists(paused)) | Q(set_aside_now(submission)) | Q(Exists(incomplete))
