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
from microcred.recognition.models import Policy
from microcred.recognition.queries.policies import (
    jurisdictions_of,
    name_below,
    stated_above,
    stated_below,
    statements_of_policy,
    states_rules_for,
    titles_in,
    words_of,
)
from microcred.recognition.rules.languages import said, spoken
from microcred.recognition.rules.told import Change, rules_told, what_changed

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
    """One statement of a policy: every rule as a sentence, its clauses and their sources, when it holds, what changed,
    and what it said about the reader's own awards."""
    found = access.public_policy(policy_id)
    reader = request.user if isinstance(request.user, Person) else None
    document = spoken(queries.document_of(found))
    unit, base = said(document.unit or queries.unit_of(found), words_of([found])), name_below(document)
    statements = statements_of_policy(found.slug)
    newer = next((one.policy for one in reversed(statements) if one.policy.number > found.number), None)
    older = next((one.policy for one in statements if one.policy.number < found.number), None)
    context = {
        "policy": found,
        "document": document,
        "is_translated": document is not queries.document_of(found),
        "groups": rules_told(document, unit=unit, base=base, titles=titles_in(document)),
        "held": next(one for one in statements if one.policy == found),
        "statements": statements,
        "newer": newer,
        "changed": _changed(older, found, unit=unit, base=base) if older is not None else [],
        "changed_next": _changed(found, newer, unit=unit, base=base) if newer is not None else [],
        "older": older,
        "below": stated_below(document),
        "above": stated_above(found),
        "may_state": reader is not None and states_rules_for(reader, found.jurisdiction, at=now()),
        "own": queries.recognitions_under(found, reader) if reader else [],
    }
    return render(request, "recognition/policy.html", context)


def _changed(before: Policy, after: Policy, *, unit: str, base: str) -> list[Change]:
    documents = [spoken(queries.document_of(one)) for one in (before, after)]
    return what_changed(documents[0], documents[1], unit=unit, base=base)


@login_required
@require_safe
def undecided(request: HttpRequest) -> HttpResponse:
    """The awards that the reader's rules could not decide: what is not on record, and who can enter it."""
    person, at = signed_in(request), now()
    waiting = queries.undecided_under(access.governed_jurisdictions(person, at=at))
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "recognition/undecided.html", {"page": page, "rows": queries.missing_in(page, at=at)})
