"""What the privacy helper found: shown beside what is written, mended and overruled there, or mended all at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from microcred.catalog.models import Requirement
from microcred.catalog.queries import said_in
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_safe
from microcred.foundation.refusals import Refusal, refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms_privacy import MendingForm, OverrulingForm, ReplacementForm, TitleForm, UndoingForm
from microcred.portfolios.models import Pursuit
from microcred.portfolios.privacy.words import KEPT_AS
from microcred.portfolios.queries.privacy import slug_of
from microcred.portfolios.views.leading_back import back_to_item, back_to_requirement, leads_back
from microcred.portfolios.views.parts import shown_after_looking, written_anew


@dataclass(frozen=True)
class Place:
    """Where on which page the helper speaks: beside one part of the work, or beside one text of it.

    `beside` is empty for a part of the work, else it names the text as findings do, e.g. `note:<identifier>`.
    """

    work: queries.RequirementWork
    beside: str = ""

    @property
    def slug(self) -> str:
        """By what its elements are told from others on the page."""
        return slug_of(self.beside) if self.beside else str(self.work.number)

    def noted(self, privacy: queries.Privacy) -> list[queries.Noted]:
        """What is open here. Notes of changes stand by themselves on the workspace, and speak for themselves."""
        here = privacy.open_in(self.work.requirement.pk)
        return [one for one in here if (one.source == self.beside if self.beside else one.place != "note")]

    def overruled(self, privacy: queries.Privacy) -> list[queries.Noted]:
        """What was overruled here."""
        here = privacy.overruled_in(self.work.requirement.pk)
        return [one for one in here if (one.source == self.beside if self.beside else one.place != "note")]


def findings_of(
    place: Place, privacy: queries.Privacy, *, opened: bool = False, said: str = "", undo: str = "", then: str = ""
) -> dict[str, Any]:
    """What the helper says in one place, as templates take it.

    Args:
        opened: whether it is unfolded.
        said: what was just done here.
        undo: what of it can be taken back, as `UndoingForm` has it.
        then: the key of the finding that comes next, which gets the focus.
    """
    noted = place.noted(privacy)
    return {
        "place": place,
        "noted": noted,
        "overruled": place.overruled(privacy),
        "kept_as": KEPT_AS,
        "blocking": queries.waiting_in(noted),
        "advice": queries.advice_in(noted),
        "more": sum(one.more for one in noted),
        "mendable": len(privacy.mendable),
        "opened": opened,
        "said": said,
        "undo": undo,
        "then": then,
    }


def left_words(noted: Iterable[queries.Noted]) -> str:
    """What is left of findings, in words: what keeps the work from being submitted is told from advice."""
    noted = list(noted)
    blocking, advice = queries.waiting_in(noted), queries.advice_in(noted)
    if blocking:
        words = ngettext(
            "{count} is left to mend before you submit.", "{count} are left to mend before you submit.", blocking
        )
        return words.format(count=blocking)
    if advice:
        words = ngettext(
            "What is left is {count} piece of advice.", "What is left is {count} pieces of advice.", advice
        )
        return words.format(count=advice)
    return _("Nothing is left.")


@login_required
@require_safe
def findings(request: HttpRequest, pursuit_id: UUID, requirement_id: UUID) -> HttpResponse:
    """What is found in the work for one requirement: a part of the workspace, asked for again after each save."""
    mine = access.own_pursuit(signed_in(request), pursuit_id)
    requirement = access.requirement_of(mine, requirement_id)
    return _part(request, _Looked.at(mine, requirement, request.GET.get("beside", "")))


@login_required
@leads_back(back_to_requirement)
def replacement_words(request: HttpRequest, pursuit_id: UUID, requirement_id: UUID) -> HttpResponse:
    """Put other words where a finding stands, and wherever else the same name does."""
    person = signed_in(request)
    mine = access.own_pursuit(person, pursuit_id)
    requirement = access.requirement_of(mine, requirement_id)
    form = ReplacementForm(request.POST)
    form.is_valid()
    key, words = form.cleaned_data.get("key", ""), form.instead
    before = _Looked.at(mine, requirement, form.beside)
    try:
        mended = operations.mend(actor=person, pursuit=mine, instead={key: words}, at=now())
    except Refusal as refusal:
        return _refused(request, before, refusal)
    said = ngettext(
        "“{name}” is now “{words}” in {count} place.", "“{name}” is now “{words}” in {count} places.", mended.places
    ).format(name=before.words_of(key), words=words, count=mended.places)
    return _done(request, before, key, said, mended)


@login_required
@leads_back(back_to_requirement)
def overruling(request: HttpRequest, pursuit_id: UUID, requirement_id: UUID) -> HttpResponse:
    """Hold a finding for a false alarm."""
    person = signed_in(request)
    mine = access.own_pursuit(person, pursuit_id)
    requirement = access.requirement_of(mine, requirement_id)
    form = OverrulingForm(request.POST)
    form.is_valid()
    key = form.cleaned_data.get("key", "")
    before = _Looked.at(mine, requirement, form.beside)
    try:
        row = operations.overrule(
            actor=person,
            pursuit=mine,
            requirement=requirement,
            key=key,
            reason=form.why,
            everywhere=form.is_everywhere,
            at=now(),
        )
    except Refusal as refusal:
        return _refused(request, before, refusal)
    if row.key == key:
        said = _("“{name}” is noted as a false alarm. Should the text around it change, you are asked again.")
    elif form.why:
        said = _("“{name}” is kept wherever it stands in this work, with your reason.")
    else:
        said = _("“{name}” is kept wherever it stands in this work.")
    return _done(request, before, key, said.format(name=before.words_of(key)))


@login_required
@leads_back(back_to_requirement)
def mending_undoing(request: HttpRequest, pursuit_id: UUID, requirement_id: UUID) -> HttpResponse:
    """Put back what stood in answers before they were mended."""
    person = signed_in(request)
    mine = access.own_pursuit(person, pursuit_id)
    requirement = access.requirement_of(mine, requirement_id)
    form = UndoingForm(request.POST)
    form.is_valid()
    before = _Looked.at(mine, requirement, form.beside)
    try:
        operations.undo_mending(actor=person, pursuit=mine, revisions=form.revisions, at=now())
    except Refusal as refusal:
        return _refused(request, before, refusal)
    mended = operations.Mended(0, form.revisions, is_whole=False)
    return _done(request, before, "", _("Taken back: what stood there before stands there again."), mended)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mending(request: HttpRequest, pursuit_id: UUID) -> HttpResponse:
    """What the helper can mend by itself, and what becomes what; a POST mends all that is ticked."""
    person, at = signed_in(request), now()
    mine = access.own_pursuit(person, pursuit_id)
    workspace = queries.workspace_of(mine, said_in(mine.version, get_language() or ""))
    privacy = queries.privacy_of(workspace, at=at)
    form = MendingForm(request.POST or None, mendings=queries.mendings_in(workspace, privacy))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            mended = operations.mend(actor=person, pursuit=mine, instead=form.instead, at=at)
            left = queries.privacy_of(queries.workspace_of(mine), at=at).open
            said = ngettext("Mended in {count} place.", "Mended in {count} places.", mended.places)
            messages.success(request, f"{said.format(count=mended.places)} {left_words(left)}")
            query = f"?{urlencode({'back': UndoingForm.back_of(mended.revisions)})}" if mended.can_be_undone else ""
            return redirect(f"{reverse('mending', args=[mine.pk])}{query}")
    undoing = UndoingForm({"back": request.GET.get("back", "")})
    undoing.is_valid()
    context = {
        "pursuit": mine,
        "workspace": workspace,
        "form": form,
        "left": left_words(privacy.open),
        "by_hand": queries.by_hand(workspace, privacy),
        "undo": request.GET.get("back", "") if undoing.revisions else "",
        "undo_at": next(iter(undoing.revisions), None),
        "crumbs": [
            (_("My work"), reverse("pursuits")),
            (workspace.said.version.title, reverse("pursuit", args=[mine.pk])),
            (_("Mend what was found"), ""),
        ],
    }
    return render(request, "portfolios/mending.html", context, status=422 if request.method == "POST" else 200)


@login_required
@leads_back(back_to_item)
def item_title(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Give a file or link another title."""
    person = signed_in(request)
    mine = access.own_item(person, item_id)
    form = TitleForm(request.POST)
    form.is_valid()
    title, key = form.cleaned_data.get("title", ""), form.cleaned_data.get("key", "")
    before = _Looked.at(mine.pursuit, mine.requirement, "")
    try:
        operations.rename(actor=person, item=mine, title=title, at=now())
    except Refusal as refusal:
        return _refused(request, before, refusal)
    said = _("It is called “{title}” now.").format(title=title)
    if key:
        done = _done(request, before, key, said)
        # The file itself stands beside the helper, and is asked for anew.
        done["HX-Trigger-After-Settle"] = f"renamed-{before.place.slug}"
        return done
    messages.success(request, said)
    return redirect(f"{reverse('pursuit', args=[mine.pursuit_id])}#{before.place.work.anchor}")


