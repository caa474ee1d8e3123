"""What is read afresh, and what was handed in after it."""

from django.db.models import Q, QuerySet

from microcred.portfolios.models import FreshReading, Return, Submission
from microcred.portfolios.queries.pursuits import state_of
from microcred.portfolios.rules import OPEN

UNDER_WAY = Q(fresh_reading__isnull=False, fresh_reading__end__isnull=True)
"""Of submissions: that one waits for its readers again."""


def fresh_reading_of(submission: Submission) -> FreshReading | None:
    """The fresh reading of a submission that is under way, if one is."""
    return FreshReading.objects.filter(submission=submission, end__isnull=True).first()


def waiting_after(submission: Submission) -> QuerySet[Submission]:
    """What was handed in of the same work after a submission, and has neither come back nor been taken back."""
    return Submission.objects.filter(
        pursuit=submission.pursuit_id,
        number__gt=submission.number,
        return_row__isnull=True,
        withdrawal__isnull=True,
        incompleteness__isnull=True,
    ).order_by("number")


def may_be_read_afresh(submission: Submission) -> bool:
    """Whether a submission came back, and nothing of the work was judged, handed in or earned since."""
    if state_of(submission.pursuit) not in OPEN:
        return False
    returns = Return.objects.filter(submission__pursuit=submission.pursuit_id)
    last = returns.order_by("-submission__number").values_list("submission", flat=True).first()
    return last == submission.pk
