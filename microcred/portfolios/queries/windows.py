"""When a program takes the next submission of a pursuit, in numbers and in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from microcred.foundation.moments import closing_in_words, moment_in_words
from microcred.organizations.models import Person
from microcred.portfolios.queries.workspace import Workspace
from microcred.programs.models import Program, Window
from microcred.programs.queries import last_window, next_window, open_window, windows_of


@dataclass(frozen=True)
class Windows:
    """The windows around a moment: the one that is open, the one before and the one after, where there are any."""

    takes: Window.Takes
    now: Window | None
    before: Window | None
    after: Window | None


@dataclass(frozen=True)
class WindowWords:
    """Whether the program takes the work now, and until or from when."""

    is_open: bool
    words: str


def windows_around(workspace: Workspace, at: datetime) -> Windows | None:
    """The windows that bind this work; None when it may be submitted at any time.

    A program without windows for resubmissions takes them in those for submissions.
    """
    program = workspace.pursuit.program
    takes = _takes(program, resubmission=workspace.latest is not None) if program else None
    if program is None or takes is None:
        return None
    return Windows(
        takes, open_window(program, takes, at), last_window(program, takes, at), next_window(program, takes, at)
    )


def window_words(workspace: Workspace, person: Person, at: datetime) -> WindowWords | None:
    """The same in words, in the person's zone; None when there is nothing to say."""
    windows = windows_around(workspace, at)
    if windows is None or not workspace.is_open:
        return None
    if windows.now:
        closes = closing_in_words(windows.now.closes_at, person.time_zone)
        return WindowWords(
            True, _("{window} takes your work until {closes}.").format(window=windows.now.name, closes=closes)
        )
    if windows.after:
        opens = moment_in_words(windows.after.opens_at, person.time_zone)
        return WindowWords(
            False, _("{window} takes your work from {opens} on.").format(window=windows.after.name, opens=opens)
        )
    closed = closing_in_words(windows.before.closes_at, person.time_zone) if windows.before else ""
    return WindowWords(False, _("The program took work until {closed}.").format(closed=closed))


def _takes(program: Program, *, resubmission: bool) -> Window.Takes | None:
    kinds = [Window.Takes.RESUBMISSIONS, Window.Takes.SUBMISSIONS] if resubmission else [Window.Takes.SUBMISSIONS]
    return next((kind for kind in kinds if windows_of(program, kind).exists()), None)