@dataclass(frozen=True)
class _Looked:
    """The work as it was looked at, and where on the page somebody is."""

    workspace: queries.Workspace
    privacy: queries.Privacy
    place: Place

    @classmethod
    def at(cls, mine: Pursuit, requirement: Requirement, beside: str) -> "_Looked":
        workspace = queries.workspace_of(mine, said_in(mine.version, get_language() or ""))
        privacy = queries.privacy_of(workspace, at=now())
        workspace = queries.with_waiting(workspace, privacy)
        (work,) = (work for work in workspace.work if work.requirement.pk == requirement.pk)
        return cls(workspace, privacy, Place(work, beside))

    def anew(self) -> "_Looked":
        """The same place, after something was done."""
        return self.at(self.workspace.pursuit, self.place.work.requirement, self.place.beside)

    def words_of(self, key: str) -> str:
        """The words of a finding."""
        return next((one.words for one in self.privacy.open if one.key == key), "")

    def index_of(self, key: str) -> int:
        """Which of those that stand here it is."""
        keys = [one.key for one in self.place.noted(self.privacy)]
        return keys.index(key) if key in keys else 0


def _done(
    request: HttpRequest, before: _Looked, key: str, said: str, mended: operations.Mended | None = None
) -> HttpResponse:
    """Say what was done and what is left, and go on with the next finding: in a part of the page, or on the page."""
    after = before.anew()
    noted = after.place.noted(after.privacy)
    then = noted[min(before.index_of(key), len(noted) - 1)].key if noted else ""
    said = f"{said} {left_words(noted)}"
    undo = UndoingForm.back_of(mended.revisions) if mended and mended.can_be_undone else ""
    if request.headers.get("HX-Request") == "true":
        return _part(request, after, said=said, undo=undo, then=then, mended=mended)
    messages.success(request, said)
    page, _colon, identifier = after.place.beside.partition(":")
    if page == "pin":
        item = next((one.item for one in before.privacy.open if one.source == after.place.beside), None)
        if item is not None:
            return redirect(f"{reverse('pins', args=[item.pk])}#pin-{identifier}")
    if page == "reason":
        return redirect(f"{reverse('languages', args=[before.workspace.pursuit.pk])}#alternatives")
    asked = urlencode({"helper": after.place.slug, **({"back": undo} if undo else {})})
    at = f"finding-{then}" if then else f"findings-{after.place.slug}"
    return redirect(f"{reverse('pursuit', args=[before.workspace.pursuit.pk])}?{asked}#{at}")


def _refused(request: HttpRequest, before: _Looked, refusal: Refusal) -> HttpResponse:
    """Say why not, where it was tried."""
    if request.headers.get("HX-Request") != "true":
        raise refusal
    return _part(request, before.anew(), said=str(refusal), status=409)


def _part(
    request: HttpRequest,
    looked: _Looked,
    *,
    mended: operations.Mended | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """One place of the helper, with what else of the page it changes."""
    row = findings_of(looked.place, looked.privacy, opened=bool(more), **more)
    context = {
        "row": row | {"refused": status >= 400},
        "work": looked.place.work,
        "pursuit": looked.workspace.pursuit,
        "workspace": looked.workspace,
        "is_part": True,
        "shown": shown_after_looking(request, looked.workspace, looked.privacy, looked.place.work),
        "written": written_anew(looked.workspace, mended.revisions, notes=not mended.is_whole) if mended else [],
    }
    return render(request, "portfolios/findings_anew.html", context, status=status)
