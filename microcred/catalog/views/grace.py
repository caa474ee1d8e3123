"""How long work on what was overtaken is taken: the rule, and longer for one version."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.catalog import access, operations, queries
from microcred.catalog.forms import GraceForm, MoreTimeForm
from microcred.catalog.models import MicroCredential, Retirement
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def grace(request: HttpRequest, slug: str) -> HttpResponse:
    """How long grace lasts in an organization and below it; a POST says so anew."""
    person, at = signed_in(request), now()
    place = access.organization_with_grace(person, slug, at=at)
    stands = queries.grace_in(place)
    form = GraceForm(request.POST or None, initial={"days": stands.days, "assessor_days": stands.assessor_days})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.set_grace(actor=person, organization=place, at=at, **form.cleaned_data)
            messages.success(request, _("Saved. It counts from the next version on, here and below."))
            return redirect("grace", slug)
    context = {"organization": place, "grace": stands, "form": form}
    return render(request, "catalog/grace.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def version_grace(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Until when work on what came before a version is taken; a POST lets it be longer."""
    person = signed_in(request)
    thing, end = access.version_to_extend(person, slug, label, at=now())
    return _more_time(request, person, thing, end)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def retirement_grace(request: HttpRequest, slug: str) -> HttpResponse:
    """Until when work on what retires is taken; a POST lets it be longer."""
    person = signed_in(request)
    thing, end = access.retirement_to_extend(person, slug, at=now())
    return _more_time(request, person, thing, end)


def _more_time(request: HttpRequest, person: Person, thing: MicroCredential, end: queries.End) -> HttpResponse:
    at = now()
    form = MoreTimeForm(request.POST or None, zone=thing.owner.time_zone)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.extend_grace(actor=person, end=end, at=at, **form.extended())
            messages.success(request, _("They have more time. Everyone who is working on it is told."))
            return redirect(request.path)
    context = {
        "thing": thing,
        "version": queries.current_version(thing),
        "succession": None if isinstance(end, Retirement) else end,
        "ends_at": queries.ends_of([end])[end.pk],
        "extensions": queries.extensions_of(end),
        "form": form,
        "at": at,
    }
    return render(request, "catalog/more_time.html", context, status=422 if form.errors else 200)
