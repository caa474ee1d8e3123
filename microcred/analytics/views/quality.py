"""A lead's door to how far the readings can be trusted."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from microcred.analytics.queries import VersionQuality, by_grade, compared_of, version_quality, versions_read
from microcred.analytics.rules import ENOUGH_READ, SMALL, UNUSUAL, CriterionQuality, Use
from microcred.analytics.severity_map import severity_map
from microcred.analytics.tables import double_readings_as_csv, stand_ins
from microcred.authoring.groups_page import shown_groups
from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.comma_separated import CSV
from microcred.foundation.methods import require_safe
from microcred.measures import FEW
from microcred.organizations.access import signed_in
from microcred.organizations.models import Role
from microcred.organizations.queries import organizations_where
from microcred.scoring.access import leads_somewhere, led_version


class Period(NamedTuple):
    """A time that figures are counted of, up to now."""

    key: str
    words: str | Promise
    days: int | None

    def since(self, at: datetime) -> datetime | None:
        """When it begins; None for the beginning of everything."""
        return None if self.days is None else at - timedelta(days=self.days)


PERIODS = (
    Period("", _("From the beginning"), None),
    Period("year", _("The last 12 months"), 365),
    Period("quarter", _("The last 90 days"), 90),
)


USES: dict[Use, str | Promise] = {
    Use.ALL_HIGHEST: _("gave everything the highest level: look at what they read"),
    Use.ALL_LOWEST: _("gave everything the lowest level: look at what they read"),
    Use.MIDDLE: _("keeps to the middle: the lowest and the highest level come seldom"),
    Use.ENDS: _("goes to the ends: levels between come seldom"),
    Use.ONE_IMPRESSION: _("gives all criteria nearly the same level, as if by one impression"),
    Use.APART: _("sees criteria more apart from each other than others do"),
    Use.UNEVEN: _("is less even than their severity explains: look at what they read"),
    Use.DISTORTING: _("is so uneven that their readings say less of the work than of them: have it read again"),
    Use.TOO_EVEN: _("is more even than chance allows: levels seem to follow from something else than each criterion"),
}
"""How somebody stands out, as a lead reads it."""


@login_required
@require_safe
def scoring_qualities(request: HttpRequest) -> HttpResponse:
    """Everything that was read where the reader leads the assessing."""
    at = now()
    lead = leads_somewhere(signed_in(request), at=at)
    rows = versions_read(list(organizations_where(lead, Role.LEAD_ASSESSOR, at=at)), until=at)
    say_titles([row.version for row in rows], get_language() or "")
    owners = dict.fromkeys(row.version.micro_credential.owner for row in rows)
    compared = compared_of([row.version for row in rows], until=at)
    read = [(row, compared.get(row.version.pk, 0)) for row in rows]
    return render(request, "analytics/scoring_qualities.html", {"rows": read, "few": FEW, "owners": list(owners)})


@login_required
@require_safe
def scoring_quality(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """What the first two readings of the same work say of one version: its rubric, its readers, and how it went."""
    at = now()
    version = led_version(signed_in(request), version_id, at=at)
    period = period_of(request)
    found = version_quality(version, since=period.since(at), until=at)
    say_titles([version], get_language() or "")
    sizes: dict[int, list[str]] = {}
    for each in found.rubric.criteria:
        sizes.setdefault(len(each.levels), []).append(each.name)
    context = {
        "version": version,
        "owner": version.micro_credential.owner,
        "period": period,
        "periods": PERIODS,
        "found": found,
        "figures": found.figures,
        "held": found.held,
        "criteria": [_criterion(found, one) for one in found.figures.criteria],
        "readers": _readers(found),
        "unlike": [
            (found.people[one.reader], [USES[use] for use in one.habits.stand_out])
            for one in found.figures.readers
            if one.habits.stand_out
        ],
        "map": severity_map((found.people[one.reader].name, one) for one in found.figures.readers),
        "groups": [[found.people[each].name for each in group] for group in found.figures.groups],
        "trend": found.figures.trend,
        "by_grade": shown_groups(by_grade(version, since=period.since(at), until=at)),
        "sizes": [(size, ",".join(map(str, range(size))), names) for size, names in sorted(sizes.items())],
        "scale": "rating-scale" if len(sizes) == 1 else "partial-credit",
        "highest": max(sizes) - 1,
        "few": FEW,
        "small": SMALL,
        "enough": ENOUGH_READ,
        "unusual": round(UNUSUAL),
    }
    return render(request, "analytics/scoring_quality.html", context)


@login_required
@require_safe
def double_readings_csv(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The readings that the figures were counted from, without names, so that anyone can count them again."""
    at = now()
    version = led_version(signed_in(request), version_id, at=at)
    found = version_quality(version, since=period_of(request).since(at), until=at)
    if found.figures.is_held_back:
        raise Http404
    levels = request.GET.get("levels", "")
    name = f"{version.micro_credential.slug}-{version.label}-readings.csv"
    return HttpResponse(
        double_readings_as_csv(found, levels=int(levels) if levels.isdecimal() and len(levels) < 4 else None),
        content_type=CSV,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


def period_of(request: HttpRequest) -> Period:
    """The time that is asked for; unknown ones are the whole."""
    wanted = request.GET.get("period", "")
    return next((each for each in PERIODS if each.key == wanted), PERIODS[0])


def _criterion(found: VersionQuality, one: CriterionQuality) -> tuple[object, object, object]:
    """A criterion, its figures, and how often each of its levels was given."""
    criterion = found.criteria[one.criterion]
    return criterion, one, [(level.name, often) for level, often in zip(criterion.levels, one.used, strict=True)]


def _readers(found: VersionQuality) -> list[tuple[str, object, object]]:
    """By what each reader is known in the list of readings, who it is, and their figures."""
    names = stand_ins(found)
    return [(names[one.reader], found.people[one.reader], one) for one in found.figures.readers]
