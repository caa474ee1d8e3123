"""An organization's own catalogue, for its administrators: as an archive, out and in, and licensed to others."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.catalog import access, operations, queries
from microcred.catalog.archive import Action, contents_digest, write_archive
from microcred.catalog.forms import ArchiveForm, LicenseEndingForm, LicenseForm
from microcred.foundation.clock import now
from microcred.foundation.methods import require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import organization_as, signed_in
from microcred.organizations.models import Organization, Role

PER_PAGE = 50


@login_required
@require_safe
def own_catalogue(request: HttpRequest, slug: str) -> HttpResponse:
    """What an organization owns of the catalogue: taking it out, taking others in, licensing it.

    The digest of what it holds is reckoned when `?digest` asks for it: all of the catalogue is read for that.
    """
    owner = organization_as(signed_in(request), Role.ORG_ADMIN, slug, at=now())
    return _page(request, owner)


@login_required
@require_safe
def catalogue_archive(request: HttpRequest, slug: str) -> HttpResponse:
    """An organization's whole catalogue as one file."""
    owner = organization_as(signed_in(request), Role.ORG_ADMIN, slug, at=now())
    content = write_archive(queries.archived_catalogue(owner))
    name = f"{owner.slug}-catalogue-{now():%Y-%m-%d}.zip"
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


@login_required
@require_POST
def catalogue_uploads(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand in an archive, to look at what it would change."""
    person, at = signed_in(request), now()
    owner = organization_as(person, Role.ORG_ADMIN, slug, at=at)
    form = ArchiveForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_shown_on(form):
            content = form.cleaned_data["archive"].read()
            upload = operations.upload_catalogue(actor=person, owner=owner, content=content, at=at)
            return redirect("catalogue_upload", slug=owner.slug, upload_id=upload.pk)
    return _page(request, owner, archive_form=form, status=422)


@login_required
@require_safe
def catalogue_upload(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    """What an uploaded archive would change here, micro-credential by micro-credential, and what became of it."""
    at = now()
    owner = organization_as(signed_in(request), Role.ORG_ADMIN, slug, at=at)
    upload = access.upload_of(owner, upload_id)
    progress = queries.progress_of(upload)
    is_settled = progress.under_way or progress.done
    would = queries.WouldChange((), changes_nothing=True) if is_settled else queries.would_change(upload, at=at)
    steps = would.steps
    numbers = {action.name: sum(step.action is action for step in steps) for action in Action}
    shown = sorted(steps, key=lambda step: step.action is not Action.REFUSED)
    context = {
        "owner": owner,
        "upload": upload,
        "progress": progress,
        "numbers": numbers,
        "changes_nothing": would.changes_nothing,
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "catalog/catalogue_upload.html", context)


@login_required
@require_POST
def catalogue_import(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    """Order that an uploaded archive be taken in."""
    person, at = signed_in(request), now()
    owner = organization_as(person, Role.ORG_ADMIN, slug, at=at)
    upload = access.upload_of(owner, upload_id)
    try:
        operations.order_import(actor=person, upload=upload, at=at)
    except operations.ImportUnderWay as refusal:
        messages.info(request, str(refusal))
    return redirect("catalogue_upload", slug=owner.slug, upload_id=upload.pk)


@login_required
@require_POST
def licenses(request: HttpRequest, slug: str) -> HttpResponse:
    """License what the organization owns to another."""
    person, at = signed_in(request), now()
    owner = organization_as(person, Role.ORG_ADMIN, slug, at=at)
    form = LicenseForm(request.POST, owner=owner)
    if form.is_valid():
        with refusals_shown_on(form):
            operations.grant_license(actor=person, owner=owner, at=at, **form.granted(at=at))
            messages.success(request, _("Licensed."))
            return redirect("own_catalogue", slug=owner.slug)
    return _page(request, owner, license_form=form, status=422)


@login_required
@require_POST
def license_ending(request: HttpRequest, slug: str, license_id: UUID) -> HttpResponse:
    """End a license, from either side."""
    person, at = signed_in(request), now()
    side = organization_as(person, Role.ORG_ADMIN, slug, at=at)
    found = access.license_of(side, license_id)
    form = LicenseEndingForm(request.POST, zone=side.time_zone)
    if form.is_valid():
        with refusals_shown_on(form):
            operations.end_license(actor=person, granted=found, at=at, **form.ended(at=at))
            messages.success(request, _("The end of the license is settled. What was begun under it goes on."))
            return redirect("own_catalogue", slug=side.slug)
    return _page(request, side, ending_form=form, status=422)


def _page(
    request: HttpRequest,
    owner: Organization,
    *,
    archive_form: ArchiveForm | None = None,
    license_form: LicenseForm | None = None,
    ending_form: LicenseEndingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "owner": owner,
        "digest": contents_digest(queries.archived_catalogue(owner)) if "digest" in request.GET else "",
        "holding": queries.extent_of(owner),
        "uploads": queries.uploads_of(owner),
        "page": Paginator(queries.licenses_of(owner), PER_PAGE).get_page(request.GET.get("page")),
        "archive_form": archive_form or ArchiveForm(),
        "license_form": license_form or LicenseForm(owner=owner),
        "ending_form": ending_form or LicenseEndingForm(zone=owner.time_zone, auto_id="ending_%s"),
        "refused": archive_form or license_form or ending_form,
        "moment": now(),
    }
    return render(request, "catalog/own_catalogue.html", context, status=status)
