"""For what more time can be asked, what was asked, who sees to it, and what they decide about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from microcred.organizations.models import Person, Role
from microcred.organizations.queries import organizations_where
from microcred.portfolios.models import Extension, Pursuit, TimeClosing, TimeRequest
from microcred.portfolios.queries.acquaintance import is_known_to, judged_by
from microcred.portfolios.queries.extensions import closes_for
from microcred.portfolios.queries.moving import ends_for_everybody, overtaken
from microcred.portfolios.queries.pursuits import state_of
from microcred.portfolios.queries.windows import windows_around
from microcred.portfolios.queries.workspace import Workspace
from microcred.portfolios.rules import OPEN, TIME_IS_ASKED_FOR, State, end_to_ask_about
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
    return asked.select_related("answer__extension", "closing").order_by("-asked_at", "-pk").first()


def waits_for_time(request: TimeRequest) -> bool:
    """Whether nobody has answered, and somebody still has to: it was neither withdrawn nor closed."""
    return not any(hasattr(request, ended) for ended in ("answer", "withdrawal", "closing"))


def still_asked(asked: QuerySet[TimeRequest]) -> QuerySet[TimeRequest]:
    """Of these, what waits for an answer."""
    return asked.filter(answer__isnull=True, withdrawal__isnull=True, closing__isnull=True)


def why_not_needed(request: TimeRequest, *, at: datetime) -> TimeClosing.Why | None:
    """Why nobody needs to answer a request any more: by where its work stands, or how long ago its end passed."""
    state = state_of(request.pursuit)
    if state not in OPEN:
        gone = {State.MOVED: TimeClosing.Why.MOVED_OVER, State.SET_ASIDE: TimeClosing.Why.SET_ASIDE}
        return gone.get(state, TimeClosing.Why.HANDED_IN)
    ends_at = _around_end(request, state, at)[1]
    is_over = ends_at is not None and ends_at + TIME_IS_ASKED_FOR <= at
    return TimeClosing.Why.OVER if is_over else None


@dataclass(frozen=True)
class TimeFacts:
    """What who decides about a request needs to see.

    Attributes:
        deadline: when it ends for everybody; None where nothing ends any more.
        theirs: when it ends for this person, with all they were granted.
        is_over: whether that has passed.
        granted: what else they were granted for the same thing, taken back or not, the last first.
        declined: how often they asked for this work before and were told why not.
    """

    deadline: datetime | None
    theirs: datetime | None
    is_over: bool
    granted: tuple[Extension, ...]
    declined: int

    @property
    def has_more(self) -> bool:
        """Whether it ends later for them than for everybody."""
        return self.deadline != self.theirs


def time_facts(request: TimeRequest, *, at: datetime) -> TimeFacts:
    """What is known around a request when somebody decides."""
    pursuit = request.pursuit
    deadline, theirs = _around_end(request, state_of(pursuit), at)
    same: dict[str, Any] = {"window": request.window_id} if request.window_id else {"pursuit": pursuit.pk}
    granted = Extension.objects.filter(person=pursuit.person_id, **same).select_related("revocation")
    before = TimeRequest.objects.filter(pursuit=pursuit, asked_at__lt=request.asked_at, answer__extension__isnull=True)
    return TimeFacts(
        deadline,
        theirs,
        theirs is not None and theirs <= at,
        tuple(one for one in granted.order_by("-granted_at", "-pk") if one.pk != _answered_by(request)),
        before.filter(answer__isnull=False).count(),
    )


def _answered_by(request: TimeRequest) -> UUID | None:
    """The extension that came of a request itself."""
    answer = getattr(request, "answer", None)
    return answer.extension_id if answer else None


def _around_end(request: TimeRequest, state: State, at: datetime) -> tuple[datetime | None, datetime | None]:
    """When what was asked about ends: for everybody, and for who asked."""
    window, pursuit = request.window, request.pursuit
    if window is not None:
        return window.closes_at, closes_for(pursuit.person_id, window)
    follows = overtaken(pursuit, state, at=at)
    return (ends_for_everybody(pursuit, at=at), follows.ends_at) if follows else (None, None)


def time_requests_for(manager: Person, *, at: datetime) -> QuerySet[TimeRequest]:
    """What was asked where a person runs programs; whose window closes first stands first. Each says whether they know
    who asks.

    Never by themselves, nor what was withdrawn, nor for work that they have held to judge it. Who may come to judge
    something learns who asks once they open it (`look_at_time_request`), and no sooner.
    """
    places = organizations_where(manager, Role.PROGRAM_MANAGER, at=at)
    theirs = Q(pursuit__program__owner__in=places) | Q(
        pursuit__program__isnull=True, pursuit__version__micro_credential__owner__in=places
    )
    judged = judged_by(manager, educator="pursuit__person", micro_credential="pursuit__version__micro_credential")
    asked = TimeRequest.objects.filter(theirs, ~judged, withdrawal__isnull=True).exclude(pursuit__person=manager)
    asked = asked.annotate(is_known=is_known_to(manager, pursuit="pursuit", at=at))
    around = ("answer__extension", "answer__answered_by", "closing")
    return asked.select_related(*_AROUND, *around).order_by(
        F("window__closes_at").asc(nulls_last=True), "asked_at", "pk"
    )


def waiting_time_requests(manager: Person, *, at: datetime, program: Program | None = None) -> QuerySet[TimeRequest]:
    """Of these, what waits for an answer; in one program, or in all."""
    waiting = still_asked(time_requests_for(manager, at=at))
    return waiting.filter(pursuit__program=program) if program else waiting
