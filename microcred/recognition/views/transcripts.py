"""The doors of one's own transcript, and of what a micro-credential is worth."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from microcred.catalog import access as catalogue_access
from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_safe
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.portfolios.queries import figures_of
from microcred.recognition import queries
from microcred.recognition.queries.completions import facts_on_each_thing
from microcred.recognition.queries.prior_approvals import wanted
from microcred.recognition.queries.worth_elsewhere import earned, worth_in_short
from microcred.recognition.transcript import as_json, transcript_of
from microcred.recognition.transcript_document import transcript_document
from microcred.rewards.queries import offered_for

MOST_LINES = 100
"""Lines that the transcript shows of each cycle and list; far more than a cycle can use."""


@login_required
@require_safe
def transcript(request: HttpRequest) -> HttpResponse:
    """The reader's renewal cycles, and what every award is worth, in words."""
    person, at = signed_in(request), now()
    found = transcript_of(person, at=at)
    say_titles(found.versions, get_language() or "")
    context = {
        "transcript": found,
        "most": MOST_LINES,
        "shown": f":{MOST_LINES}",
        "facts": facts_on_each_thing(person, at=at),
    }
    return render(request, "recognition/transcript.html", context)


@login_required
@require_safe
def transcript_json(request: HttpRequest) -> HttpResponse:
    """The same for programs."""
    response = JsonResponse(
        as_json(transcript_of(signed_in(request), at=now())), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = "attachment; filename=transcript.json"
    return response


@login_required
@require_safe
def transcript_pdf(request: HttpRequest) -> HttpResponse:
    """The same as an accessible PDF, with what a provider's certificate states of each award."""
    found = transcript_of(signed_in(request), at=now())
    say_titles(found.versions, get_language() or "")
    return HttpResponse(
        transcript_document(found),
        content_type="application/pdf",
        headers={
            "Content-Disposition": 'attachment; filename="transcript.pdf"',
            "Cache-Control": "private, no-store",
        },
    )


@require_safe
def worth(request: HttpRequest, slug: str) -> HttpResponse:
    """What a micro-credential is worth to the reader: a page, or the part of a page that asks for it."""
    version = catalogue_access.public_version(slug, at=now()).version
    say_titles([version], get_language() or "")
    reader = request.user if isinstance(request.user, Person) else None
    held = earned(reader, version) if reader is not None else None
    context = {
        "version": version,
        "held": held,
        "everywhere": worth_in_short(version, reader, held=held, at=now()),
        "figures": figures_of(version.micro_credential_id),
        "prospects": queries.prospects(signed_in(request), version.micro_credential_id, at=now())
        if request.user.is_authenticated
        else [],
        "pays": offered_for(signed_in(request), version.micro_credential_id, at=now())
        if request.user.is_authenticated and held is None
        else [],
        "approvals": wanted(signed_in(request), version.micro_credential, at=now())
        if request.user.is_authenticated and held is None
        else [],
        "policies": [] if request.user.is_authenticated else queries.policies_in_force(on=now().date())[:10],
    }
    is_part = request.headers.get("HX-Request") == "true"
    response = render(request, f"recognition/{'worth_part' if is_part else 'worth'}.html", context)
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return response
