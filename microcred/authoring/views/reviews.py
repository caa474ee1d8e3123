"""Quality reviews: judging blind, settling what two see differently, concluding, and what authors read of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from microcred.authoring import access, operations
from microcred.authoring.judging import Outcome, Verdict
from microcred.authoring.lint import Finding, lint
from microcred.authoring.models import VERDICT_LABELS, QualityReview, ReviewCondition, ReviewOutcome
from microcred.authoring.pages import FIELD_NAMES
from microcred.authoring.queries import reviews as queries
from microcred.authoring.queries import strictness_in
from microcred.authoring.queries.review_report import report_of
from microcred.authoring.review_forms import (
    OpenReviewForm,
    OutcomeForm,
    SeatForm,
    SettlementForm,
    TriggerForm,
    WordsForm,
    answers_in,
    conditions_in,
)
from microcred.authoring.views.reviews_kept import kept_by
from microcred.catalog.design import Design
from microcred.catalog.models import ReviewTrigger
from microcred.catalog.operations import call_for_review
from microcred.foundation import downloads
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.middleware import wants_json
from microcred.foundation.refusals import Refusal, say_refused
from microcred.organizations.access import signed_in
from microcred.quality.queries import frameworks
from microcred.quality.rules import Asked

PER_PAGE = 30


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def quality_reviews(request: HttpRequest) -> HttpResponse:
    """What the reader judges, and what they look after; a POST opens a round."""
    person, at = signed_in(request), now()
    access.part_in_reviews(person, at=at)
    refusal: Refusal | None = None
    form = OpenReviewForm(request.POST or None, initial={"version": request.GET.get("version", "")})
    if request.method == "POST":
        access.places_with_quality(person, at=at)
        if not form.is_valid() or bool(form.cleaned_data["draft"]) == bool(form.cleaned_data["version"]):
            return HttpResponseBadRequest(_("Choose what is reviewed, two reviewers and a day."))
        draft, version = form.cleaned_data["draft"], form.cleaned_data["version"]
        try:
            review = operations.open_quality_review(
                actor=person,
                draft=access.draft_to_have_reviewed(person, draft, at=at) if draft else None,
                version=access.version_to_have_reviewed(person, version, at=at) if version else None,
                reviewers=[form.cleaned_data["reviewer"], form.cleaned_data["other_reviewer"]],
                due_at=form.due_at(),
                at=at,
            )
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, _("Both reviewers are invited."))
            return redirect("quality_review", review.pk)
    context = {
        "to_judge": queries.rounds_to_judge(person, at=at),
        "judged": queries.rounds_judged(person)[:PER_PAGE],
        "opening": form,
        "refusal": refusal,
        "now": at,
        **kept_by(request, person, form, at=at),
    }
    return render(request, "authoring/quality_reviews.html", context, status=refusal.status if refusal else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def quality_review(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """One round as the reader may see it; a POST saves a reviewer's notes: for a script with JSON."""
    person, at = signed_in(request), now()
    if request.method != "POST":
        return _page(request, access.review_to_see(person, review_id, at=at))
    review = access.review_to_judge(person, review_id, at=at)
    try:
        operations.note_answers(actor=person, review=review, answers=_noted(request, review), at=at)
    except Refusal as refusal:
        if wants_json(request):
            status = 422 if refusal.status == 409 else refusal.status
            return JsonResponse({"message": str(refusal), **refusal.as_problem()}, status=status)
        return _page(request, review, refusal)
    if wants_json(request):
        return JsonResponse({"revision": 0, "saved_at_text": date_format(localtime(at), "TIME_FORMAT")})
    messages.success(request, _("Saved."))
    return redirect("quality_review", review.pk)


