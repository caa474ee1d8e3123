"""The plan: what an educator means to do, by when; and the calendar that reads its dates."""

from uuid import UUID

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms_planning import PlanForm, PlanPlaceForm
from microcred.portfolios.ical import calendar_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """The reader's plan; a POST puts a micro-credential on it and leads to its entry."""
    person, at = signed_in(request), now()
    if request.method == "POST":
        thing = access.offered_micro_credential(request.POST.get("micro_credential", ""))
        entry = operations.put_on_plan(actor=person, micro_credential=thing, at=at)
        return redirect("plan_entry", entry.pk)
    mine = queries.plan_of(person, at=at)
    say_titles([one.version for one in (*mine.ahead, *mine.begun, *mine.earned) if one.version], get_language() or "")
    places = list(zip(mine.ahead, (None, *mine.ahead), (*mine.ahead[1:], None), strict=False))
    context = {"plan": mine, "places": places, "has_feed": queries.calendar_feed_of(person) is not None}
    return render(request, "portfolios/plan.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One entry with its backward plan; a POST changes day and note."""
    person, at = signed_in(request), now()
    entry = access.own_plan_entry(person, entry_id)
    form = PlanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.change_plan(
                actor=person,
                entry=entry,
                target_on=form.cleaned_data["target_on"],
                note=form.cleaned_data["note"],
                at=at,
            )
            return redirect("plan_entry", entry.pk)
    one = queries.planned(entry, at=at)
    say_titles([one.version] if one.version else [], get_language() or "")
    day = entry.target_on.isoformat() if entry.target_on else ""
    context = {
        "one": one,
        "form": form,
        "target_on": form.data.get("target_on", "") if form.is_bound else day,
        "note": form.data.get("note", "") if form.is_bound else entry.note,
        "crumbs": [(_("My plan"), reverse("plan")), (one.version.title if one.version else "", "")],
    }
    return render(request, "portfolios/plan_entry.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def plan_place(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Let an entry change places with another of the same plan."""
    person = signed_in(request)
    entry = access.own_plan_entry(person, entry_id)
    form = PlanPlaceForm(request.POST)
    if not form.is_valid():
        raise Http404
    other = access.own_plan_entry(person, form.cleaned_data["other"])
    operations.put_before(actor=person, entry=entry, other=other)
    return redirect(f"{reverse('plan')}#entry-{entry.pk}")


@login_required
@require_POST
def plan_removal(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Take an entry off the plan."""
    person = signed_in(request)
    operations.take_off_plan(actor=person, entry=access.own_plan_entry(person, entry_id))
    return redirect("plan")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_calendar(request: HttpRequest) -> HttpResponse:
    """The address by which a calendar reads the dates; a POST makes a new one, or closes it."""
    person = signed_in(request)
    if request.method == "POST":
        if "close" in request.POST:
            operations.close_calendar(actor=person)
        else:
            operations.open_calendar(actor=person, at=now())
        return redirect("plan_calendar")
    feed = queries.calendar_feed_of(person)
    path = reverse("calendar", args=[queries.calendar_token(feed)]) if feed else ""
    context = {
        "feed": feed,
        "address": f"{settings.PUBLIC_URL}{path}" if feed else "",
        "crumbs": [(_("My plan"), reverse("plan")), (_("In your calendar"), "")],
    }
    return render(request, "portfolios/plan_calendar.html", context)


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The dates as iCalendar, for whoever has the address: calendar programs sign in nowhere."""
    if ratelimit.consume_or_429(request, action="calendars", limit_get=True) is not None:
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    feed = queries.feed_by_token(token)
    if feed is None:
        raise Http404
    with translation.override(feed.person.language):
        happenings = queries.dates_of(feed.person, at=now())
        text = calendar_of(happenings, name=pgettext("the name of a calendar", "Micro-credentials"))
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": 'inline; filename="plan.ics"',
            "Cache-Control": "private, no-store",
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex",
        },
    )
