"""A person's door: the frameworks, open to everyone, and importing them, for who keeps them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import Refusal
from microcred.frameworks import access, operations, queries
from microcred.frameworks.addresses import case_address
from microcred.frameworks.case import PackageBroken, write_table
from microcred.frameworks.forms import ImportForm
from microcred.frameworks.queries.keeping import dry_runs_of, frameworks_kept_by, places_to_keep
from microcred.frameworks.sources import Source, from_file, from_link
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person

PER_PAGE = 50


@require_safe
def frameworks(request: HttpRequest) -> HttpResponse:
    """All frameworks that designs can align to."""
    page = Paginator(queries.frameworks_with_counts(), PER_PAGE).get_page(request.GET.get("page"))
    keeps = isinstance(request.user, Person) and bool(places_to_keep(request.user, at=now()))
    return render(request, "frameworks/frameworks.html", {"page": page, "keeps": keeps})


@require_safe
def framework_table(request: HttpRequest, slug: str) -> HttpResponse:
    """One framework as a table, to be worked on and imported again."""
    shown = access.public_framework(slug)
    response = HttpResponse(write_table(queries.package_of(shown)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{shown.slug}.csv"'
    return response


@require_safe
def framework_editions(request: HttpRequest, slug: str) -> HttpResponse:
    """What was imported when, and what it changed."""
    shown = access.public_framework(slug)
    page = Paginator(shown.imports.order_by("-revision"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "framework": shown,
        "page": page,
        "case_address": case_address("CFPackages", shown.identifier),
    }
    return render(request, "frameworks/editions.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def framework_imports(request: HttpRequest) -> HttpResponse:
    """Import a framework: a POST reads it and leads to what it would change."""
    person, at = signed_in(request), now()
    places = access.own_places(person, at=at)
    kept = frameworks_kept_by(person, at=at)
    problems: tuple[object, ...] = ()
    status = 200
    form = ImportForm(request.POST or None, request.FILES or None, places=places, kept=kept)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                source = _source(form)
                tried = operations.try_import(
                    actor=person,
                    keeper=form.cleaned_data["keeper"],
                    package=source.package,
                    source=source.name,
                    digest=source.digest,
                    at=at,
                )
                return redirect("framework_import", tried.pk)
            except Refusal as refusal:
                problems = refusal.problems if isinstance(refusal, PackageBroken) else ()
                # What is wrong place by place stands in a table of its own, under one heading.
                if not problems:
                    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    context = {"form": form, "problems": problems, "waiting": dry_runs_of(person), "kept": kept}
    return render(request, "frameworks/imports.html", context, status=status)


def _source(form: ImportForm) -> Source:
    file, link = form.cleaned_data["file"], form.cleaned_data["link"]
    if file:
        return from_file(file.name, file.read(), form.table_of())
    return from_link(link if "://" in link else f"https://{link}")


@login_required
@require_POST
def framework_import_discard(request: HttpRequest, dry_run_id: UUID) -> HttpResponse:
    """Leave everything as it is."""
    person, at = signed_in(request), now()
    operations.discard_import(actor=person, dry_run=access.own_dry_run(person, dry_run_id, at=at))
    messages.success(request, _("Nothing was imported."))
    return redirect("framework_imports")
