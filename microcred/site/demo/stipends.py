"""What awards pay: Rock Hill offers stipends; Ada gets one, one is taken back, one waits, cut by a budget."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from microcred.foundation.clock import now
from microcred.foundation.days import day_in
from microcred.organizations.models import Organization
from microcred.rewards.models import StipendEntry, StipendOffer
from microcred.rewards.operations import (
    Said,
    Wanted,
    approve,
    export_lanes,
    lock_stipends,
    offer_stipend,
    set_budget,
    state_lanes,
    take_back,
)
from microcred.rewards.queries import crossings_in, reckoned_for
from microcred.rewards.rules import Basis, Due, Effect, Measure, fiscal_year_of
from microcred.site.demo.stories import deliver_at, read_all_but_the_last
from microcred.site.demo.world import World, day_of

AMOUNT, MOST, BUDGET, TOGETHER, INSTEAD = (Decimal(each) for each in (250, 750, 5000, 400, 300))
"""Dollars, all of them the demonstration's. $250 for each is what one program has paid."""
CLAUSE = "Demonstration: board policy on stipends, section 4"
LANES = {"Column B": Decimal(5), "Column C": Decimal(60), "Column D": Decimal(120)}
"""Hours of micro-credentials: the demonstration's."""
LEFT = Decimal(120)
"""What the board leaves in the budget when it cuts it."""
WHY = (
    "The grant of the science centre has paid you for this one already. Here it is taken back, so that it is not paid "
    "twice."
)


def tell_of_stipends(world: World) -> Iterator[str]:
    """Offers and budgets; one is paid, one paid and taken back, one waits, cut. Yield what is being told."""
    yield "Stipends for what was earned"
    omar, place = world.cast.omar, world.places["rock-hill"]
    each = _offer(world, "Stipend for each award", Basis.AWARD, AMOUNT, most_in_year=MOST)
    _offer(world, "Three awards together", Basis.NTH, TOGETHER, needed=Decimal(3))
    team = world.versions["building-your-team"].micro_credential
    _offer(world, "Leading a team", Basis.AWARD, INSTEAD, micro_credentials=(team,), instead_of_credit=True)
    first = _approve(each, day_of(world, 44))
    _pay(world, place, until=day_of(world, 45), at=day_of(world, 47))
    deliver_at(day_of(world, 47))
    second = _approve(each, day_of(world, 58))
    if second is not None:
        _pay(world, place, until=day_of(world, 58), at=day_of(world, 59.5))
        corrected = now() - timedelta(hours=6)
        take_back(actor=omar, entry=second, reason=WHY, again=False, at=corrected)
        deliver_at(corrected)
    at = now()
    [standing] = reckoned_for([each], at=at)
    year = fiscal_year_of(at, place.time_zone)
    set_budget(actor=omar, offer=each, year=year, amount=standing.drawn.get(year, Decimal(0)) + LEFT, at=at)
    _lanes(world)
    for person in {omar, *(entry.person for entry in (first, second) if entry is not None)}:
        read_all_but_the_last(person)


def _lanes(world: World) -> None:
    """Three lanes, counted in hours; who reached the first is exported once, yesterday."""
    yesterday = now() - timedelta(days=1)
    schedule = state_lanes(
        actor=world.cast.omar,
        organization=world.places["rock-hill"],
        source="Demonstration: salary schedule, footnote on micro-credentials",
        measure=Measure.HOURS,
        hours_per_credit=None,
        counts_from=day_in(world.at - timedelta(days=365), world.places["rock-hill"].time_zone),
        effect=Effect.NEXT_YEAR,
        without_stipends=True,
        lanes=LANES,
        at=yesterday,
    )
    if crossings_in(schedule, at=yesterday):
        export_lanes(actor=world.cast.omar, schedule=schedule, at=yesterday)


def _offer(world: World, name: str, basis: Basis, amount: Decimal, **terms: Any) -> StipendOffer:
    """An offer of Rock Hill's from a year before on, with a budget for each fiscal year that the story touches."""
    omar, place = world.cast.omar, world.places["rock-hill"]
    said = Said(
        clause=CLAUSE,
        starts_on=day_in(world.at - timedelta(days=365), place.time_zone),
        amount=amount,
        **terms,
    )
    offer: StipendOffer = offer_stipend(
        actor=omar, organization=place, name=name, basis=basis, currency="USD", terms=said, at=world.at
    )
    for year in {fiscal_year_of(moment, place.time_zone) for moment in (world.at, now())}:
        set_budget(actor=omar, offer=offer, year=year, amount=BUDGET, at=world.at)
    return offer


def _approve(offer: StipendOffer, at: datetime) -> StipendEntry | None:
    """What was earned first and is due by then is approved by Omar; None where nothing is."""
    [standing] = reckoned_for([offer], at=at)
    due: list[Due] = standing.payable[:1]
    wanted = [Wanted(one.offer, one.person, one.key, one.amount) for one in due]
    if not wanted:
        return None
    actor = offer.opened_by
    entries: list[StipendEntry] = approve(actor=actor, organization=offer.organization, wanted=wanted, at=at)
    return StipendEntry.objects.select_related("person", "offer__organization").get(pk=entries[0].pk)


def _pay(world: World, place: Organization, *, until: datetime, at: datetime) -> None:
    lock_stipends(actor=world.cast.omar, organization=place, last_day=day_in(until, place.time_zone), at=at)
