"""An assessor's doors to the test by which they qualify."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.calibration import access, operations, queries
from microcred.calibration.forms_exemplars import JudgementForm
from microcred.calibration.models import AttemptEnd
from microcred.catalog.queries import said_in
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import Refusal, refusals_shown_on, say_refused
from microcred.organizations.access import signed_in
from microcred.portfolios.queries import contents_of, wall_for_judges


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def qualifying(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Where one stands with the test of a version, and what it came to; a POST opens the paper to be read now."""
    person, at = signed_in(request), now()
    version = access.version_to_qualify_for(person, version_id, at=at)
    if request.method == "POST":
        try:
            given = operations.take_test(actor=person, version=version, at=at)
        except Refusal as no:
            say_refused(request, no)
            return redirect("qualifying", version.pk)
        return redirect("qualifying_paper" if given else "qualifying", version.pk)
    offer = queries.offer_to(person, version, at=at)
    said = said_in(version, get_language() or "")
    last = offer.last
    context = {
        "version": version,
        "said": said,
        "offer": offer,
        "last": last,
        "off": queries.off_in_words(last.off, said.rubric) if last and last.end else (),
        "why_not": operations.why_not(offer, at=at),
        "badge": queries.badge_of(offer.certificate),
        "is_certified": offer.certificate is not None and offer.certificate.expires_at > at,
        "at": at,
    }
    return render(request, "calibration/qualifying.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def qualifying_paper(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The paper to be read now, beside the rubric, blind; what is agreed of it stands nowhere."""
    person, at = signed_in(request), now()
    version = access.version_to_qualify_for(person, version_id, at=at)
    given = access.paper_of_attempt(person, version, request.POST.get("given", ""))
    if given is None:
        return redirect("qualifying", version.pk)
    paper = given.paper
    said = said_in(version, get_language() or "", all_wordings=True)
    form = JudgementForm(request.POST if request.method == "POST" else None, rubric=said.rubric, asks_words=False)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            try:
                standing = operations.answer_paper(
                    actor=person,
                    given=given,
                    judgements=form.judgements(),
                    form_key=form.cleaned_data["form_key"],
                    at=at,
                )
            except operations.AnotherPaper as no:
                # what there was to read is not open any more, so there is no page to show it on
                say_refused(request, no)
                return redirect("qualifying", version.pk)
            if standing.end is None:
                messages.success(request, _("Saved for good. Go on whenever you like; you come back to this place."))
            elif standing.end.verdict == AttemptEnd.Verdict.QUALIFIED:
                messages.success(request, _("You are qualified. The queue opens from now on."))
            return redirect("qualifying", version.pk)
    if not queries.may_read_now(given, at=at):
        return redirect("qualifying", version.pk)
    context = {
        "version": version,
        "paper": paper,
        "given": given,
        "said": said,
        "form": form,
        "contents": contents_of(paper.submission, said, wall=wall_for_judges(paper.submission)),
    }
    return render(request, "calibration/qualifying_paper.html", context, status=422 if form.errors else 200)
