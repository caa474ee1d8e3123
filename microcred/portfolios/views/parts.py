"""The parts of the workspace that a save or a look has changed, by the identifiers of their places on the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.moments import clock_in_words
from microcred.portfolios import queries


def next_shown(request: HttpRequest, workspace: queries.Workspace, waits: queries.NextThing | None) -> dict[str, str]:
    """The two places of the workspace that say what to do next, by their identifiers."""
    shown = {"pursuit": workspace.pursuit, "workspace": workspace, "next": waits}
    return {
        "next-thing": render_to_string("portfolios/next_thing.html", shown, request),
        "work-bar-words": render_to_string("portfolios/work_bar_words.html", shown, request),
    }


def shown_after_looking(
    request: HttpRequest, workspace: queries.Workspace, privacy: queries.Privacy, work: queries.RequirementWork
) -> dict[str, str]:
    """All that says how far the work is, once somebody looked for names in it; nothing where it is not open."""
    waits = queries.next_thing(workspace, queries.notes_wanted(workspace), privacy)
    if waits is None:
        return {}
    whole = {"workspace": workspace}
    return {
        f"standing-{work.number}": render_to_string("portfolios/standing.html", {"work": work}, request),
        "progress": render_to_string("portfolios/progress.html", whole, request),
        "progress-by-criterion": render_to_string("portfolios/progress_by_criterion.html", whole, request),
    } | next_shown(request, workspace, waits)


@dataclass(frozen=True)
class Written:
    """A field of the workspace whose words changed on the server."""

    field: str
    """its identifier on the page"""
    text: str
    revision: int
    saved: str
    """when, in words"""


def written_anew(workspace: queries.Workspace, revisions: Mapping[UUID, int], *, notes: bool) -> list[Written]:
    """The answers that were mended, as they are now; and the notes of changes, where those were."""
    at = now()
    saved = _("Saved {when}")
    anew = [
        Written(
            f"text-{work.number}",
            work.answer.text,
            work.answer.revision,
            saved.format(when=clock_in_words(work.answer.saved_at, at=at)),
        )
        for work in workspace.work
        if work.answer and work.requirement.pk in revisions
    ]
    for one in queries.notes_wanted(workspace) if notes else ():
        if one.note:
            when = saved.format(when=clock_in_words(one.note.saved_at, at=at))
            anew.append(Written(f"note-{one.key}", one.text, one.note.revision, when))
    return anew
