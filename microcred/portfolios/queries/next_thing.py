"""The one thing to do next in a workspace."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from microcred.portfolios.queries.change_notes import NoteWanted
from microcred.portfolios.queries.privacy import Privacy, problems_of
from microcred.portfolios.queries.readiness import unready
from microcred.portfolios.queries.workspace import RequirementWork, Workspace
from microcred.portfolios.rules import DONE, Standing


class ToDo(StrEnum):
    """What it is that waits."""

    MEND = "mend"
    """a check found something amiss"""
    REVISE = "revise"
    """it came back, and stands as it was judged"""
    SHORTEN = "shorten"
    """it has more words than it may"""
    BEGIN = "begin"
    """nothing is there yet"""
    SETTLE = "settle"
    """something in it keeps the whole from being submitted"""
    EXPLAIN = "explain"
    """a note of what changed is missing"""
    SUBMIT = "submit"
    """nothing, but to read it once more and hand it in"""


@dataclass(frozen=True)
class NextThing:
    """What to do next, and where on the page."""

    what: ToDo
    anchor: str = ""
    """empty: not on this page"""
    work: RequirementWork | None = None
    words: str | Promise = ""
    """what there is to settle"""

    @property
    def place(self) -> str:
        """Where on the page one goes on: the field to write in, where it is one, else the part of the page."""
        if self.work is not None and self.work.takes_text and self.work.editable and self.anchor == self.work.anchor:
            return f"text-{self.work.number}"
        return self.anchor or "to-do"


OF_STANDING = {
    Standing.AMISS: ToDo.MEND,
    Standing.AS_JUDGED: ToDo.REVISE,
    Standing.TOO_LONG: ToDo.SHORTEN,
    Standing.EMPTY: ToDo.BEGIN,
}


def next_thing(workspace: Workspace, notes: Iterable[NoteWanted], privacy: Privacy | None = None) -> NextThing | None:
    """What to do next: what is not done or holds a name, in the order of the page, then what else is in the way.

    Args:
        privacy: what the privacy helper found; without it nothing of that is said.

    Returns:
        None, when the work is not open.
    """
    if not workspace.is_open:
        return None
    found = {problem.work.number: problem for problem in reversed(problems_of(workspace, privacy) if privacy else [])}
    # What came back is looked at first, though something above it is empty by now.
    for work in sorted(workspace.counted, key=lambda work: not work.amiss):
        if work.editable and work.standing not in DONE:
            return NextThing(OF_STANDING[work.standing], work.anchor, work)
        if problem := found.get(work.number):
            return NextThing(ToDo.SETTLE, problem.anchor, problem.work, problem.words)
    for problem in unready(workspace):
        return NextThing(ToDo.SETTLE, problem.anchor, problem.work, problem.words)
    if any(note.is_missing for note in notes):
        return NextThing(ToDo.EXPLAIN, "change-notes")
    return NextThing(ToDo.SUBMIT)
