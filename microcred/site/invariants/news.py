"""News and mail reach whom they are for."""

from collections.abc import Sequence
from datetime import timedelta

from microcred.foundation.clock import now
from microcred.notices.operations import MAIL_JOB
from microcred.notices.queries import left_unmailed
from microcred.site.invariants.invariant import Invariant, by_sql


def _forgotten_mail() -> list[str]:
    unmailed = left_unmailed(told_before=now() - timedelta(hours=1), job=MAIL_JOB)
    return [f"notice {pk}" for pk in unmailed.values_list("pk", flat=True)]


NEWS: Sequence[Invariant] = (
    by_sql(
        "No news is poisoned, and none waits for more than ten minutes",
        """
        SELECT 'delivery ' || id || ' to ' || reaction || ' ' || last_error FROM foundation_pendingdelivery
        WHERE tries >= 5 OR created_at < now() - interval '10 minutes'
        """,
    ),
    Invariant("An hour after it was told, every notice has left by mail, or its mail waits to leave", _forgotten_mail),
)