@login_required
@require_POST
def review_filing(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """File what is on the form, for good."""
    person, at = signed_in(request), now()
    review = access.review_to_judge(person, review_id, at=at)
    try:
        operations.file_review(actor=person, review=review, answers=_noted(request, review), at=at)
    except Refusal as refusal:
        return _page(request, review, refusal)
    messages.success(request, _("Filed. Thank you."))
    return redirect("quality_review", review.pk)


@login_required
@require_safe
def review_image(request: HttpRequest, review_id: UUID, file_id: UUID) -> HttpResponseBase:
    """One picture of the copy that is judged, without the name that its author gave the file."""
    review = access.review_to_see(signed_in(request), review_id, at=now())
    return downloads.serve(request, access.image_judged(review, file_id), name="picture")


@login_required
@require_POST
def review_decline(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Leave one's seat to another."""
    person, at = signed_in(request), now()
    review = access.review_to_judge(person, review_id, at=at)
    form = WordsForm(request.POST)
    reason = form.cleaned_data["words"] if form.is_valid() else ""
    try:
        operations.decline_review(actor=person, review=review, reason=reason, at=at)
    except Refusal as refusal:
        return _page(request, review, refusal)
    messages.success(request, _("You declined. Somebody else will be asked."))
    return redirect("quality_reviews")


@login_required
@require_POST
def review_seats(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Invite somebody to a free seat, or name who settles."""
    person, at = signed_in(request), now()
    review = access.review_to_keep(person, review_id, at=at)
    form = SeatForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Choose somebody."))
    asked = form.cleaned_data["person"]
    try:
        if form.cleaned_data["settles"]:
            operations.name_arbiter(actor=person, review=review, person=asked, at=at)
        else:
            operations.invite_reviewer(actor=person, review=review, reviewer=asked, at=at)
    except Refusal as refusal:
        return _page(request, review, refusal)
    return redirect("quality_review", review.pk)


@login_required
@require_POST
def review_settlements(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Say what should stand of a component in dispute."""
    person, at = signed_in(request), now()
    review = access.review_to_settle(person, review_id, at=at)
    form = SettlementForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Choose what should stand, and say why."))
    try:
        settlement = operations.settle(
            actor=person,
            review=review,
            component_id=form.cleaned_data["component"],
            verdict=Verdict(form.cleaned_data["verdict"]),
            reason=form.cleaned_data["reason"],
            at=at,
        )
    except Refusal as refusal:
        return _page(request, review, refusal)
    messages.success(
        request, _("Settled.") if settlement else _("Said. It stands once the other reviewer says the same.")
    )
    return redirect("quality_review", review.pk)


@login_required
@require_POST
def review_outcome(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Conclude a round: on conditions by a day, or not passed."""
    person, at = signed_in(request), now()
    review = access.review_to_keep(person, review_id, at=at)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, review, concluding=form)
    components = [asked.id for asked in queries.asked_of_design(review.edition)]
    try:
        operations.conclude_review(
            actor=person,
            review=review,
            meet_by=form.cleaned_data["meet_by"],
            conditions=conditions_in(request.POST, components),
            feedback=form.cleaned_data["feedback"],
            at=at,
        )
    except Refusal as refusal:
        return _page(request, review, refusal, concluding=form)
    messages.success(request, _("Concluded. The authors are told."))
    return redirect("quality_review", review.pk)


@login_required
@require_POST
def review_condition(request: HttpRequest, condition_id: UUID) -> HttpResponse:
    """Find a condition met."""
    person, at = signed_in(request), now()
    condition = access.condition_to_accept(person, condition_id, at=at)
    form = WordsForm(request.POST)
    note = form.cleaned_data["words"] if form.is_valid() else ""
    review = access.review_to_keep(person, condition.outcome.review_id, at=at)
    try:
        operations.accept_condition(actor=person, condition=condition, note=note, at=at)
    except operations.ReasonMissing as refusal:
        return _page(request, review, refusal)
    return redirect("quality_review", review.pk)


@login_required
@require_POST
def review_triggers(request: HttpRequest) -> HttpResponse:
    """Say that something calls for another review of a version before its day."""
    person, at = signed_in(request), now()
    access.places_with_quality(person, at=at)
    form = TriggerForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Choose a version and what calls for its review."))
    version = access.version_to_have_reviewed(person, form.cleaned_data["version"], at=at)
    try:
        call_for_review(
            actor=person,
            version=version,
            kind=ReviewTrigger.Kind(form.cleaned_data["kind"]),
            words=form.cleaned_data["words"],
            at=at,
        )
    except Refusal as refusal:
        say_refused(request, refusal)
    else:
        messages.success(request, _("It stands among what is due."))
    return redirect("quality_reviews")


@login_required
@require_safe
def draft_quality(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What the last round of a draft came to, for its authors: no word of who judged it."""
    draft = access.draft_to_write(signed_in(request), draft_id, at=now())
    standing = queries.quality_outcome(draft)
    context = {
        "draft": draft,
        "standing": standing,
        "outcome": ReviewOutcome.objects.filter(review=standing.review).first() if standing.review else None,
        "remarks": queries.remarks_for_authors(standing.review) if standing.review else [],
        "field_names": FIELD_NAMES,
        "overdue": standing.overdue(today=localdate()),
    }
    return render(request, "authoring/draft_quality.html", context)


@login_required
@require_safe
def quality_report(request: HttpRequest) -> HttpResponse:
    """How reviewers agree, how long they take and what fails again and again, by edition and organization."""
    person, at = signed_in(request), now()
    places = access.places_with_quality(person, at=at)
    editions = list(frameworks())
    edition = next((each for each in editions if str(each.pk) == request.GET.get("edition")), None)
    place = next((each for each in places if each.slug == request.GET.get("organization")), None)
    report = report_of([place] if place else list(places), edition=edition)
    context = {"report": report, "editions": editions, "places": places, "edition": edition, "place": place}
    return render(request, "authoring/quality_report.html", context)


def _noted(request: HttpRequest, review: QualityReview) -> list[operations.Noted]:
    components = [asked.id for asked in queries.asked_of_design(review.edition)]
    known = set(FIELD_NAMES)
    return [
        operations.Noted(each, verdict, note, field if field in known else "")
        for each, verdict, note, field in answers_in(request.POST, components)
    ]


def _page(
    request: HttpRequest,
    review: QualityReview,
    refusal: Refusal | None = None,
    *,
    concluding: OutcomeForm | None = None,
) -> HttpResponse:
    person, at = signed_in(request), now()
    part = queries.part_in(review, person, at=at)
    if part is None:
        return redirect("quality_reviews")
    design = Design.model_validate(review.design)
    said = queries.said_to(person, review, part)
    found = _by_check(review, design)
    outcome = ReviewOutcome.objects.filter(review=review).first()
    conditions = list(ReviewCondition.objects.filter(outcome=outcome).select_related("component", "met"))
    seats = list(queries.seats_taken(review))
    short = [each for each in said if each.verdict is Verdict.NOT_MET]
    written = conditions_in(request.POST, [each.asked.id for each in short])
    context: dict[str, Any] = {
        "review": review,
        "part": part.value,
        "design": design,
        "said": [(each, [finding for check in each.asked.checks for finding in found.get(check, [])]) for each in said],
        "stage": queries.stage(review).value,
        "has_filed": queries.has_filed(review, person),
        "both_filed": len(seats) == operations.SEATS and all(hasattr(seat, "filing") for seat in seats),
        "outcome": outcome,
        "conditions": conditions,
        "conditions_open": any(not hasattr(each, "met") for each in conditions),
        "verdicts": [(verdict.value, label) for verdict, label in VERDICT_LABELS.items()],
        "fields": list(FIELD_NAMES.items()),
        "short": [(each, written[each.asked.id]) for each in short],
        "concluding": concluding,
        "disputes": [each for each in said if each.in_dispute],
        "is_conditional": outcome is not None and outcome.outcome == Outcome.CONDITIONAL,
        "is_late": outcome is None and review.due_at < at and not all(hasattr(seat, "filing") for seat in seats),
        "refusal": refusal,
        "missing": _missing(said, refusal),
        "today": localdate(),
    }
    if part is queries.Part.KEEPER:
        lost = queries.seats_lost(review, at=at)
        free = operations.SEATS - len(seats) + len(lost)
        context |= {"seats": seats, "lost": lost, "reviewers": queries.qa_reviewers(at=at), "free": free}
    status = refusal.status if refusal else 422 if concluding and concluding.errors else 200
    return render(request, "authoring/quality_review.html", context, status=status)


def _missing(said: list[queries.Said], refusal: Refusal | None) -> list[tuple[int, Asked]]:
    """What keeps a reviewer from filing, each with the number under which it stands on the page."""
    codes = refusal.missing if isinstance(refusal, operations.AnswersMissing) else ()
    return [(number, each.asked) for number, each in enumerate(said, 1) if each.asked.code in codes]


def _by_check(review: QualityReview, design: Design) -> dict[str, list[Finding]]:
    """What the automatic checks find in the copy that is judged, on the day on which it was made."""
    report = lint(design, today=review.opened_at.date(), strictness=strictness_in(review.owner))
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        found.setdefault(finding.check, []).append(finding)
    return found
