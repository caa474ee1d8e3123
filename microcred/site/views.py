"""The front hall: the public front page, and each role's first page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from microcred.catalog.queries import say_entries
from microcred.foundation.clock import now
from microcred.foundation.methods import require_safe
from microcred.organizations.access import signed_in
from microcred.site import offers
from microcred.site.homes import homes_of


@require_safe
def front_page(request: HttpRequest) -> HttpResponse:
    """What is on offer here, and what has come of it. Public, the same for everyone."""
    at = now()
    programs = offers.programs_open_now(at=at)[:3]
    spotlight = offers.spotlight(at=at)
    if spotlight:
        say_entries([spotlight.entry], get_language() or "")
    is_visitor = not request.user.is_authenticated
    context = {
        "numbers": offers.numbers(at=at),
        "spotlight": spotlight,
        "stacks": offers.stacks_on_offer(),
        "programs": [(program, program.owner.time_zone if is_visitor else "") for program in programs],
        "facts": offers.published_facts(),
    }
    return render(request, "site/front_page.html", context)


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What should I do now, by when, and how long will it take? Then the rest."""
    person = signed_in(request)
    first, *others = homes_of(person, at=now())
    return render(request, "site/home.html", {"first": first, "others": others, "person": person})
