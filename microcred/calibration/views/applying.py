"""The doors of who wants to become an assessor, and of whom they name as a reference."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.calibration import access, operations, queries
from microcred.calibration.forms_vetting import ApplicationForm, NamingForm, ReferenceForm
from microcred.calibration.models import AssessorApplication, ReferenceAnswer, VettingRules
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on, say_refused
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.portfolios.queries import conflicts_of

PER_PAGE = 20


@login_required
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Where one can apply to score, and where one's own applications stand."""
    person = signed_in(request)
    page = Paginator(queries.open_calls(), PER_PAGE).get_page(request.GET.get("page"))
    mine = [queries.applied_in(one) for one in queries.applications_of(person)]
    return render(request, "calibration/calls.html", {"page": page, "mine": mine})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked of who wants to score a stack, and how oneself stands to it; a POST applies."""
    person, at = signed_in(request), now()
    rules = access.call_for(person, slug)
    form = ApplicationForm(request.POST if request.method == "POST" else None, rules=rules)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.apply_to_score(
                actor=person,
                rules=access.edition_read(rules, form.cleaned_data["edition"]),
                statement=operations.Statement(
                    years=form.cleaned_data["years"] or 0,
                    has_degree=form.cleaned_data.get("has_degree", False),
                    licence=form.cleaned_data.get("licence", ""),
                    experience=form.cleaned_data["experience"],
                ),
                closeness=operations.Closeness(form.cleaned_data["places"], form.cleaned_data["people"]),
                references=form.references,
                agrees=form.cleaned_data["agrees"],
                at=at,
            )
            messages.success(request, _("You have applied. A lead assessor looks at it, and you are told."))
            return redirect("call", slug)
    return _call_page(request, person, rules, form)


@login_required
@require_POST
def application_withdrawal(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Take one's application back."""
    person = signed_in(request)
    mine = access.own_application(person, application_id)
    try:
        operations.withdraw_application(actor=person, application=mine, at=now())
        messages.success(request, _("You have taken your application back."))
    except operations.ApplicationOver as refusal:
        say_refused(request, refusal)
    return redirect("call", mine.rules.stack.slug)


@login_required
@require_POST
def application_reference(request: HttpRequest, application_id: UUID, position: int) -> HttpResponse:
    """Name somebody else as a reference, or have a new link sent."""
    person = signed_in(request)
    mine = access.own_application(person, application_id)
    form = NamingForm(request.POST, prefix=f"reference-{position}")
    if form.is_valid():
        with refusals_shown_on(form):
            named = operations.name_reference(
                actor=person, application=mine, position=position, at=now(), **form.cleaned_data
            )
            messages.success(request, _("{name} gets a mail with a new link.").format(name=named.name))
            return redirect("call", mine.rules.stack.slug)
    for words in [word for errors in form.errors.values() for word in errors]:
        say_refused(request, words)
    return redirect("call", mine.rules.stack.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def reference(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of a reference leads: three questions, open to whoever holds it, answered once."""
    at = now()
    found = access.reference_of(token)
    reader = request.user if isinstance(request.user, Person) else None
    context = {"reference": found, "applicant": found.application.person, "stack": found.application.rules.stack}
    refusal = operations.why_not_answer(reader, found, at=at)
    if refusal is not None:
        has_answered = queries.has_answered(found)
        page = {**context, "refusal": refusal, "has_answered": has_answered}
        return render(request, "calibration/reference.html", page, status=200 if has_answered else refusal.status)
    form = ReferenceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.answer_reference(
                actor=reader,
                reference=found,
                knows=form.cleaned_data["knows"],
                speaks=ReferenceAnswer.Speaks(form.cleaned_data["speaks"]),
                words=form.cleaned_data["words"],
                at=at,
            )
            return redirect("reference", token)
    return render(request, "calibration/reference.html", {**context, "form": form}, status=422 if form.errors else 200)


def _call_page(request: HttpRequest, person: Person, rules: VettingRules, form: ApplicationForm) -> HttpResponse:
    at, stack = now(), rules.stack
    earlier = [queries.applied_in(one) for one in queries.applications_of(person, stack)]
    last = earlier[-1] if earlier else None
    is_standing = last is not None and last.is_open
    shown = last.application.rules if last is not None and is_standing else rules
    found = queries.findings_of(last.application) if is_standing and last else None
    if found is None:
        found = queries.before_anything_is_stated(rules.asked, person, stack)
    refusal = None if is_standing else operations.why_not_apply(person, rules, at=at)
    context = {
        "rules": shown,
        "stack": stack,
        "said": queries.in_words(found, more=shown.more),
        "last": last,
        "is_standing": is_standing,
        "refusal": refusal,
        "assesses": isinstance(refusal, operations.AssessesAlready),
        "left": queries.places_left_in(rules, at=at),
        "form": form,
        "pledge": shown.pledge_in(get_language() or ""),
        "declared": conflicts_of(person).count(),
        "references": _references(last.application) if is_standing and last else [],
    }
    return render(request, "calibration/call.html", context, status=422 if form.errors else 200)


def _references(application: AssessorApplication) -> list[tuple[int, object, bool, NamingForm]]:
    """Each place of a reference: who was named, whether they have answered, and the form to name another."""
    answered = {answer.position for answer in application.answers.all()}
    named = {row.position: row for row in application.references.all()}
    return [
        (
            place,
            named.get(place),
            place in answered,
            NamingForm(
                prefix=f"reference-{place}",
                initial={"name": named[place].name, "email": named[place].email} if place in named else None,
            ),
        )
        for place in range(1, application.rules.references + 1)
    ]
