"""Pages of whether promises hold: the planner for who leads the assessing, and the record that everybody may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format

from microcred.foundation.clock import now
from microcred.foundation.days import day_in
from microcred.foundation.methods import require_safe
from microcred.organizations.access import signed_in
from microcred.organizations.models import Organization
from microcred.scoring import access, queries
from microcred.scoring.forms_planning import WhatIfForm
from microcred.scoring.queries import Plan
from microcred.scoring.rules import FEWEST_KNOWN, MOST_MORE, Lack

WIDE, HIGH, LEFT, TOP, BOTTOM = 480, 220, 44, 28, 28
"""of the chart, in units of its own"""


@dataclass(frozen=True)
class Bar:
    """How many are overdue at the end of a day."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Chart:
    """What waits, as a line, and what of it is overdue, as bars, by day."""

    line: str
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    marks: tuple[tuple[float, int], ...]
    breaks_at: float | None

    @property
    def breaks_anchor(self) -> str:
        """To which side of its line the word about it stands: the one with more room."""
        return "end" if self.breaks_at is not None and self.breaks_at > WIDE / 2 else "start"


@login_required
@require_safe
def capacity(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether the promises of an organization hold, from what is known of its queue; and what would keep them."""
    at = now()
    organization = access.led_organization(signed_in(request), slug, at=at)
    stacks = list(queries.stacks_planned(organization))
    chosen = next((stack for stack in stacks if stack.slug == request.GET.get("stack")), None)
    if request.GET.get("stack") and chosen is None:
        raise Http404
    today = day_in(at, organization.time_zone)
    form = WhatIfForm(request.GET if "what_if" in request.GET else None, today=today)
    plan = queries.plan_of(organization, chosen, at=at)
    what_if = form.what_if(plan.dates) if form.is_bound and form.is_valid() else None
    if what_if is not None and not what_if.is_nothing:
        plan = queries.plan_of(organization, chosen, at=at, what_if=what_if)
    context = {
        "organization": organization,
        "stacks": stacks,
        "stack": chosen,
        "plan": plan,
        "lacks": {lack.value for lack in plan.outcome.lacks},
        "too_much": Lack.TOO_MUCH in plan.outcome.lacks,
        "fewest": FEWEST_KNOWN,
        "most_more": MOST_MORE,
        "weekly": round(plan.known.arrivals[-1] * 5, 1),
        "second": round(100 * plan.known.second),
        "third": round(100 * plan.known.third),
        "what_if": None if what_if is None or what_if.is_nothing else what_if,
        "form": form,
        "chart": _chart(plan),
        "unkept": [] if chosen or form.is_bound else _unkept(organization, at),
    }
    if (found := plan.outcome.forecast) is not None:
        context["on_time"] = _hundredths(found.on_time)
        context["on_time_low"] = _hundredths(found.on_time_range.low)
        context["on_time_high"] = _hundredths(found.on_time_range.high)
    return render(request, "scoring/capacity.html", context, status=422 if form.errors else 200)


@require_safe
def promise_record(request: HttpRequest, slug: str) -> HttpResponse:
    """How an organization kept its promises: for everybody, without signing in."""
    organization = access.promising_organization(slug)
    record = queries.promise_record(organization, at=now())
    context = {
        "organization": organization,
        "record": record,
        "fewest": queries.FEWEST_KEPT,
        "share": _hundredths(record.kept / record.of) if record.is_shown else None,
        "low": _hundredths(record.interval.low) if record.interval else None,
        "high": _hundredths(record.interval.high) if record.interval else None,
    }
    return render(request, "scoring/promise_record.html", context)


def _unkept(organization: Organization, at: datetime) -> list[Plan]:
    """Stacks whose promises break, or in which something waits that nobody is there to read."""
    return [
        plan
        for plan in queries.plans_apart(organization, at=at)
        if plan.outcome.breaking is not None or Lack.READERS in plan.outcome.lacks
    ]


def _hundredths(share: float) -> int:
    return round(100 * share)


def _chart(plan: Plan) -> Chart | None:
    days = plan.days
    if not days:
        return None
    step = (WIDE - LEFT - 8) / len(days)
    most = max(1.0, *(left for _on, left, *_rest in days))
    top = _round_up(most)

    def up(number: float) -> float:
        return round(HIGH - BOTTOM - number / top * (HIGH - TOP - BOTTOM), 1)

    def across(day: float) -> float:
        return round(LEFT + day * step, 1)

    breaking = plan.outcome.breaking
    return Chart(
        " ".join(f"{across(day + 0.5)},{up(left)}" for day, (_on, left, *_rest) in enumerate(days)),
        tuple(
            Bar(across(day + 0.15), up(overdue), round(step * 0.7, 1), round(HIGH - BOTTOM - up(overdue), 1))
            for day, (*_rest, overdue) in enumerate(days)
            if overdue >= 0.05
        ),
        tuple((across(day + 0.5), date_format(days[day][0], "M j")) for day in range(0, len(days) - 2, 10)),
        tuple((up(number), number) for number in _marks(top)),
        across(breaking.day) if breaking else None,
    )


def _round_up(number: float) -> int:
    """The next number that can be halved and is easily read."""
    for size in (2, 4, 10, 20, 40, 60, 100, 200, 400, 600, 1000, 2000, 4000, 10_000, 20_000):
        if number <= size:
            return size
    return int(number) + 1


def _marks(top: int) -> Sequence[int]:
    return 0, top // 2, top
