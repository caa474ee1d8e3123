"""One micro-credential on the agenda of a retreat: its data pack, what is decided of it, and carrying that out."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from microcred.authoring import access, operations, queries
from microcred.authoring.models import AgendaItem
from microcred.authoring.models.retreats import COURSE_LABELS, PROGRESS_LABELS
from microcred.authoring.pack_page import shown_pack
from microcred.authoring.retreat_forms import CourseForm, DraftLinkForm
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.refusals import Refusal, refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_item(request: HttpRequest, retreat_id: UUID, item_id: UUID) -> HttpResponse:
    """The data pack and the decision; a POST decides."""
    person, at = signed_in(request), now()
    if request.method == "POST":
        item = access.agenda_item_to_decide(person, retreat_id, item_id, at=at)
        form = CourseForm(request.POST, people=queries.may_own_decisions(item.micro_credential, at=at))
        if form.is_valid():
            with refusals_shown_on(form):
                operations.decide(actor=person, item=item, at=at, today=localdate(at), **form.cleaned_data)
                messages.success(request, _("Decided. Who sees to it has been told."))
                return redirect("agenda_item", retreat_id, item_id)
        return _page(request, person, item, form=form, status=422)
    return _page(request, person, access.agenda_item_to_see(person, retreat_id, item_id, at=at))


@login_required
@require_POST
def agenda_place(request: HttpRequest, retreat_id: UUID, item_id: UUID) -> HttpResponse:
    """Move a micro-credential up the agenda, or take it off."""
    person, at = signed_in(request), now()
    item = access.agenda_item_to_decide(person, retreat_id, item_id, at=at)
    match request.POST.get("do"):
        case "up":
            operations.move_up_agenda(actor=person, item=item, at=at)
        case "off":
            operations.take_off_agenda(actor=person, item=item, at=at)
        case _:
            return HttpResponseBadRequest(_("Say whether it moves up or comes off the agenda."))
    return redirect("retreat", retreat_id)


@login_required
@require_POST
def agenda_carrying_out(request: HttpRequest, retreat_id: UUID, item_id: UUID) -> HttpResponse:
    """Carry out what is decided: start the draft of the next version, link one that is under way, or retire."""
    person, at = signed_in(request), now()
    item = access.agenda_item_to_carry_out(person, retreat_id, item_id, at=at)
    try:
        match request.POST.get("do"):
            case "begin":
                return redirect("draft", operations.begin_revision(actor=person, item=item, at=at).pk)
            case "link":
                form = DraftLinkForm(request.POST, drafts=queries.drafts_to_link(item))
                if not form.is_valid():
                    return HttpResponseBadRequest(_("Choose the draft that takes the decision up."))
                operations.link_revision(actor=person, item=item, draft=form.cleaned_data["draft"], at=at)
            case "retire":
                operations.carry_out_retirement(actor=person, item=item, at=at)
            case _:
                return HttpResponseBadRequest(_("Say what should be done about it."))
    except Refusal as refusal:
        return _page(request, person, item, refusal=refusal, status=refusal.status)
    messages.success(request, _("Done."))
    return redirect("agenda_item", retreat_id, item_id)


def _page(
    request: HttpRequest,
    person: Person,
    item: AgendaItem,
    *,
    form: CourseForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    at = now()
    lines = queries.agenda_of(item.retreat, today=localdate(at))
    place = next(place for place, line in enumerate(lines) if line.item == item)
    line = lines[place]
    people = queries.may_own_decisions(item.micro_credential, at=at)
    writes = acts_as(person, Role.AUTHOR, for_organization=item.micro_credential.owner, at=at)
    context = {
        "retreat": item.retreat,
        "item": item,
        "line": line,
        "progress": PROGRESS_LABELS[line.progress],
        "course": COURSE_LABELS[line.course] if line.course else "",
        "versions": shown_pack(line.pack) if line.pack else [],
        "decisions": queries.decisions_on(item),
        "drafts": queries.drafts_to_link(item) if writes and line.progress.value == "not_begun" else [],
        "writes": writes,
        "form": (form or CourseForm(people=people))
        if queries.keeps_retreats(person, item.retreat.owner, at=at)
        else None,
        "refusal": refusal,
        "before": lines[place - 1] if place else None,
        "after": lines[place + 1] if place + 1 < len(lines) else None,
        "number": place + 1,
        "of": len(lines),
    }
    return render(request, "authoring/agenda_item.html", context, status=status)
