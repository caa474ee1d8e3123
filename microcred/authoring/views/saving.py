"""What a save of the draft's form is answered: to a script, and on the page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from microcred.authoring import operations, queries
from microcred.authoring.labels import as_words, label_of, value_at
from microcred.authoring.models import Draft
from microcred.authoring.views.standing import said_anew
from microcred.catalog.design import Design, as_json, word_diff
from microcred.organizations.models import Person

OWN = ".own"
"""Behind a revision: the form says still what it said itself then, without what of others was joined to it."""


def seen_revision(sent: str) -> tuple[int, bool] | None:
    """The revision that a form saw, and whether the form is behind what was joined to it; None of what is none."""
    number = sent.removesuffix(OWN)
    return (int(number), number != sent) if number.isascii() and number.isdigit() and len(number) < 10 else None


def answer_to_script(request: HttpRequest, person: Person, saved: Draft, written: dict[str, Any]) -> JsonResponse:
    """That the form is saved, what it has to say of itself at its next save, and what its page shows otherwise now."""
    seen, shown = request.POST["revision"], said_anew(request, saved)
    mine = as_json(Design.model_validate(written))
    answer: dict[str, Any] = {"saved_at_text": date_format(localtime(saved.changed_at), "TIME_FORMAT")}
    if mine == saved.design:
        return JsonResponse(answer | {"revision": saved.revision, "shown": shown})
    state = queries.states_of(saved).filter(revision=saved.revision, conflicting=False).get()
    own = state.saved_by_id == person.pk and state.written == mine
    words = joined_words(saved, seen, but=person)
    if words:
        shown["joined"] = render_to_string("authoring/joined.html", {"words": words, "draft": saved})
    return JsonResponse(answer | {"revision": f"{saved.revision}{OWN}" if own else seen, "shown": shown})


def tell_what_was_joined(request: HttpRequest, person: Person, saved: Draft) -> None:
    """Say on the next page that others' changes stand beside the reader's own."""
    words = joined_words(saved, request.POST["revision"], but=person)
    if words:
        messages.info(request, words)


def joined_words(saved: Draft, seen: str, *, but: Person) -> str:
    """Who else changed other fields since the form was opened; empty for nobody."""
    revision, _own = seen_revision(seen) or (saved.revision, False)
    others = [str(person) for person in queries.others_since(saved, revision, but=but)]
    if not others:
        return ""
    names = get_text_list(others, _("and"))
    return _("%(names)s changed other fields meanwhile. Both stand in the draft.") % {"names": names}


def conflict_shown(overtaken: operations.DraftOvertaken) -> dict[str, Any]:
    """The fields that both changed, side by side and as one run of words."""
    mine, theirs = as_json(overtaken.joined), as_json(overtaken.theirs)
    fields = []
    for path in overtaken.conflicts:
        one, other = (as_words(value_at(design, path)) for design in (theirs, mine))
        fields.append((label_of(path), path, one, other, word_diff(one, other)))
    return {"words": str(overtaken), "fields": fields}
