"""The review before submitting, and the receipt."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from microcred.foundation.clock import now
from microcred.foundation.ids import uuid7
from microcred.foundation.methods import require_http_methods, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms import SubmitForm
from microcred.portfolios.queries.checking import MOST_BYTES, check_of
from microcred.portfolios.views.leading_back import back_to_review, leads_back
from microcred.portfolios.views.workspace import said_to_reader


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def submission_form(request: HttpRequest, pursuit_id: UUID) -> HttpResponse:
    """The review: exactly what will be frozen. A POST submits it."""
    person, at = signed_in(request), now()
    mine = access.own_pursuit(person, pursuit_id)
    form = SubmitForm(request.POST) if request.method == "POST" else SubmitForm(initial={"form_key": uuid7()})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with refusals_shown_on(form):
                handed_in = operations.submit(
                    actor=person,
                    pursuit=mine,
                    attested=form.attestations(),
                    form_key=form.cleaned_data["form_key"],
                    at=at,
                    stated=form.cleaned_data["stated"] or None,
                    shown=form.cleaned_data["shown"] or None,
                    language=get_language() or "",
                    disclosure=form.cleaned_data["disclosure"],
                )
                return redirect("submission", handed_in.pk)
    review = queries.review_of(mine, person, at, said_to_reader(mine.version), language=get_language() or "")
    # Who is shown other words than before has not confirmed these.
    same_words = form["stated"].value() in (None, "", review.statements.stated)
    context = {
        "form": form,
        # Statements are confirmed of work that is ready; what somebody already wrote of tools is never dropped.
        "disclosure_found": queries.found_in_words(person, form["disclosure"].value() or "", at=at),
        "shows_form": review.can_submit or (review.workspace.is_open and form["disclosure"].value()),
        "review": review,
        "workspace": review.workspace,
        "pursuit": mine,
        "ticked": (form["attested"].value() or []) if same_words else [],
    }
    return render(request, "portfolios/submission_form.html", context, status=status)


@login_required
@leads_back(back_to_review)
def disclosure_look(request: HttpRequest, pursuit_id: UUID) -> HttpResponse:
    """What the privacy helper sees in the words about tools: a part of the review, asked for as they are written."""
    person = signed_in(request)
    access.own_pursuit(person, pursuit_id)
    form = SubmitForm(request.POST)
    form.is_valid()
    found = queries.found_in_words(person, form.cleaned_data.get("disclosure", ""), at=now())
    return render(request, "portfolios/disclosure_findings.html", {"disclosure_found": found})


@login_required
@require_safe
def submission(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """The receipt."""
    mine = access.own_submission(signed_in(request), submission_id)
    said = said_to_reader(mine.pursuit.version)
    ending = queries.ending_of(mine)
    context = {
        "submission": mine,
        "pursuit": mine.pursuit,
        "said": said,
        "contents": queries.contents_of(mine, said, wall=queries.wall_of_owner(mine)),
        "quarantines": queries.quarantines_in(mine),
        "status": queries.status_of(mine, at=now()) if ending.is_waiting else None,
        "ending": ending,
        "disclosure": queries.disclosure_of(mine),
        "check": check_of(mine, said),
        "most_bytes": MOST_BYTES,
        "attestations": mine.attestations.order_by("pk"),
        "others": mine.pursuit.submissions.exclude(pk=mine.pk).order_by("number"),
    }
    return render(request, "portfolios/submission.html", context)
