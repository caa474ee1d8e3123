"""My data and account: the one page that leads to everything a person can do with theirs."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from microcred.accounts import queries
from microcred.foundation.clock import now
from microcred.foundation.methods import require_safe
from microcred.organizations.access import signed_in
from microcred.organizations.queries import addresses_of, memberships_of


@require_safe
@login_required
def my_data(request: HttpRequest) -> HttpResponse:
    """What this server holds about one, and what one can do about it."""
    person = signed_in(request)
    exports = list(queries.exports_of(person)[:3])
    context = {
        "addresses": list(addresses_of(person)),
        "taken_in": list(queries.absorbed_by(person)),
        "exports": exports,
        "packing": any(each.ready_at is None and each.failed_at is None for each in exports),
        "asked_erasure": queries.erasure_of(person),
        "at": now(),
        "memberships": memberships_of(person, at=now()),
        "only_at_work": queries.only_at_work(person, at=now()),
    }
    return render(request, "accounts/my_data.html", context)
