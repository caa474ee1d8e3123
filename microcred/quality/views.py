"""A person's door: frameworks for everyone to read, and for administrators to take in and adopt."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_safe
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.quality import access, operations, queries
from microcred.quality.forms import AdoptionForm, ImportForm
from microcred.quality.framework_file import (
    FrameworkText,
    Reading,
    blank_spreadsheet,
    read_json,
    read_spreadsheet,
    write_json,
    write_spreadsheet,
)
from microcred.quality.models import ROLE_LABELS, Edition
from microcred.quality.rules import Asked

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PACKED = b"PK\x03\x04"
"""How a spreadsheet begins: it is a packed file. JSON never does."""


@require_safe
def quality_frameworks(request: HttpRequest) -> HttpResponse:
    """All frameworks, each in its newest edition."""
    keeps = isinstance(request.user, Person) and queries.places_to_keep(request.user, at=now()).exists()
    return render(request, "quality/frameworks.html", {"editions": queries.frameworks(), "keeps": keeps})


@require_safe
def quality_framework(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest edition of a framework."""
    return _edition_page(request, access.public_edition(slug))


@require_safe
def quality_edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition of a framework, as it was published."""
    return _edition_page(request, access.public_edition(slug, number))


@require_safe
def quality_json(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An edition as JSON, to edit and take in again."""
    edition = access.public_edition(slug, number)
    return _download(write_json(queries.document_of(edition)), edition, "application/json", "json")


@require_safe
def quality_spreadsheet(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An edition as a spreadsheet, to edit and take in again."""
    edition = access.public_edition(slug, number)
    return _download(write_spreadsheet(queries.document_of(edition)), edition, XLSX, "xlsx")


@require_safe
def quality_template(request: HttpRequest) -> HttpResponse:
    """A spreadsheet to write a framework into."""
    return _file(blank_spreadsheet(), XLSX, "quality-framework.xlsx")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def quality_import(request: HttpRequest) -> HttpResponse:
    """Take a framework in. A file is looked at first; what it would do, or what is the matter with it, is shown."""
    person, at = signed_in(request), now()
    places = access.own_places(person, at=at)
    if request.method != "POST":
        return render(request, "quality/import.html", {"places": places})
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Choose an organization and a file."))
    owner = access.own_place(person, form.cleaned_data["owner"], at=at)
    context: dict[str, Any] = {"places": places, "owner": owner}
    if form.cleaned_data["document"]:
        reading = read_json(form.cleaned_data["document"].encode())
        if reading.document is not None:
            try:
                edition = operations.publish_edition(actor=person, owner=owner, document=reading.document, at=at)
            except Refusal as refusal:
                return render(request, "quality/import.html", context | {"refusal": refusal}, status=refusal.status)
            messages.success(request, _("Taken in."))
            return redirect("quality_edition", edition.framework.slug, edition.number)
    elif form.cleaned_data["file"]:
        content = form.cleaned_data["file"].read()
        reading = read_spreadsheet(content) if content.startswith(PACKED) else read_json(content)
    else:
        reading = Reading(None, ())
        context["nothing"] = True
    return _dry_run(request, context, reading)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def quality_adoptions(request: HttpRequest) -> HttpResponse:
    """What each organization that the reader decides for goes by, and how often it reviews; a POST changes it."""
    person, at = signed_in(request), now()
    places = access.own_places(person, at=at)
    if request.method == "POST":
        form = AdoptionForm(request.POST)
        if not form.is_valid() or not (form.cleaned_data["edition"] or form.cleaned_data["months"]):
            return HttpResponseBadRequest(_("Choose an edition, or a number of months."))
        place = access.own_place(person, form.cleaned_data["organization"], at=at)
        if form.cleaned_data["edition"]:
            edition = get_object_or_404(Edition, pk=form.cleaned_data["edition"])
            operations.adopt_edition(actor=person, organization=place, edition=edition, at=at)
        else:
            operations.set_review_cycle(actor=person, organization=place, months=form.cleaned_data["months"], at=at)
        messages.success(request, _("Saved. It holds from now on, and below where nothing else is said."))
        return redirect("quality_adoptions")
    context = {"rows": queries.going_by(places), "editions": queries.frameworks(), "places": places}
    return render(request, "quality/adoptions.html", context)


@dataclass(frozen=True)
class _Shown:
    """A component with the words people read: who answers, and whether it is this edition's own."""

    asked: Asked
    roles: list[Any]
    note: str


def _edition_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    standards: dict[str, tuple[str, str, list[_Shown]]] = {}
    described = {standard.code: standard.description for standard in edition.standards.all()}
    for asked in queries.components_of(edition):
        heading: tuple[str, str, list[_Shown]] = (asked.standard_name, described.get(asked.standard_code, ""), [])
        _name, _description, shown = standards.setdefault(asked.standard_code, heading)
        note = ""
        if edition.builds_on_id and asked.edition_id == edition.pk:
            note = _("tightened here") if asked.tightens else _("added here")
        shown.append(_Shown(asked, [ROLE_LABELS[role] for role in asked.roles], note))
    context = {
        "edition": edition,
        "standards": standards,
        "count": sum(len(shown) for _name, _description, shown in standards.values()),
        "others": edition.framework.editions.order_by("-number"),
    }
    return render(request, "quality/framework.html", context)


def _dry_run(request: HttpRequest, context: dict[str, Any], reading: Reading) -> HttpResponse:
    """Show what taking a file in would do. Nothing is kept: the page itself carries the document to the next step."""
    document: FrameworkText | None = reading.document
    troubles = reading.troubles
    if reading.sketch is not None:
        troubles = (*troubles, *queries.troubles_here(reading.sketch, reading.spot))
    if document is not None:
        comparison = queries.compared(document)
        context |= {"document": document, "comparison": comparison, "carried": write_json(document).decode()}
    status = 422 if troubles or context.get("nothing") else 200
    return render(request, "quality/import.html", context | {"troubles": troubles}, status=status)


def _download(content: bytes, edition: Edition, media_type: str, suffix: str) -> HttpResponse:
    return _file(content, media_type, f"{edition.framework.slug}-{edition.number}.{suffix}")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
