"""The doors to whose work somebody says that they must not judge: saying it, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.calibration import access
from microcred.calibration.forms_vetting import ClosenessForm, TakingBackForm
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.portfolios.operations import declare_conflicts, take_back_conflict, take_back_conflict_with
from microcred.portfolios.queries import conflicts_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conflicts(request: HttpRequest) -> HttpResponse:
    """Whose work somebody must not judge, as they said themselves; a POST names more."""
    person = signed_in(request)
    form = ClosenessForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = declare_conflicts(
            actor=person, places=form.cleaned_data["places"], addresses=form.cleaned_data["people"], at=now()
        )
        if said:
            messages.success(request, _("Said. Their work is kept from you from now on."))
        else:
            messages.info(request, _("Nothing new was named. What you said before stays."))
        return redirect("conflicts")
    return _page(request, person, form, TakingBackForm(prefix="back"))


@login_required
@require_POST
def conflict_end(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Say that one is not too close to a school or district after all."""
    place = access.district_or_school(place_id)
    take_back_conflict(actor=signed_in(request), place=place, at=now())
    messages.success(request, _("Taken back. Work from {place} can come to you again.").format(place=place.name))
    return redirect("conflicts")


@login_required
@require_POST
def conflict_with_person_end(request: HttpRequest) -> HttpResponse:
    """Say that one is not too close to a person after all, by their address."""
    person = signed_in(request)
    form = TakingBackForm(request.POST, prefix="back")
    if not form.is_valid():
        return _page(request, person, ClosenessForm(), form)
    take_back_conflict_with(actor=person, address=form.cleaned_data["address"], at=now())
    messages.success(request, _("If you had named this person, it is taken back."))
    return redirect("conflicts")


def _page(request: HttpRequest, person: Person, form: ClosenessForm, back: TakingBackForm) -> HttpResponse:
    said = list(conflicts_of(person))
    context = {
        "places": sorted((one.place for one in said if one.place is not None), key=lambda place: place.name),
        "people": sum(one.place_id is None for one in said),
        "form": form,
        "back": back,
    }
    wrong = form.errors or back.errors
    return render(request, "calibration/conflicts.html", context, status=422 if wrong else 200)
