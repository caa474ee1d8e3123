"""A lead's door to what a state is told of how far the scoring can be relied on."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override

from microcred.analytics.archive import files_of, packed
from microcred.analytics.documents import reliability_document, summary_of
from microcred.analytics.forms import ReportForm
from microcred.analytics.queries import ReliabilityReport, reliability_report, versions_decided, versions_read
from microcred.catalog.models import Version
from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_safe
from microcred.organizations.access import signed_in
from microcred.organizations.models import Organization
from microcred.scoring.access import led_organization

LANGUAGES = (("en", "English"), ("es", "Español"))
"""In which the report can be had, each named as it names itself."""

BEGINNING = date(2000, 1, 1)


@dataclass(frozen=True)
class Asked:
    """What somebody asked for, and the form in which they did; the report is None where that cannot be answered."""

    organization: Organization
    form: ReportForm
    query: str
    report: ReliabilityReport | None


@login_required
@require_safe
def scoring_reliability(request: HttpRequest, slug: str) -> HttpResponse:
    """What matters most of a time, and the report and its data to take along."""
    at = now()
    asked = _asked(request, slug, at)
    context = {
        "organization": asked.organization,
        "form": asked.form,
        "report": asked.report,
        "summary": summary_of(asked.report) if asked.report else [],
        "query": asked.query,
        "languages": LANGUAGES,
    }
    return render(request, "analytics/scoring_reliability.html", context, status=422 if asked.form.errors else 200)


@login_required
@require_safe
def scoring_reliability_pdf(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The report as an accessible PDF."""
    at = now()
    with override(language):
        asked = _asked(request, slug, at)
        if asked.report is None:
            return _back(asked)
        document = reliability_document(asked.report, files_of(asked.report), made_at=at)
    return _file(document, "application/pdf", f"{_name(asked)}-{language}.pdf")


@login_required
@require_safe
def scoring_reliability_data(request: HttpRequest, slug: str) -> HttpResponse:
    """The readings that the report was counted from, without names, and all its figures for programs."""
    asked = _asked(request, slug, now())
    if asked.report is None:
        return _back(asked)
    return _file(packed(files_of(asked.report)), "application/zip", f"{_name(asked)}.zip")


def _asked(request: HttpRequest, slug: str, at: datetime) -> Asked:
    organization = led_organization(signed_in(request), slug, at=at)
    today = at.astimezone(ZoneInfo(organization.time_zone)).date()
    offered = [row.version for row in versions_read([organization], until=at)]
    say_titles(offered, get_language() or "")
    said = {name: request.GET[name] for name in ("since", "until", "version") if name in request.GET}
    given = ReportForm.usual(today) | said
    form = ReportForm(given, today=today, versions=offered)
    query = urlencode(given)
    if not form.is_valid():
        return Asked(organization, form, query, None)
    # Calendars end, and nothing was decided before there was anything to decide, nor after today.
    since = _midnight(max(form.cleaned_data["since"], BEGINNING), organization)
    until = min(_midnight(min(form.cleaned_data["until"], today) + timedelta(days=1), organization), at)
    wanted = form.cleaned_data["version"]
    versions: list[Version] = [
        each for each in versions_decided(organization, since=since, until=until) if wanted in ("", str(each.pk))
    ]
    report = reliability_report(organization, versions, since=since, until=until)
    say_titles(versions, get_language() or "")
    return Asked(organization, form, query, report)


def _midnight(day: date, organization: Organization) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(organization.time_zone))


def _back(asked: Asked) -> HttpResponse:
    """To the page, which says what is wrong with what was asked."""
    return redirect(f"{reverse('scoring_reliability', args=[asked.organization.slug])}?{asked.query}")


def _name(asked: Asked) -> str:
    days = asked.form.cleaned_data
    return f"reliability-{asked.organization.slug}-{days['since']}-{days['until']}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
