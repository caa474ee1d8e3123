"""A person's doors: for who looks into cases, for the educator whose work it is about, and for administrators."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.integrity import access, operations, queries
from microcred.integrity.forms import OpennessForm, SaidForm, StepForm
from microcred.integrity.models import Case, Step
from microcred.organizations.access import organization_as, signed_in
from microcred.organizations.models import Person, Role
from microcred.portfolios.queries import promises_of

PAGE = 50
"""cases"""


@login_required
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases that somebody looks into, the open ones first, by the dates promised for their submissions."""
    at = now()
    person = access.who_looks(signed_in(request), at=at)
    page = Paginator(queries.cases_of(person, at=at), PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    waiting = [one.submission for one in shown if not vars(one)["is_closed"] and not vars(one)["is_over"]]
    promises = promises_of(waiting, at=at)
    context = {
        "page": page,
        "rows": [(one, promises.get(one.submission_id)) for one in shown],
        "figures": queries.figures_of(person, at=at),
    }
    return render(request, "integrity/cases.html", context)


@login_required
@require_safe
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A case: what is alike, what was said, and the next step. Who opens it is noted as having looked."""
    person, at = signed_in(request), now()
    mine = access.case_to_look_into(person, case_id, at=at)
    return _case(request, person, mine, StepForm())


@login_required
@require_POST
def case_step(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The next step of who looks into a case."""
    person, at = signed_in(request), now()
    mine = access.case_to_look_into(person, case_id, at=at)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise BadRequest(form.errors.as_json())
    typed = form.cleaned_data
    said = {"actor": person, "case": mine, "words": typed["words"], "at": at}
    if typed["kind"] == Step.Kind.CLOSED and typed["outcome"] is None:
        form.add_error("outcome", _("Choose what comes of it."))
    else:
        with refusals_shown_on(form):
            if typed["kind"] == Step.Kind.CLOSED:
                operations.close(**said, outcome=typed["outcome"])
            else:
                _VERBS[typed["kind"]](**said)
    if form.errors:
        return _case(request, person, mine, form, status=422)
    messages.success(request, _("Noted, with your name and the time."))
    return redirect("case", mine.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What is asked about the reader's own work; a POST answers."""
    person, at = signed_in(request), now()
    standing = access.own_case(person, case_id)
    form = SaidForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.answer(actor=person, case=standing.case, words=form.cleaned_data["words"], at=at)
            messages.success(request, _("Sent. It stands with the case, and who asked was told."))
            return redirect("own_case", case_id)
    context = {
        "standing": standing,
        "case": standing.case,
        "form": form,
        "matches": queries.told_of(standing.case),
        "crumbs": [(_("My work"), reverse("pursuits")), (_("A question about your submission"), "")],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "integrity/own_case.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def openness(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether an organization shows matches whole to others that do so too."""
    person, at = signed_in(request), now()
    organization = organization_as(person, Role.ORG_ADMIN, slug, at=at)
    if request.method == "POST":
        form = OpennessForm(request.POST)
        is_open = form.is_valid() and form.cleaned_data["is_open"]
        operations.say_openness(actor=person, organization=organization, is_open=is_open, at=at)
        messages.success(request, _("Saved."))
        return redirect("openness", organization.slug)
    context = {"organization": organization, "is_open": queries.is_open(organization)}
    return render(request, "integrity/openness.html", context)


_VERBS: dict[str, Callable[..., Any]] = {
    Step.Kind.ASKED: operations.ask,
    Step.Kind.PAUSED: operations.pause,
    Step.Kind.RESUMED: operations.resume,
}


def _case(request: HttpRequest, person: Person, mine: Case, form: StepForm, status: int = 200) -> HttpResponse:
    """The page, with what was typed last. Before it is shown it is noted who looks, whatever came of a step."""
    at = now()
    if request.method != "HEAD":
        operations.look(actor=person, case=mine, at=at)
    standing = queries.standing_of(mine)
    context = {
        "case": mine,
        "standing": standing,
        "matches": queries.matches_of(mine, person, at=at),
        "customary": dict(Step.OUTCOMES)[queries.customary_for(mine)],
        "outcomes": Step.OUTCOMES,
        "form": form,
        "chosen": form.data.get("kind", ""),
        "crumbs": [(_("Originality"), reverse("cases")), (mine.submission.alias, "")],
    }
    return render(request, "integrity/case.html", context, status=status)
