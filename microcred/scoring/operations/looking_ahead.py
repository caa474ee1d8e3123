"""Looking ahead each day: whether promises will hold, and telling those who can do something before they break."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.moments import weekday_in_words_lazy
from microcred.foundation.operation import operation
from microcred.notices.operations import tell
from microcred.organizations.models import Organization, Role
from microcred.organizations.queries import people_with
from microcred.scoring.models import Outlook
from microcred.scoring.queries import plan_of, plans_apart

TOLD_BEFORE = 10
"""business days: two weeks in which something can still be done"""


@operation
def look_ahead(*, actor: None, organization: Organization, at: datetime) -> Outlook | None:
    """Play an organization's queue forward, as a whole and stack by stack. Where promises begin to break within two
    weeks, whoever leads the assessing is told: once, until they hold again. Return what changed; None where nothing
    did, or not enough is known."""
    hold(organization.pk)
    plan = plan_of(organization, at=at)
    found = plan.outcome.forecast
    if found is None:
        return None
    apart = [each.outcome.breaking for each in (plan, *plans_apart(organization, at=at))]
    near = [each for each in apart if each is not None and each.day < TOLD_BEFORE]
    soon = min(near, key=lambda each: each.day) if near else None
    before = Outlook.objects.filter(organization=organization).order_by("-looked_at", "-pk").first()
    if (before is not None and before.breaks_on is not None) == (soon is not None):
        return None
    outlook = Outlook.objects.create(
        organization=organization,
        breaks_on=plan.dates[soon.day] if soon else None,
        due=round(soon.due) if soon else 0,
        late=round(soon.late) if soon else 0,
        runs=found.runs,
        seed=found.seed,
        looked_at=at,
    )
    if outlook.breaks_on is not None:
        _tell(outlook, outlook.breaks_on, at)
    return outlook


def _tell(outlook: Outlook, breaks_on: date, at: datetime) -> None:
    organization = outlook.organization
    for lead in people_with(Role.LEAD_ASSESSOR, organization=organization, at=at):
        tell(
            actor=None,
            person=lead,
            kind="promises_will_break",
            subject=format_lazy(_("Promises of {place} will break soon"), place=organization.name),
            body=format_lazy(
                _(
                    "With the people there are, decisions promised by {day} and after begin to come late: about {late} "
                    "of {due} that are due in the eight weeks looked at. There is still time. The page says how many "
                    "more assessors, or readings a week, would keep the promises. You hear again only after they held "
                    "in between."
                ),
                day=weekday_in_words_lazy(breaks_on),
                late=outlook.late,
                due=outlook.due,
            ),
            path=reverse("capacity", args=[organization.slug]),
            key=f"promises_will_break:{outlook.pk}",
            at=at,
        )
