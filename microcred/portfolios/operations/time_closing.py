"""What ends a request for more time that nobody answered: the work went on without it.

Whoever calls `close_time_requests` holds the lock of the pursuit, as answering does, so a request ends in one way.
"""

from datetime import datetime

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.queries import title_for_readers
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.notices.operations import tell
from microcred.organizations.models import Person
from microcred.portfolios.models import Pursuit, TimeClosing, TimeRequest
from microcred.portfolios.queries.coaching import coached_by
from microcred.portfolios.queries.time_requests import still_asked, why_not_needed


def close_time_requests(pursuit: Pursuit, *, why: TimeClosing.Why, at: datetime) -> bool:
    """Let nobody answer any more what was asked for a piece of work. Return whether anything was."""
    asked = still_asked(TimeRequest.objects.filter(pursuit=pursuit))
    return bool(TimeClosing.objects.bulk_create(TimeClosing(request=one, why=why, closed_at=at) for one in asked))


@operation
def close_time_request(*, actor: Person | None, request: TimeRequest, at: datetime) -> TimeClosing | None:
    """Close a request that nobody needs to answer any more, by where its work stands; None where somebody does.

    Whose deadline passed long ago without an answer is told, and to whom they can still turn. Closed twice is closed.
    """
    hold(request.pursuit_id)
    why = why_not_needed(request, at=at)
    if why is None or not still_asked(TimeRequest.objects.filter(pk=request.pk)).exists():
        return TimeClosing.objects.filter(request=request).first()
    closing = TimeClosing.objects.create(request=request, why=why, closed_at=at)
    if why is TimeClosing.Why.OVER:
        _tell_of_silence(request, at)
    return closing


def _tell_of_silence(request: TimeRequest, at: datetime) -> None:
    pursuit = request.pursuit
    tell(
        actor=None,
        person=pursuit.person,
        kind="time_unanswered",
        subject=format_lazy(_("Nobody answered: more time for {title}"), title=title_for_readers(pursuit.version)),
        body=format_lazy(
            _(
                "You asked for more time, and the deadline passed over two weeks ago without an answer. That should "
                "not have happened, and it was not up to you. Write to who runs the program, {place}: they can still "
                "give you time. Your work is kept as it is."
            ),
            place=coached_by(pursuit).name,
        ),
        path=reverse("time_wanted", args=[pursuit.pk]),
        key=f"time_unanswered:{request.pk}",
        at=at,
    )
