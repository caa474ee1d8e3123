"""What a draft said before: all its states, two of them side by side, and one of them again."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.authoring import access, operations, queries
from microcred.authoring.labels import as_words, label_of
from microcred.catalog.design import Change, Design, Words, changes, word_diff
from microcred.foundation.clock import now
from microcred.foundation.methods import require_POST, require_safe
from microcred.organizations.access import signed_in

MOST_SHOWN = 200
"""Groups of saves on one page."""


@login_required
@require_safe
def draft_history(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Who saved what, the last first; `from` and `to` choose the two states to compare, else the last two sittings."""
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    sittings = queries.sittings_of(draft)
    states = [sitting.last for sitting in sittings if not sitting.last.conflicting]
    newest, before = states[0], states[min(1, len(states) - 1)]
    later = access.state_of(draft, request.GET.get("to", ""), otherwise=newest)
    earlier = access.state_of(draft, request.GET.get("from", ""), otherwise=before)
    old, new = Design.model_validate(earlier.design), Design.model_validate(later.design)
    context = {
        "draft": draft,
        "sittings": sittings[:MOST_SHOWN],
        "earlier": earlier,
        "later": later,
        "changes": list(_shown(changes(old, new))),
        "may_restore": not queries.is_published(draft) and queries.may_write(person, draft, at=at),
    }
    return render(request, "authoring/history.html", context)


@login_required
@require_POST
def restoration(request: HttpRequest, draft_id: UUID, state_id: UUID) -> HttpResponse:
    """Let the draft say again what it said in one of its states."""
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    state = access.state_of(draft, str(state_id))
    operations.restore_draft(actor=person, draft=draft, state=state, at=at)
    messages.success(request, _("Brought back. What the draft said until now stays in its history."))
    return redirect("draft", draft_id)


def _shown(found: list[Change]) -> Iterator[tuple[Change, str, list[Words]]]:
    """The changes, each with the name of its field and its words as one run; none where an order changed.

    Rows without identifiers are paired by their words, so that an empty one that was filled is taken out and added: of
    such a one only what was added is told. A digest is told by the file that it is of.
    """
    names = queries.file_names(value for change in found for value in (change.before, change.after))
    for change in found:
        if change.path.endswith(".sha256") or (change.kind == "removed" and not _said(change.before, names)):
            continue
        words = [] if change.kind == "moved" else word_diff(_said(change.before, names), _said(change.after, names))
        yield change, label_of(change.path), words


def _said(value: Any, names: Mapping[str, str]) -> str:
    """What a value says; that of a picture or a template with the name of its file."""
    name = names.get(str(value.get("file")), "") if isinstance(value, dict) else ""
    return "\n".join(filter(None, (as_words(value), name)))
