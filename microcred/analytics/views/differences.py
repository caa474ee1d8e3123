"""A lead's door to the readings that differ."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from microcred.analytics.queries import Size, Wanted, differences_between, opened, versions_read
from microcred.analytics.views.quality import PERIODS, period_of
from microcred.catalog.queries import rubric_of, say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_safe
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import organizations_where
from microcred.scoring.access import leads_somewhere

PAGE = 20
"""pairs of readings"""

SIZES: tuple[tuple[str, str | Promise], ...] = (
    (Size.ANY.value, _("Any difference")),
    (Size.TWO_LEVELS.value, _("Two levels or more")),
    (Size.DECIDES.value, _("Met or not met")),
)


@login_required
@require_safe
def different_readings(request: HttpRequest) -> HttpResponse:
    """Pairs of readings that differ where the reader leads the assessing: all, or those that are asked for."""
    at, language = now(), get_language() or ""
    lead = leads_somewhere(signed_in(request), at=at)
    read = versions_read(list(organizations_where(lead, Role.LEAD_ASSESSOR, at=at)), until=at)
    versions = {str(row.version.pk): row.version for row in read if row.twice}
    say_titles(list(versions.values()), language)
    asked = {name: request.GET.get(name, "") for name in ("version", "criterion", "reader", "size", "period")}
    if asked["version"] and asked["version"] not in {str(row.version.pk) for row in read}:
        raise Http404
    version = versions.get(asked["version"])
    criteria = {str(each.id): each for each in rubric_of(version).criteria} if version else {}
    criterion = criteria.get(asked["criterion"])
    period = period_of(request)
    wanted = Wanted(
        criterion=criterion.id if criterion else None,
        reader=_identifier(asked["reader"]),
        size=next((each for each in Size if each.value == asked["size"]), Size.ANY),
        since=period.since(at),
    )
    chosen = [] if asked["version"] and version is None else [version] if version else list(versions.values())
    found = differences_between(chosen, wanted, lead=lead, until=at)
    page = Paginator(found.pairs, PAGE).get_page(request.GET.get("page"))
    people = Person.objects.filter(pk__in=found.readers).order_by("name", "pk")
    kept = {
        "version": str(version.pk) if version else "",
        "criterion": str(criterion.id) if criterion else "",
        "reader": str(wanted.reader or ""),
        "size": wanted.size.value,
        "period": period.key,
    }
    context = {
        "version": version,
        "criterion": criterion,
        "asked": kept,
        "versions": [("", _("All of them")), *((pk, f"{one.title}, {one.label}") for pk, one in versions.items())],
        "criteria": [("", _("Any criterion")), *((pk, one.name) for pk, one in criteria.items())],
        "people": [("", _("Anybody")), *((str(one.pk), one.name) for one in people)],
        "sizes": SIZES,
        "periods": [(each.key, each.words) for each in PERIODS],
        "differences": found,
        "page": page,
        "shown": list(opened(list(page))),
        "query": urlencode({name: value for name, value in kept.items() if value}),
    }
    return render(request, "analytics/different_readings.html", context)


def _identifier(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None
