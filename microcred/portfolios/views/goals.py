"""Why and what an educator learns, and the coach who may read it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms_goals import ContractForm, GoalForm, SharingForm
from microcred.programs.access import public_program
from microcred.programs.queries import seats_held_by

OWN = "own"
"""What stands in the address of a contract without a program; no program is called so."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goals(request: HttpRequest) -> HttpResponse:
    """The reader's goal, contracts and sharing; a POST writes the goal, or erases all of it."""
    person = signed_in(request)
    form = GoalForm(request.POST if request.method == "POST" else None)
    if "erase" in request.POST:
        operations.erase_goals(actor=person)
        messages.success(request, _("Erased: your goal and your contracts, with all that stood before."))
        return redirect("goals")
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.write_goal(actor=person, text=form.cleaned_data["text"], at=now())
            messages.success(request, _("Kept. Only you see it."))
            return redirect("goals")
    return _goals(request, person, form=form)


@login_required
@require_POST
def goal_sharings(request: HttpRequest) -> HttpResponse:
    """Let a coach read goal and contracts."""
    person = signed_in(request)
    form = SharingForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            sharing = operations.share_goals(actor=person, email=form.cleaned_data["email"], at=now())
            messages.success(request, _("{coach} can read it now.").format(coach=sharing.coach.name))
            return redirect("goals")
    return _goals(request, person, sharing=form)


@login_required
@require_POST
def goal_sharing_end(request: HttpRequest, sharing_id: UUID) -> HttpResponse:
    """Let a coach read no longer."""
    person = signed_in(request)
    operations.end_goal_sharing(actor=person, sharing=access.own_goal_sharing(person, sharing_id), at=now())
    return redirect("goals")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contract(request: HttpRequest, slug: str) -> HttpResponse:
    """A learning contract, in a program or (`own`) without one; a POST writes it anew."""
    person = signed_in(request)
    program = None if slug == OWN else public_program(slug)
    there = queries.contract_in(person, program)
    form = ContractForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.write_contract(actor=person, program=program, at=now(), **form.cleaned_data)
            messages.success(request, _("Kept. Only you see it, and a coach with whom you share it."))
            return redirect("goals")
    fields = ("aims", "steps", "support")
    typed = {name: form.data.get(name, "") if form.is_bound else getattr(there, name, "") for name in fields}
    day = there.review_on.isoformat() if there and there.review_on else ""
    context = {
        "program": program,
        "form": form,
        "typed": typed | {"review_on": form.data.get("review_on", "") if form.is_bound else day},
        "crumbs": [(_("My goals"), reverse("goals")), (_("Learning contract"), "")],
    }
    return render(request, "portfolios/contract.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def shared_goals(request: HttpRequest) -> HttpResponse:
    """Who shares their goals with the reader."""
    person, at = signed_in(request), now()
    shared = [] if queries.sees_no_goals(person, at=at) else list(queries.shared_with(person)[:200])
    return render(request, "portfolios/shared_goals.html", {"shared": shared})


@login_required
@require_safe
def shared_goal(request: HttpRequest, sharing_id: UUID) -> HttpResponse:
    """What one educator shares with the reader."""
    sharing = access.goals_shared_with(signed_in(request), sharing_id, at=now())
    context = {"sharing": sharing, "goals": queries.goals_of(sharing.person)}
    return render(request, "portfolios/shared_goal.html", context)


def _goals(
    request: HttpRequest, person: Person, *, form: GoalForm | None = None, sharing: SharingForm | None = None
) -> HttpResponse:
    mine = queries.goals_of(person)
    form = form or GoalForm()
    written = {contract.program_id for contract in mine.contracts}
    context = {
        "goals": mine,
        "form": form,
        "sharing": sharing or SharingForm(),
        "typed": form.data.get("text", "") if form.is_bound else mine.goal.text if mine.goal else "",
        "sharings": queries.sharings_of(person),
        "asked": [one for one in seats_held_by(person).filter(asks_contract=True) if one.pk not in written],
        "has_own": None in written,
    }
    refused = form.is_bound or (sharing is not None and sharing.is_bound)
    return render(request, "portfolios/goals.html", context, status=422 if refused else 200)
