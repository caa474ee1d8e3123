"""What assessors are paid: Rosa states a rate, pays six weeks, and puts right one reading that was paid twice over."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from microcred.billing.models import Line
from microcred.billing.operations import lock_period, open_period, reverse, state_rate
from microcred.foundation.days import day_in
from microcred.site.demo.stories import deliver_at
from microcred.site.demo.world import World, day_of

AMOUNT, MINUTES = Decimal("38.50"), 45
"""For one reading: dollars, and minutes of service. Both are the demonstration's."""

FIRST_PERIOD, SECOND_PERIOD = timedelta(days=42), timedelta(days=28)

WHY = (
    "This reading is also in the timesheet that you handed in on paper, and was paid with it. Here it is taken back, "
    "so that it is not paid twice."
)


def tell_of_rates(world: World) -> Iterator[str]:
    """State what a reading is paid, before anybody reads. Yield what is being told."""
    yield "What a reading is paid"
    place = world.places["carolinacred"]
    state_rate(
        actor=world.cast.rosa,
        organization=place,
        amount=AMOUNT,
        currency="USD",
        minutes=MINUTES,
        starts_on=day_in(world.at, place.time_zone),
        at=world.at,
    )


def tell_of_pay(world: World) -> Iterator[str]:
    """Six weeks are paid, four more are open, and one reading of the first is put right. Yield what is being told."""
    yield "Pay for readings"
    rosa, place = world.cast.rosa, world.places["carolinacred"]
    begins = day_in(world.at, place.time_zone)
    turns, ends = begins + FIRST_PERIOD, begins + FIRST_PERIOD + SECOND_PERIOD
    first = open_period(actor=rosa, organization=place, starts_on=begins, ends_on=turns, at=world.at)
    locked_at = day_of(world, FIRST_PERIOD.days + 2)
    lock_period(actor=rosa, period=first, at=locked_at)
    open_period(actor=rosa, organization=place, starts_on=turns, ends_on=ends, at=locked_at)
    of_ben = Line.objects.filter(period=first, unit__assessor=world.cast.ben).select_related(
        "unit__assessor", "period__organization"
    )
    wrong = of_ben.order_by("unit__read_at").first()
    if wrong is not None:
        corrected_at = day_of(world, FIRST_PERIOD.days + 9)
        reverse(actor=rosa, line=wrong, reason=WHY, pay_again=False, at=corrected_at)
        deliver_at(corrected_at)
