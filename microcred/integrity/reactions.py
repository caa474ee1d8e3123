"""What integrity does when it hears of something."""

from microcred.foundation.clock import now
from microcred.foundation.outbox import on
from microcred.integrity.operations import compare
from microcred.portfolios.events import SubmissionReceived
from microcred.portfolios.models import Submission


@on(SubmissionReceived)
def compare_with_earlier_work(news: SubmissionReceived) -> None:
    """A received submission is compared with what others handed in before."""
    submission = Submission.objects.select_related(
        "pursuit__person", "pursuit__program__owner", "pursuit__version__micro_credential__owner"
    ).get(pk=news.submission_id)
    compare(actor=None, submission=submission, at=now())
