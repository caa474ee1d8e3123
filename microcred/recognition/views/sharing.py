"""The doors of links to a transcript: the educator's own, and the one for whoever has the link."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.recognition import access
from microcred.recognition.forms_sharing import ShareForm
from microcred.recognition.models import TranscriptLook
from microcred.recognition.operations.sharing import (
    ShareOver,
    end_transcript_share,
    look_at_transcript,
    share_transcript,
)
from microcred.recognition.queries.sharing import GivenAway, shares_of
from microcred.recognition.transcript import Transcript, as_json, as_shared, transcript_of
from microcred.recognition.transcript_document import transcript_document
from microcred.recognition.views.transcripts import MOST_LINES

PER_PAGE = 50

BY_A_LINK = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
"""The address is the permission: it is told to no page that is opened from here, no cache and no search engine."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def transcript_shares(request: HttpRequest) -> HttpResponse:
    """The reader's links to their transcript and when somebody looked; a POST makes one and shows its address once."""
    person, at = signed_in(request), now()
    today = at.astimezone(ZoneInfo(person.time_zone)).date()
    form = ShareForm(request.POST or None, person=person, today=today)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            made = share_transcript(actor=person, at=at, **form.cleaned_data)
            address = f"{settings.PUBLIC_URL}{reverse('shared_transcript', args=[made.token])}"
            context |= {"made": made.share, "address": address, "form": ShareForm(person=person, today=today)}
        if form.non_field_errors():
            form.renew()
    page = Paginator(shares_of(person), PER_PAGE).get_page(request.GET.get("page"))
    context |= {
        "page": page,
        "rows": [GivenAway(share, at) for share in page],
        "crumbs": [(_("Your transcript"), reverse("transcript")), (_("Share it"), "")],
    }
    response = render(request, "recognition/transcript_shares.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def transcript_share_ending(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """End a link."""
    person = signed_in(request)
    share = access.own_transcript_share(person, share_id)
    end_transcript_share(actor=person, share=share, at=now())
    messages.success(request, _("The link for {whom} opens nothing any more.").format(whom=share.for_whom))
    return redirect("transcript_shares")


Answer = Callable[[HttpRequest, Transcript, str], HttpResponse]


def _by_a_link(form: TranscriptLook.Form) -> Callable[[Answer], Callable[[HttpRequest, str], HttpResponse]]:
    """Open a transcript to whoever has a link, and note the look. A link that ended, was ended or never was gets one
    and the same page. Its own person's looks, and those of programs that ask for headers alone, are not noted."""

    def decorate(answer: Answer) -> Callable[[HttpRequest, str], HttpResponse]:
        @require_safe
        @wraps(answer)
        def view(request: HttpRequest, token: str) -> HttpResponse:
            if ratelimit.consume_or_429(request, action="shared_transcripts", limit_get=True) is not None:
                return HttpResponse(status=429, headers={**BY_A_LINK, "Retry-After": "60"})
            at = now()
            try:
                share = access.shared_transcript(token, at=at)
                if request.method != "HEAD" and request.user.pk != share.person_id:
                    look_at_transcript(actor=None, share=share, form=form, at=at)
            except ShareOver:
                response = render(request, "recognition/share_over.html", status=404)
            else:
                found = as_shared(transcript_of(share.person, at=at))
                say_titles(found.versions, get_language() or "")
                response = answer(request, found, token)
            for name, value in BY_A_LINK.items():
                response[name] = value
            return response

        return view

    return decorate


@_by_a_link(TranscriptLook.Form.PAGE)
def shared_transcript(request: HttpRequest, found: Transcript, token: str) -> HttpResponse:
    """A transcript for whoever has its link."""
    context = {"transcript": found, "token": token, "most": MOST_LINES, "shown": f":{MOST_LINES}"}
    return render(request, "recognition/shared_transcript.html", context)


@_by_a_link(TranscriptLook.Form.PDF)
def shared_transcript_pdf(request: HttpRequest, found: Transcript, token: str) -> HttpResponse:
    """The same as an accessible PDF."""
    headers = {"Content-Disposition": 'attachment; filename="transcript.pdf"'}
    return HttpResponse(transcript_document(found), content_type="application/pdf", headers=headers)


@_by_a_link(TranscriptLook.Form.JSON)
def shared_transcript_json(request: HttpRequest, found: Transcript, token: str) -> HttpResponse:
    """The same for programs."""
    response = JsonResponse(as_json(found), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = "attachment; filename=transcript.json"
    return response
