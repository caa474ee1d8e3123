"""Which gates an organization asks for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.authoring import access, operations, queries
from microcred.authoring.gate_forms import GatesForm
from microcred.authoring.gates import Gate
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def gates_asked(request: HttpRequest, slug: str) -> HttpResponse:
    """Which gates drafts of an organization pass; a POST by who looks after its designs says so anew."""
    person, at = signed_in(request), now()
    place = access.organization_to_guide(person, slug, at=at)
    asked = queries.gates_asked_in(place)
    known = {"gates": [gate.value for gate in asked.gates], "pilot_size": asked.pilot_size}
    form = GatesForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.ask_for_gates(
                actor=person,
                organization=place,
                gates=[Gate(one) for one in form.cleaned_data["gates"]],
                pilot_size=form.cleaned_data["pilot_size"],
                reason=form.cleaned_data["reason"],
                at=at,
            )
            messages.success(request, _("Saved. It holds from now on, here and below."))
            return redirect("gates_asked", slug)
    context = {"organization": place, "asked": asked, "form": form}
    return render(request, "authoring/gates_asked.html", context, status=422 if form.errors else 200)
