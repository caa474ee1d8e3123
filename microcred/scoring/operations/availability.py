"""Saying how much one wants offered, when and of what; for a while nothing at all."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person
from microcred.scoring.models import Availability
from microcred.scoring.queries import editions_of_availability, versions_to_offer
from microcred.scoring.rules import LONGEST_AHEAD, MOST_PERIODS, MOST_READINGS


class WeekOutOfRange(Refusal):
    """A number of readings that nobody means."""

    message = _("Say how many you want in a week, from 1 to {most}; or leave it empty, and there is no limit.")
    field = "most_a_week"


class DaysOutOfOrder(Refusal):
    """Days away that end before they begin, are too far ahead, or too many."""

    message = _("Each time away ends on the day it begins or later, and not more than two years from now.")


class TooManyTimesAway(Refusal):
    """More times away than one edition holds."""

    message = _("At most {most} times away can be said at once. Leave out what is over.")


class NothingLeftToOffer(Refusal):
    """Everything that they may score is unwanted."""

    message = _("Choose at least one micro-credential to be offered. To be offered nothing for a while, pause instead.")
    field = "wanted"


@operation
def declare_availability(
    *,
    actor: Person,
    most_a_week: int | None,
    away: Sequence[tuple[date, date]],
    unwanted: Collection[UUID],
    at: datetime,
) -> Availability:
    """Say how much one wants offered from now on. What one holds already is not touched; a pause goes on.

    Saying the same again changes nothing.

    Args:
        most_a_week: submissions; None for no limit.
        away: periods, first and last day, in the actor's time zone.
        unwanted: micro-credentials of which nothing is to be offered.

    Raises:
        WeekOutOfRange, DaysOutOfOrder, TooManyTimesAway, NothingLeftToOffer.
    """
    if most_a_week is not None and not 1 <= most_a_week <= MOST_READINGS:
        raise WeekOutOfRange(most=MOST_READINGS)
    if len(away) > MOST_PERIODS:
        raise TooManyTimesAway(most=MOST_PERIODS)
    furthest = at.astimezone(ZoneInfo(actor.time_zone)).date() + LONGEST_AHEAD
    if any(last < first or last > furthest for first, last in away):
        raise DaysOutOfOrder
    may = {version.micro_credential_id for version in versions_to_offer(actor, at=at)}
    if may and may <= set(unwanted):
        raise NothingLeftToOffer
    # Whoever takes something holds this too: it was taken before, or finds what is said here.
    hold(actor.pk)
    before = editions_of_availability(actor).first()
    return _said(
        before,
        Availability(
            assessor=actor,
            most_a_week=most_a_week,
            away=[list(period) for period in sorted(away)],
            unwanted=sorted(set(unwanted) & may),
            paused=before is not None and before.paused,
            declared_at=at,
        ),
    )


@operation
def pause_offers(*, actor: Person, at: datetime) -> Availability:
    """Be offered nothing from this moment until one goes on. What one holds may be finished."""
    return _paused(actor, True, at)


@operation
def resume_offers(*, actor: Person, at: datetime) -> Availability:
    """Be offered work again, as one said before the pause."""
    return _paused(actor, False, at)


def _paused(actor: Person, paused: bool, at: datetime) -> Availability:
    hold(actor.pk)
    before = editions_of_availability(actor).first()
    said = Availability(assessor=actor, paused=paused, declared_at=at)
    if before is not None:
        said.most_a_week, said.away, said.unwanted = before.most_a_week, before.away, before.unwanted
    return _said(before, said)


def _said(before: Availability | None, said: Availability) -> Availability:
    """Keep what is said, unless it stands already."""
    if before is not None and _alike(before) == _alike(said):
        return before
    said.save(force_insert=True)
    return said


def _alike(said: Availability) -> tuple[object, ...]:
    return said.most_a_week, [list(each) for each in said.away], sorted(said.unwanted), said.paused
