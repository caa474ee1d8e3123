"""For what more time can be asked, what was asked, and who sees to it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from microcred.organizations.models import Person, Role
from microcred.organizations.queries import organizations_where
from microcred.portfolios.models import Pursuit, TimeRequest
from microcred.portfolios.queries.moving import overtaken
from microcred.portfolios.queries.windows import windows_around
from microcred.portfolios.queries.workspace import Workspace
from microcred.portfolios.rules import end_to_ask_about
from microcred.programs.models import Program, Window

_AROUND = ("pursuit__person", "pursuit__program__owner", "pursuit__version__micro_credential__owner", "window__program")


@dataclass(frozen=True)
class TimeEnd:
    """What ends for a piece of work: a window, or (None) the time in which an overtaken version is taken."""

    window: Window | None
    ends_at: datetime


def time_end(workspace: Workspace, *, at: datetime) -> TimeEnd | None:
    """The end that more time can be asked about at a moment; None where there is none, or it passed long ago."""
    if not workspace.is_open:
        return None
    ends: list[TimeEnd] = []
    windows = windows_around(workspace, at)
    window = (windows.now or windows.before) if windows else None
    if window is not None:
        ends.append(TimeEnd(window, window.closes_at))
    follows = overtaken(workspace.pursuit, workspace.state, at=at)
    if follows is not None and follows.ends_at is not None:
        ends.append(TimeEnd(None, follows.ends_at))
    first = end_to_ask_about([one.ends_at for one in ends], at)
    return next((one for one in ends if one.ends_at == first), None)


def time_request_of(pursuit: Pursuit) -> TimeRequest | None:
    """What was asked last for a piece of work and not withdrawn, with its answer."""
    asked = TimeRequest.objects.filter(pursuit=pursuit, withdrawal__isnull=True)
    return asked.select_related("answer__extension", "answer__answered_by").order_by("-asked_at", "-pk").first()


def waits_for_time(request: TimeRequest) -> bool:
    """Whether nobody has answered, and it was not withdrawn."""
    return not hasattr(request, "answer") and not hasattr(request, "withdrawal")


def time_requests_for(manager: Person, *, at: datetime) -> QuerySet[TimeRequest]:
    """What was asked where a person runs programs, whose window closes first standing first; never by
    themselves, nor what was withdrawn."""
    places = organizations_where(manager, Role.PROGRAM_MANAGER, at=at)
    theirs = Q(pursuit__program__owner__in=places) | Q(
        pursuit__program__isnull=True, pursuit__version__micro_credential__owner__in=places
    )
    asked = TimeRequest.objects.filter(theirs, withdrawal__isnull=True).exclude(pursuit__person=manager)
    return asked.select_related(*_AROUND, "answer__extension", "answer__answered_by").order_by(
        F("window__closes_at").asc(nulls_last=True), "asked_at", "pk"
    )


def waiting_time_requests(manager: Person, *, at: datetime, program: Program | None = None) -> QuerySet[TimeRequest]:
    """Of these, what waits for an answer; in one program, or in all."""
    waiting = time_requests_for(manager, at=at).filter(answer__isnull=True)
    return waiting.filter(pursuit__program=program) if program else waiting
