"""How one assessor judges: the page that a lead opens, and what the assessor sees of their own readings."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from microcred.analytics.drift_chart import charted_of, drift_of
from microcred.analytics.queries import own_by_criterion, own_on_versions, reader_on_versions
from microcred.analytics.rules import ENOUGH_READ, SMALL, Use
from microcred.analytics.severity_map import severity_map
from microcred.analytics.ten_by_ten_chart import ten_by_ten_chart
from microcred.analytics.views.quality import USES
from microcred.calibration.queries import rounds_in_words
from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_safe
from microcred.organizations.access import signed_in
from microcred.scoring import access
from microcred.scoring.queries import (
    assistance_figures,
    checks_of,
    helpfulness_of,
    own_scoring,
    reader_report,
    remarks_of,
    words_about,
)
from microcred.scoring.rules import FEWEST_CHECKS, RUNS

SHOWN_REMARKS = 20

OWN_USES: dict[Use, str | Promise] = {
    Use.ALL_HIGHEST: _("You gave everything the highest level. It may well be so; read the descriptors once more."),
    Use.ALL_LOWEST: _("You gave everything the lowest level. It may well be so; read the descriptors once more."),
    Use.MIDDLE: _("You keep to the middle: the lowest and the highest level come more seldom than with others."),
    Use.ENDS: _("You go to the ends: levels between come more seldom than with others."),
    Use.ONE_IMPRESSION: _("You give all criteria nearly the same level: judge each by its own descriptors."),
    Use.APART: _("You see criteria more apart from each other than others do."),
    Use.UNEVEN: _("You are at times stricter and at times milder than you are on the whole."),
    Use.DISTORTING: _("You are at times much stricter and at times much milder than you are on the whole."),
    Use.TOO_EVEN: _("Your levels are very even: judge each criterion by its own descriptors."),
}
"""How somebody stands out, as they themselves read it."""


@login_required
@require_safe
def reader(request: HttpRequest, slug: str, person_id: UUID) -> HttpResponse:
    """How one assessor judges: near what is agreed, beside others, what asked for a look, and what was done."""
    at, language = now(), get_language() or ""
    lead = signed_in(request)
    organization = access.led_organization(lead, slug, at=at)
    person = access.reader_in(lead, organization, person_id, at=at)
    report = reader_report(person, organization, until=at)
    beside = reader_on_versions(person, organization, until=at)
    said = [*report.may_score, *(one.pause.version for one in report.pauses), *(one.version for one in beside)]
    said += [one.item.version for one in report.stepped_back.newest]
    remarks = list(remarks_of(person, organization)[:SHOWN_REMARKS])
    said += [one.scoring.claim.item.version for one in remarks]
    say_titles(said, language)
    answered = sorted(one.alarm.answer.answered_at for one in report.alarms if hasattr(one.alarm, "answer"))
    checks = checks_of(organization, assessor=person, until=at)[person.pk]
    charted = charted_of(checks, answered)
    context = {
        "organization": organization,
        "report": report,
        "remarks": remarks,
        "beside": [
            (one, severity_map([(person.name, one.figures)], fewest=1), _uses(one.figures.habits.stand_out))
            for one in beside
            if one.figures is not None and not one.figures.is_held_back
        ],
        "too_few": [one for one in beside if one.figures is None or one.figures.is_held_back],
        "drift": drift_of(charted),
        "drift_since": answered[-1] if answered else None,
        "is_over": bool(charted and answered and charted[-1].at <= answered[-1]),
        "helpfulness": helpfulness_of(person, organization, at=at),
        "assisted": assistance_figures(person, organization, until=at),
        "words_about": words_about(person, organization),
        "pauses": [(one, rounds_in_words(one, language)) for one in report.pauses],
        "fewest": FEWEST_CHECKS,
        "runs": RUNS,
        "small": SMALL,
        "enough": ENOUGH_READ,
    }
    return render(request, "analytics/reader.html", context)


@login_required
@require_safe
def my_scoring(request: HttpRequest) -> HttpResponse:
    """What an assessor's own readings add up to."""
    at, language = now(), get_language() or ""
    person = access.at_the_queue(signed_in(request), at=at)
    own = own_scoring(person, at=at)
    beside = list(own_on_versions(person, until=own.until))
    criteria = own_by_criterion(own)
    say_titles([version for version, _one in [*beside, *criteria]], language)
    context = {
        "own": own,
        "leans": any(one.is_notable for _version, one in beside),
        "beside": [
            (
                version,
                one,
                severity_map([(person.name, one)], fewest=1),
                [OWN_USES[use] for use in one.habits.stand_out],
            )
            for version, one in beside
        ],
        "criteria": criteria,
        "tens": ten_by_ten_chart(own.tens),
        "enough": ENOUGH_READ,
    }
    return render(request, "analytics/my_scoring.html", context)


def _uses(stand_out: tuple[Use, ...]) -> list[str | Promise]:
    return [USES[use] for use in stand_out]
