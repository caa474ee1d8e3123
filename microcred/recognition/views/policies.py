"""The doors of rules: for everyone, and for who states them."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from microcred.foundation.clock import now
from microcred.foundation.methods import require_safe
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.recognition import access, queries
from microcred.recognition.queries.policies import jurisdictions_of, rates_in, states_rules_for
from microcred.recognition.rules.languages import spoken

PER_PAGE = 50


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """Every policy in force, for anyone."""
    found = queries.policies_in_force(on=now().date())
    reader = request.user if isinstance(request.user, Person) else None
    context = {
        "policies": [(each, spoken(queries.document_of(each))) for each in found],
        "may_draft": reader is not None and bool(jurisdictions_of(reader, at=now())),
    }
    return render(request, "recognition/policies.html", context)


@require_safe
def policy(request: HttpRequest, policy_id: UUID) -> HttpResponse:
    """One policy: every clause, where it stands published, and what it said about the reader's own awards."""
    found = access.public_policy(policy_id)
    reader = request.user if isinstance(request.user, Person) else None
    document = spoken(queries.document_of(found))
    context = {
        "policy": found,
        "document": document,
        "is_translated": document is not queries.document_of(found),
        "rates": rates_in(document),
        "unit": document.unit or queries.unit_of(found),
        "may_state": reader is not None and states_rules_for(reader, found.jurisdiction, at=now()),
        "own": queries.recognitions_under(found, reader) if reader else [],
    }
    return render(request, "recognition/policy.html", context)


@login_required
@require_safe
def undecided(request: HttpRequest) -> HttpResponse:
    """The awards that the reader's rules could not decide: what is not on record, and who can enter it."""
    person, at = signed_in(request), now()
    waiting = queries.undecided_under(access.governed_jurisdictions(person, at=at))
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "recognition/undecided.html", {"page": page, "rows": queries.missing_in(page, at=at)})
