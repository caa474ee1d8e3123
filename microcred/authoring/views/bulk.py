"""Many drafts at once, from a spreadsheet: the template, a look at what a filled one makes, and starting it."""

from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from microcred.authoring import access, operations
from microcred.authoring.bulk import read_designs, template
from microcred.authoring.forms import SpreadsheetForm
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_safe
from microcred.foundation.refusals import Refusal
from microcred.foundation.spreadsheets import SPREADSHEET
from microcred.organizations.access import signed_in
from microcred.organizations.models import Organization, Person


@login_required
@require_safe
def drafts_template(request: HttpRequest) -> HttpResponse:
    """The empty spreadsheet, for whoever writes for an organization."""
    access.places_to_propose_to(signed_in(request), at=now())
    return HttpResponse(
        template(),
        content_type=SPREADSHEET,
        headers={"Content-Disposition": 'attachment; filename="micro-credentials.xlsx"', "Cache-Control": "no-store"},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def drafts_from_spreadsheet(request: HttpRequest) -> HttpResponse:
    """Hand in a filled template. The first time shows what it would make; what was shown is then started."""
    person, at = signed_in(request), now()
    places = access.places_to_propose_to(person, at=at)
    if request.method != "POST":
        return _page(request, SpreadsheetForm(places=places))
    form = SpreadsheetForm(request.POST, request.FILES, places=places)
    if not form.is_valid():
        return _page(request, form, status=422)
    owner = form.cleaned_data["owner"]
    if "looked_at" in request.POST:
        return _started(request, form, owner, b64=request.POST["looked_at"], person=person, at=at)
    content = form.cleaned_data["spreadsheet"].read()
    reading = read_designs(content)
    return _page(
        request,
        form,
        status=422 if reading.troubles else 200,
        reading=reading,
        owner=owner,
        looked_at=b64encode(content).decode() if reading.drafted else "",
    )


def _started(
    request: HttpRequest, form: SpreadsheetForm, owner: Organization, *, b64: str, person: Person, at: datetime
) -> HttpResponse:
    try:
        started = operations.start_drafts(actor=person, owner=owner, content=_looked_at(b64), at=at)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=refusal.status)
    words = ngettext("%(count)d draft was started.", "%(count)d drafts were started.", len(started))
    messages.success(request, words % {"count": len(started)})
    return redirect("drafts")


def _looked_at(text: str) -> bytes:
    """The file that was shown before; whoever sends something else is told that it is no spreadsheet."""
    try:
        return b64decode(text, validate=True)
    except NoBase64:
        return b""


def _page(request: HttpRequest, form: SpreadsheetForm, *, status: int = 200, **more: object) -> HttpResponse:
    return render(request, "authoring/drafts_from_spreadsheet.html", {"form": form, **more}, status=status)
