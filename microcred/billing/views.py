"""A person's doors: one's own work and pay; an administrator's rates, periods and corrections."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.billing import access, operations, queries
from microcred.billing.forms import MonthForm, PeriodForm, RateForm, ReversalForm, ServiceDaysForm
from microcred.billing.models import Period, Unit
from microcred.billing.queries import Entry
from microcred.billing.rules import Kind
from microcred.billing.tables import own_readings_as_csv, people_as_csv, readings_as_csv
from microcred.catalog.models import Version
from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.comma_separated import CSV
from microcred.foundation.days import day_in, days_after, month_after
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.money import totals
from microcred.foundation.refusals import Refusal, refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.recognition.queries import renewal_cycles

PER_PAGE = 50
MOST_PERIODS = 60
"""Of one organization that its page lists: five years of months."""


@login_required
@require_safe
def work_and_pay(request: HttpRequest) -> HttpResponse:
    """What the reader has read, month by month: hours of service, pay, and where each reading stands."""
    person = access.at_work(signed_in(request), at=now())
    months = queries.months_of(queries.work_of_person(person))
    wanted = MonthForm(request.GET).chosen()
    chosen = next((month for month in months if month.first == wanted), months[0] if months else None)
    page = Paginator(chosen.done if chosen else (), PER_PAGE).get_page(request.GET.get("page"))
    say_titles(_versions(done.unit for done in page), get_language() or "")
    context = {
        "months": months,
        "chosen": chosen,
        "page": page,
        "readings": sum(month.readings for month in months),
        "minutes": queries.minutes_of(month.minutes for month in months),
        "payments": queries.payments_of(person),
    }
    return render(request, "billing/work_and_pay.html", context)


@login_required
@require_safe
def service_record(request: HttpRequest) -> HttpResponse:
    """What the reader takes to their renewal: what they read on which days, and the hours that it counts for."""
    person, at = signed_in(request), now()
    done = queries.work_of_person(access.at_work(person, at=at))
    cycles = renewal_cycles(person)
    form = _service_days(request, queries.service_days(done, cycles, today=day_in(at, person.time_zone)))
    record = queries.service_record(done, *form.days())
    say_titles([row.version for part in record.parts for row in part.rows if row.version], get_language() or "")
    context = {"record": record, "cycles": cycles, "form": form, "at": at}
    return render(request, "billing/service_record.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def service_record_csv(request: HttpRequest) -> HttpResponse:
    """The same, reading by reading, with what each was paid."""
    person, at = signed_in(request), now()
    done = queries.work_of_person(access.at_work(person, at=at))
    usual = queries.service_days(done, renewal_cycles(person), today=day_in(at, person.time_zone))
    first, last = _service_days(request, usual).days()
    within = queries.between(done, first, last)
    return _as_file(own_readings_as_csv(reversed(within)), f"service-record-{first}-{last}.csv")


def _service_days(request: HttpRequest, usual: tuple[date, date]) -> ServiceDaysForm:
    """What is asked for, and where nothing is, or nothing that makes sense, the usual days."""
    asked = request.GET if "first" in request.GET or "last" in request.GET else None
    return ServiceDaysForm(asked, initial=dict(zip(("first", "last"), usual, strict=True)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, slug: str) -> HttpResponse:
    """What an organization pays for readings: the rate that holds, its periods, and opening the next one."""
    person, at = signed_in(request), now()
    organization = access.paying_organization(person, slug, at=at)
    today = day_in(at, organization.time_zone)
    form = PeriodForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            first, last = form.cleaned_data["starts_on"], form.cleaned_data["last_day"]
            operations.open_period(
                actor=person, organization=organization, starts_on=first, ends_on=last + timedelta(days=1), at=at
            )
            messages.success(request, _("The period is open. It can be locked when its last day has ended."))
            return redirect("pay", slug)
    periods = list(queries.periods_of(organization)[:MOST_PERIODS])
    if not form.is_bound:
        last_one = periods[0] if periods else None
        first, after = (
            days_after(last_one.starts_on, last_one.ends_on) if last_one else month_after(today.replace(day=1))
        )
        form = PeriodForm(initial={"starts_on": first, "last_day": after - timedelta(days=1)})
    standings, outside = queries.standings_of(organization, periods, at=at)
    context = {
        "organization": organization,
        "rate": queries.rate_in_force(organization, Kind.READING, on=today),
        "standings": standings,
        "outside": outside,
        "unpriced": queries.unpriced_in(organization),
        "form": form,
    }
    return render(request, "billing/pay.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pay_rates(request: HttpRequest, slug: str) -> HttpResponse:
    """Every edition of an organization's rates, and stating the next one."""
    person, at = signed_in(request), now()
    organization = access.paying_organization(person, slug, at=at)
    today = day_in(at, organization.time_zone)
    form = RateForm(request.POST or None, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.state_rate(
                actor=person,
                organization=organization,
                at=at,
                **form.cleaned_data | {"kind": Kind(form.cleaned_data["kind"])},
            )
            messages.success(request, _("Stated. What was recorded under an earlier rate keeps it."))
            return redirect("pay_rates", slug)
    holding = queries.rate_in_force(organization, Kind.READING, on=today)
    training = queries.rate_in_force(organization, Kind.TRAINING, on=today)
    context = {
        "organization": organization,
        "holding": holding,
        "training": training,
        "page": Paginator(queries.rates_of(organization), PER_PAGE).get_page(request.GET.get("page")),
        "form": form,
    }
    return render(request, "billing/pay_rates.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def pay_period(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """What a period comes to, by person: so far, or for good."""
    reader = signed_in(request)
    period = access.administered_period(reader, period_id, at=now())
    entries = queries.entries_of(period)
    kinds = queries.kinds_in(period, shown_to=reader) if period.is_locked else {}
    corrections = [entry for entry in entries if entry.reversal]
    say_titles(_versions(entry.unit for entry in corrections), get_language() or "")
    context = {
        "period": period,
        "shares": queries.shares_of(entries),
        "amounts": totals(entry.money for entry in entries),
        "readings": sum(each.reversal is None and each.unit.training_id is None for each in entries),
        "corrections": corrections,
        "kinds": [(Unit.Kind(kind).label, count) for kind, count in kinds.items()],
        "is_over": now() >= queries.end_of(period),
        "earlier": None if period.is_locked else queries.open_before(period),
    }
    return render(request, "billing/pay_period.html", context)


@login_required
@require_POST
def pay_period_lock(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """Fix what a period pays."""
    person, at = signed_in(request), now()
    period = access.administered_period(person, period_id, at=at)
    try:
        operations.lock_period(actor=person, period=period, at=at)
    except Refusal as no:
        messages.warning(request, str(no))
    else:
        messages.success(request, _("Locked. Take it to payroll; corrections stand in a later period."))
    return redirect("pay_period", period.pk)


@login_required
@require_safe
def pay_of_person(request: HttpRequest, period_id: UUID, person_id: UUID) -> HttpResponse:
    """What a period comes to for one person, reading by reading: where corrections begin."""
    reader = signed_in(request)
    period = access.administered_period(reader, period_id, at=now())
    entries = access.pay_of(period, person_id)
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    say_titles(_versions(entry.unit for entry in page), get_language() or "")
    context = {
        "period": period,
        "assessor": entries[0].unit.assessor,
        "is_own": person_id == reader.pk,
        "page": page,
        "amounts": totals(entry.money for entry in entries),
    }
    return render(request, "billing/pay_of_person.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pay_reversal(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Take back what a locked period paid for a reading, with a reason, in a later period."""
    person, at = signed_in(request), now()
    line = access.administered_line(person, line_id, at=at)
    form = ReversalForm(request.POST or None, initial={"pay_again": "no"})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            again = form.cleaned_data["pay_again"] == "yes"
            reversal = operations.reverse(
                actor=person, line=line, reason=form.cleaned_data["reason"], pay_again=again, at=at
            )
            messages.success(request, _("Taken back in this period. The assessor is told why."))
            return redirect("pay_period", reversal.period_id)
    say_titles(_versions([line.unit]), get_language() or "")
    context = {
        "line": line,
        "period": line.period,
        "where": queries.first_open(line.period.organization),
        "form": form,
    }
    return render(request, "billing/pay_reversal.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def pay_people_csv(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """A locked period for payroll: a row for each person."""
    return _download(request, period_id, people_as_csv, "people")


@login_required
@require_safe
def pay_readings_csv(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """A locked period for payroll: a row for each reading and each correction."""
    return _download(request, period_id, readings_as_csv, "readings")


def _download(
    request: HttpRequest, period_id: UUID, table: Callable[[Period, Iterable[Entry]], str], name: str
) -> HttpResponse:
    period = access.locked_period(signed_in(request), period_id, at=now())
    file_name = f"{period.organization.slug}-pay-{period.starts_on}-{period.last_day}-{name}.csv"
    return _as_file(table(period, queries.entries_of(period)), file_name)


def _versions(units: Iterable[Unit]) -> list[Version]:
    """Those of what was read, or whose rubric was learned."""
    return [unit.version for unit in units if unit.version is not None]


def _as_file(table: str, file_name: str) -> HttpResponse:
    return HttpResponse(
        table,
        content_type=CSV,
        headers={"Content-Disposition": f'attachment; filename="{file_name}"', "Cache-Control": "private, no-store"},
    )
