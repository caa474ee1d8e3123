"""An author lets a micro-credential retire, and names what takes its place."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from microcred.catalog import access, operations, queries
from microcred.catalog.forms import RetirementForm
from microcred.catalog.models import MicroCredential
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def retirement(request: HttpRequest, slug: str) -> HttpResponse:
    """From when it takes no new starts, why, and what follows; a POST declares it."""
    person, at = signed_in(request), now()
    thing = access.micro_credential_to_retire(person, slug, at=at)
    form = RetirementForm(request.POST) if request.method == "POST" else RetirementForm()
    if request.method == "POST" and form.is_valid():
        try:
            operations.retire(
                actor=person,
                micro_credential=thing,
                reason=form.cleaned_data["reason"],
                at=at,
                retired_at=_begins(thing, form, at),
                successor=_successor(form),
            )
            return redirect("versions", thing.slug)
        except operations.RetiredAlready:
            # This page has no form any more: the refusal's own page gives back what was written.
            raise
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
    context = {
        "thing": thing,
        "form": form,
        "version": queries.current_version(thing),
        "grace": queries.grace_in(thing.owner),
        "retirement": getattr(thing, "retirement", None),
    }
    return render(request, "catalog/retirement.html", context, status=422 if form.errors else 200)


def _begins(thing: MicroCredential, form: RetirementForm, at: datetime) -> datetime:
    """The midnight with which the day begins for the owner; today it is at once."""
    zone = ZoneInfo(thing.owner.time_zone)
    day = form.cleaned_data["retired_at"]
    if day is None or day == at.astimezone(zone).date():
        return at
    return datetime.combine(day, time(), zone)


def _successor(form: RetirementForm) -> MicroCredential | None:
    slug = form.cleaned_data["successor"]
    if not slug:
        return None
    found = MicroCredential.objects.filter(slug=slug).first()
    if found is None:
        raise operations.SuccessorUnfit(slug=slug)
    return found
