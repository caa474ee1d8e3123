"""The verbs of taking over what other books say that somebody did: service, and what recognizers accept of others."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_noop as noted

from microcred.foundation.days import day_in
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.organizations.models import Person
from microcred.recognition.events import ActivityStated
from microcred.recognition.models import AcceptanceDecision, Activity, ActivityEnding, ActivityStatement
from microcred.recognition.operations.activities import Said, columns_of, end_activity
from microcred.recognition.queries.acceptances import accepted_of, as_offered
from microcred.recognition.rules.activities import HOURS, MICRO_CREDENTIAL, SERVICE, SERVICE_TITLE
from microcred.recognition.rules.reciprocity import Purpose


@operation
def take_over_service(
    *,
    actor: Person | None,
    person: Person,
    source: str,
    provider: str,
    first: date,
    last: date,
    hours: Decimal,
    at: datetime,
) -> ActivityStatement | None:
    """Take over what the books of the work say that somebody served. Told twice it is on record once; other figures
    of the same source take the place of those that were told before, and no hours take them away.

    Args:
        source: what it is in those books, for good.
        provider: the name of whom it was done for.

    Returns:
        what stands now.
    """
    hold(person.pk)
    told = ActivityStatement.objects.filter(activity__source=source, activity__person=person)
    before = list(told.filter(activity__ending__isnull=True).select_related("activity").order_by("pk"))
    if [(one.amount, one.started_on, one.ended_on) for one in before] == [(hours, first, last)]:
        return before[0]
    for one in before:
        why = noted("The books of the service now say something else.")
        end_activity(one.activity, ActivityEnding.Why.FIGURES, why, None, at)
    if hours <= 0:
        return None
    said = Said(
        kind=SERVICE,
        title=SERVICE_TITLE,
        provider=provider[:300],
        provider_kind=ActivityStatement.ProviderKind.DISTRICT,
        started_on=first,
        ended_on=last,
        amount=hours,
        unit=HOURS,
    )
    activity = Activity.objects.create(person=person, source=source)
    statement = ActivityStatement.objects.create(activity=activity, number=1, stated_at=at, **columns_of(said))
    announce(ActivityStated(statement.pk))
    return statement


@operation
def take_over_acceptances(*, actor: Person | None, person: Person, at: datetime) -> list[ActivityStatement]:
    """Take over what recognizers accept, for renewing, of what a person holds of other issuers: each stands on record
    once, for the rules of its recognizer alone. What no longer verifies, or is no longer in the backpack, ends. Told
    twice it changes nothing.

    Returns:
        what stands now.
    """
    hold(person.pk)
    accepted = {_source(one): one for one in accepted_of(person) if one.request.purpose == Purpose.RENEWAL}
    rows = ActivityStatement.objects.filter(activity__person=person, activity__acceptance__isnull=False)
    found = []
    for one in rows.filter(activity__ending__isnull=True).select_related("activity").order_by("pk"):
        now = accepted.get(one.activity.source)
        if now is None:
            why = noted("What was accepted no longer verifies, or is no longer in the backpack of its holder.")
            end_activity(one.activity, ActivityEnding.Why.NOT_HELD, why, None, at)
        elif now.pk != one.activity.acceptance_id:
            why = noted("It has been accepted anew since, and stands as it was accepted then.")
            end_activity(one.activity, ActivityEnding.Why.FIGURES, why, None, at)
        else:
            found.append(one)
            del accepted[one.activity.source]
    return [*found, *(_take_over(person, one, at) for one in accepted.values())]


def _take_over(person: Person, decision: AcceptanceDecision, at: datetime) -> ActivityStatement:
    offered = as_offered(decision)
    day = day_in(decision.request.earned_at or at, decision.request.recognizer.time_zone)
    said = Said(
        kind=MICRO_CREDENTIAL,
        title=offered.title[:300],
        provider=offered.issuer[:300],
        provider_kind=ActivityStatement.ProviderKind.THIRD_PARTY,
        ended_on=day,
        certificate_on=day,
        amount=offered.hours or Decimal(0),
        unit=HOURS,
    )
    activity = Activity.objects.create(person=person, source=_source(decision), acceptance=decision)
    statement = ActivityStatement.objects.create(activity=activity, number=1, stated_at=at, **columns_of(said))
    announce(ActivityStated(statement.pk))
    return statement


def _source(decision: AcceptanceDecision) -> str:
    """What was accepted by whom, which is the same however often it is accepted."""
    return f"acceptance:{decision.request.recognizer_id}:{decision.request.held}"
