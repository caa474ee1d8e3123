"""When a program takes the next submission of a pursuit, in numbers and in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from microcred.foundation.moments import closing_in_words, moment_in_words
from microcred.organizations.models import Person
from microcred.portfolios.deadlines import Span
from microcred.portfolios.queries.extensions import windows_for
from microcred.portfolios.queries.workspace import Workspace
from microcred.programs.models import Program, Window
from microcred.programs.queries import windows_of


@dataclass(frozen=True)
class Windows:
    """The windows around a moment: the one that is open, the one before and the one after, where there are any."""

    takes: Window.Takes
    now: Window | None
    before: Window | None
    after: Window | None


@dataclass(frozen=True)
class WindowWords:
    """Whether the program takes the work now, and until or from when; `is_late`: only for a few minutes still."""

    is_open: bool
    words: str
    is_late: bool = False


def windows_around(workspace: Workspace, at: datetime) -> Windows | None:
    """The windows that bind this work; None when it may be submitted at any time.

    A program without windows for resubmissions takes them in those for submissions.
    """
    pursuit = workspace.pursuit
    return windows_at(pursuit.program, at, resubmission=workspace.came_back is not None, person_id=pursuit.person_id)


def windows_at(
    program: Program | None, at: datetime, *, resubmission: bool, person_id: UUID | None = None
) -> Windows | None:
    """The windows of a program for submissions, or for resubmissions; None when it has none.

    Args:
        person_id: whose extensions count: their windows close later.
    """
    windows = windows_of(program) if program else []
    return windows_among(windows_for(person_id, windows) if person_id else windows, at, resubmission=resubmission)


def windows_among(windows: Sequence[Window], at: datetime, *, resubmission: bool) -> Windows | None:
    """The same, of windows as they are for one person. Pure."""
    takes = _takes(windows, resubmission=resubmission)
    if takes is None:
        return None
    of_kind = [window for window in windows if window.takes == takes]
    now = [window for window in of_kind if _span(window).takes(at)]
    before = [window for window in of_kind if _ends(window) <= at]
    after = [window for window in of_kind if window.opens_at > at]
    return Windows(
        takes,
        max(now, key=_closing, default=None),
        max(before, key=_closing, default=None),
        next(iter(after), None),
    )


def window_words(workspace: Workspace, person: Person, at: datetime) -> WindowWords | None:
    """The same in words, in the person's zone; None when there is nothing to say."""
    windows = windows_around(workspace, at)
    if windows is None or not workspace.is_open:
        return None
    return words_of_windows(windows, person, at)


def words_of_windows(windows: Windows, person: Person, at: datetime) -> WindowWords:
    """Windows in words, in a person's zone."""
    if windows.now and _span(windows.now).is_in_grace(at):
        words = _(
            "“{window}” was open until {closes}. What is a few minutes late is taken all the same, until {until}: "
            "submit now."
        )
        closes = closing_in_words(windows.now.closes_at, person.time_zone)
        until = moment_in_words(_ends(windows.now), person.time_zone)
        return WindowWords(True, words.format(window=windows.now.name, closes=closes, until=until), is_late=True)
    if windows.now:
        closes = closing_in_words(windows.now.closes_at, person.time_zone)
        return WindowWords(True, _("“{window}” is open until {closes}.").format(window=windows.now.name, closes=closes))
    if windows.after:
        opens = moment_in_words(windows.after.opens_at, person.time_zone)
        return WindowWords(False, _("“{window}” opens {opens}.").format(window=windows.after.name, opens=opens))
    closed = closing_in_words(windows.before.closes_at, person.time_zone) if windows.before else ""
    return WindowWords(False, _("The program took work until {closed}.").format(closed=closed))


def _takes(windows: Sequence[Window], *, resubmission: bool) -> Window.Takes | None:
    kinds = [Window.Takes.RESUBMISSIONS, Window.Takes.SUBMISSIONS] if resubmission else [Window.Takes.SUBMISSIONS]
    there = {window.takes for window in windows}
    return next((kind for kind in kinds if kind in there), None)


def _ends(window: Window) -> datetime:
    return _span(window).taken_until


def _span(window: Window) -> Span:
    return Span(window.opens_at, window.closes_at, window.grace_minutes)


def _closing(window: Window) -> datetime:
    return window.closes_at
