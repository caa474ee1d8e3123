"""The doors of what is worth something elsewhere."""

from datetime import date
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from microcred.catalog import access as catalogue_access
from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_safe
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.recognition.forms_reciprocity import SupposedForm
from microcred.recognition.queries import worth_elsewhere as questions


@require_safe
def worth_elsewhere(request: HttpRequest, slug: str) -> HttpResponse:
    """What a micro-credential is worth in each state: on what is on record of the reader, and what is supposed."""
    at = now()
    on = at.date()
    version = catalogue_access.public_version(slug, at=at).version
    say_titles([version], get_language() or "")
    reader = request.user if isinstance(request.user, Person) else None
    there = questions.places()
    standing = questions.standing_of(reader, there, at=at) if reader is not None else questions.NOBODY
    known = questions.hours_for(version, standing, at=at)
    form = _form(request, there, hours=known, on=on)
    held = questions.earned(reader, version) if reader is not None else None
    one = questions.offered(version, there, hours=form.hours_or(known), on=on, held=held)
    context = {
        "version": version,
        "form": form,
        "held": held,
        "hours": one.hours,
        "attested": known != version.hours,
        "everywhere": questions.worth_there(one, form.supposed_in, standing, there, on=on, with_turns=True),
    }
    status = 422 if form.is_bound and form.errors else 200
    response = render(request, "recognition/worth_elsewhere.html", context, status=status)
    patch_vary_headers(response, ["Cookie"])
    return response


@login_required
@require_safe
def transcript_elsewhere(request: HttpRequest) -> HttpResponse:
    """What everything that the reader has earned comes to in each state."""
    reader, at = signed_in(request), now()
    on = at.date()
    there = questions.places()
    form = _form(request, there, hours=None, on=on)
    everything = questions.offered_by_awards(reader, there, on=on)
    accepted, beside = questions.accepted_by_place(reader, there), questions.beside_awards(reader)
    anything = bool(everything or accepted or beside)
    standing = questions.standing_of(reader, there, at=at)
    context = {
        "form": form,
        "anything": anything,
        "everywhere": questions.transcript_there(
            everything, form.supposed_in, standing, there, on=on, accepted=accepted, beside=beside
        )
        if anything
        else [],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "recognition/transcript_elsewhere.html", context, status=status)


def _form(request: HttpRequest, there: questions.Places, *, hours: Decimal | None, on: date) -> SupposedForm:
    return SupposedForm(
        request.GET if "band" in request.GET else None,
        places=there.values(),
        supposed=questions.supposed_by_default(on=on),
        hours=hours,
        today=on,
    )
