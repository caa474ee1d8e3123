"""A person's door: the business calendar of an organization."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.calendars import operations, queries
from microcred.calendars.forms import CalendarForm
from microcred.calendars.reading import written_lines
from microcred.calendars.rules import EARLIEST, LATEST, Base, BusinessCalendar
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import organization_as, signed_in
from microcred.organizations.models import Role


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def business_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Which days count in an organization and below it, a year at a time; a POST says so anew."""
    person, at = signed_in(request), now()
    place = organization_as(person, Role.ORG_ADMIN, slug, at=at)
    stands, today = queries.calendar_of(place), at.astimezone(ZoneInfo(place.time_zone)).date()
    calendar = stands.calendar
    shown = {
        "weekend": sorted(calendar.weekend),
        "base": calendar.base.value,
        "closures": written_lines(list(calendar.closures)),
    }
    form = CalendarForm(request.POST or None, request.FILES or None, initial=shown, today=today)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            base = Base(form.cleaned_data["base"])
            operations.set_calendar(actor=person, organization=place, base=base, at=at, **form.said())
            messages.success(request, _("Saved. It counts from the next promise on; what was promised stays."))
            return redirect("business_calendar", slug)
    year = _year(request, today.year)
    context = {
        "organization": place,
        "stands": stands,
        "is_own": stands.is_of(place),
        "editions": queries.editions_of(place)[:20],
        "year": year,
        "months": _months(calendar, year),
        "form": form,
    }
    return render(request, "calendars/business_calendar.html", context, status=422 if form.errors else 200)


def _year(request: HttpRequest, this_year: int) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this_year
    return min(max(year, EARLIEST.year), LATEST.year)


def _months(calendar: BusinessCalendar, year: int) -> list[dict[str, Any]]:
    """Each month with its business days and with what lies in it."""
    closed = calendar.holidays(year)
    months = []
    for month in range(1, 13):
        first = date(year, month, 1)
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        months.append(
            {
                "first": first,
                "business_days": calendar.between(first - timedelta(days=1), last),
                "closed": [one for one in closed if one.first <= last and one.last >= first],
            }
        )
    return months
