"""Pins: a page for each file and link, where the educator points to places in it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms_pins import PinForm
from microcred.portfolios.models import Item
from microcred.portfolios.views.findings import Place, findings_of
from microcred.portfolios.views.leading_back import back_to_pins, leads_back
from microcred.portfolios.views.workspace import said_to_reader


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pins(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """What is pinned in a file or link; a POST pins one thing more."""
    person = signed_in(request)
    item = access.own_item(person, item_id)
    form = PinForm(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            pinned = operations.pin(actor=person, item=item, at=now(), **form.said())
            messages.success(request, _("Pinned. It is sent when you submit."))
            return redirect(f"{reverse('pins', args=[item.pk])}#pin-{pinned.pk}")
    return _page(request, item, form, status=422 if request.method == "POST" else 200)


@login_required
@leads_back(back_to_pins)
def pin(request: HttpRequest, pin_id: UUID) -> HttpResponse:
    """Say something else with a pin, or point elsewhere."""
    person = signed_in(request)
    mine = access.own_pin(person, pin_id)
    form = PinForm(request.POST, item=mine.item, pin=mine)
    if form.is_valid():
        with refusals_shown_on(form):
            operations.repin(actor=person, pin=mine, at=now(), **form.said())
            return redirect(f"{reverse('pins', args=[mine.item_id])}#pin-{mine.pk}")
    return _page(request, mine.item, PinForm(item=mine.item), status=422, refused=form)


@login_required
@leads_back(back_to_pins)
def pin_removal(request: HttpRequest, pin_id: UUID) -> HttpResponse:
    """Take a pin off."""
    person = signed_in(request)
    mine = access.own_pin(person, pin_id)
    operations.unpin(actor=person, pin=mine, at=now())
    return redirect("pins", mine.item_id)


def _page(
    request: HttpRequest, item: Item, form: PinForm, *, status: int = 200, refused: PinForm | None = None
) -> HttpResponse:
    workspace = queries.workspace_of(item.pursuit, said_to_reader(item.pursuit.version))
    (work,) = (work for work in workspace.work if work.requirement.pk == item.requirement_id)
    privacy = queries.privacy_of(workspace, at=now())
    here = {} if refused is None or refused.pin is None else {refused.pin.pk: refused}
    standing = workspace.pins.get(item.pk, ())
    forms = workspace.forms.get(item.pk)
    pages_url = reverse("item_form", args=[item.pk, "pages"]) if forms and forms.pages else ""
    context = {
        "item": item,
        "pursuit": item.pursuit,
        "work": work,
        "form": form,
        "editable": work.editable and item in work.items,
        "standing": [
            (one, here.get(one.pk) or PinForm(item=item, pin=one), findings_of(Place(work, f"pin:{one.pk}"), privacy))
            for one in standing
        ],
        "pages_url": pages_url,
        "pages": queries.pages_shown(item, first=next((one.page for one in standing if one.page), 1)),
        "document_url": pages_url or reverse("item", args=[item.pk]),
        "regions": [one for one in standing if one.place.region],
        "names": {criterion.id: criterion.name for criterion in work.criteria},
        "crumbs": [
            (_("My work"), reverse("pursuits")),
            (workspace.said.version.title, f"{reverse('pursuit', args=[item.pursuit_id])}#{work.anchor}"),
            (item.title, ""),
        ],
    }
    return render(request, "portfolios/pins.html", context, status=status)
