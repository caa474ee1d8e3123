"""The door of the clock: the mail of what was told, now and after a crash."""

from datetime import datetime, timedelta

from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.notices import operations
from microcred.notices.models import Notice
from microcred.notices.queries import left_unmailed

LEFT_BEHIND_AFTER = timedelta(minutes=15)


@jobs.job(operations.MAIL_JOB, queue="mail", most_tries=8, wait_grows_by=4)
def mail(notice_id: str) -> None:
    """Send one notice. A mail server that is down is tried again for most of a day."""
    operations.mail(actor=None, notice=Notice(pk=notice_id), at=now())


@jobs.every(minutes=15)
def take_up_mail_left_behind() -> None:
    """Every quarter of an hour, for workers that died with a mail in hand."""
    take_up_mail_told_before(now() - LEFT_BEHIND_AFTER)


def take_up_mail_told_before(moment: datetime) -> int:
    """Defer again the mails of notices told before a moment that nobody is about to send. Return how many.

    A job too many is harmless: the row says that the mail has left.
    """
    notices = list(left_unmailed(told_before=moment, job=operations.MAIL_JOB).values_list("pk", flat=True)[:1000])
    for notice_id in notices:
        jobs.defer(operations.MAIL_JOB, queue="mail", notice_id=str(notice_id))
    return len(notices)
