"""Which submissions a pilot counts: the first attempts at its version, in the order in which they came."""

from django.db.models import QuerySet

from microcred.catalog.models import Pilot
from microcred.portfolios.models import Submission


def pilot_submissions(pilot: Pilot) -> QuerySet[Submission]:
    """The submissions that a pilot counts, the first first; as many as it waits for. Each is to be read twice."""
    first = Submission.objects.filter(
        pursuit__version=pilot.version_id, attempt=1, withdrawal__isnull=True, incompleteness__isnull=True
    )
    return first.order_by("submitted_at", "pk")[: pilot.size]


def pilot_place(submission: Submission) -> int | None:
    """Which of the submissions that a pilot counts this one is, from 1; None when it is none of them."""
    pilot = Pilot.objects.filter(version=submission.pursuit.version_id).first()
    if pilot is None:
        return None
    counted = list(pilot_submissions(pilot).values_list("pk", flat=True))
    return counted.index(submission.pk) + 1 if submission.pk in counted else None
