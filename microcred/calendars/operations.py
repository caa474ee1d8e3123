"""The verb of business calendars."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from microcred.calendars.models import ClosedDays, Edition
from microcred.calendars.rules import EARLIEST, LATEST, LONGEST_CLOSURE, MOST_CLOSURES, Base, Closure
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as


class NoBusinessDayLeft(Refusal):
    """All seven days would be weekend."""

    message = _("A week needs at least one business day, or no promise could ever be kept. Leave one day open.")
    field = "weekend"
    status = 422


class ClosureOutOfRange(Refusal):
    """A closure ends before it begins, lasts too long, or lies in another century."""

    message = _(
        "“{name}”, {first} to {last}, cannot be right: it has to end on or after its first day, last at most {most} "
        "days, and lie between {earliest} and {latest}. Mend its days and save again."
    )
    field = "closures"
    status = 422


class TooManyClosures(Refusal):
    """More closures than anyone looks through."""

    message = _("A calendar holds at most {most} holidays and closures, and these are {count}. Leave out past years.")
    field = "closures"
    status = 422


@operation
def set_calendar(
    *,
    actor: Person | None,
    organization: Organization,
    weekend: Collection[int],
    base: Base,
    closures: Sequence[Closure],
    at: datetime,
    note: str = "",
) -> Edition:
    """Say which days are business days in an organization and in those below it that say nothing themselves.

    It counts from the next promise on: promises that were given name the edition they were counted by.

    Args:
        actor: an administrator of the organization or of one above it; None for the operator.
        weekend: days of the week, Monday being 0.
        closures: all of them, whatever the edition before said.

    Raises:
        NoBusinessDayLeft, ClosureOutOfRange, TooManyClosures, NotAllowed.
    """
    if actor is not None and not acts_as(actor, Role.ORG_ADMIN, for_organization=organization, at=at):
        raise NotAllowed
    days = sorted(set(weekend) & set(range(7)))
    if len(days) == 7:
        raise NoBusinessDayLeft
    if len(closures) > MOST_CLOSURES:
        raise TooManyClosures(most=MOST_CLOSURES, count=len(closures))
    for closure in closures:
        if not EARLIEST <= closure.first <= closure.last <= LATEST or closure.days > LONGEST_CLOSURE:
            raise ClosureOutOfRange(
                name=closure.name,
                first=closure.first.isoformat(),
                last=closure.last.isoformat(),
                most=LONGEST_CLOSURE,
                earliest=EARLIEST.year,
                latest=LATEST.year,
            )
    hold(organization.pk)
    last = Edition.objects.filter(organization=organization).aggregate(last=Max("number"))["last"] or 0
    edition = Edition.objects.create(
        organization=organization,
        number=last + 1,
        weekend=days,
        base=base.value,
        saved_at=at,
        saved_by=actor,
        note=note.strip()[:300],
    )
    ClosedDays.objects.bulk_create(
        ClosedDays(edition=edition, name=one.name[:120], first_day=one.first, last_day=one.last)
        for one in sorted(set(closures), key=lambda one: (one.first, one.last, one.name))
    )
    return edition
