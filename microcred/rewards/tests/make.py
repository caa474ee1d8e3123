"""Scenes for the stories of rewards: Omar administers Rock Hill Schools, Ada and Mateo teach there and earn."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from microcred.credentials import operations as credentials
from microcred.credentials.models import Award
from microcred.credentials.tests import make as earning
from microcred.foundation import outbox
from microcred.foundation.clock import standing_at
from microcred.organizations.models import Organization, Person
from microcred.rewards.models import StipendEntry, StipendOffer
from microcred.rewards.operations import Said, Wanted, approve, offer_stipend, set_budget
from microcred.rewards.queries import reckoned_in
from microcred.rewards.rules import Basis, Due

DAY = timedelta(days=1)
JULY = date(2026, 7, 1)
"""The first day of the fiscal year in which the cast comes together."""

CLAUSE = "Board policy GCBA-R, section 4"


def place(cast) -> Organization:
    """Rock Hill Schools."""
    return cast.places["rock-hill"]


def said(**changes: Any) -> Said:
    """What an offer says, 250 dollars from July on unless otherwise told."""
    amounts = ("amount", "needed", "most_in_year", "most_in_all")
    given = {name: Decimal(value) if name in amounts else value for name, value in changes.items()}
    return Said(**{"clause": CLAUSE, "starts_on": JULY, "amount": Decimal(250), **given})


def offer(
    cast, *, basis: Basis = Basis.AWARD, budget: str | None = "1000", name: str = "For each award", **terms: Any
) -> StipendOffer:
    """What Omar offers, with a budget for the year."""
    made = offer_stipend(
        actor=cast.omar,
        organization=place(cast),
        name=name,
        basis=basis,
        currency="USD",
        terms=said(**terms),
        at=cast.at,
    )
    if budget is not None:
        budgeted(cast, made, budget)
    return made


def budgeted(cast, which: StipendOffer, amount: str, *, day: int = 0) -> None:
    """What Omar lets an offer pay in the year."""
    set_budget(actor=cast.omar, offer=which, year=2026, amount=Decimal(amount), at=cast.at + day * DAY)


def award(cast, *, of: Any = None, person: Person | None = None, day: int = 10) -> Award:
    """A signed award, so many days after the beginning; the news of it is not delivered yet."""
    return earning.award(cast, of=of or earning.version(cast), person=person or cast.ada, earned_at=cast.at + day * DAY)


def told(at: datetime) -> None:
    """The worker comes by."""
    with standing_at(at):
        outbox.deliver_all()


def due(cast, *, day: int = 40) -> list[Due]:
    """What is due at Rock Hill."""
    return [each for of in reckoned_in(place(cast), at=cast.at + day * DAY) for each in of.reckoning.due]


def wanted(each: Due) -> Wanted:
    """What a form sends back of it."""
    return Wanted(each.offer, each.person, each.key, each.amount)


def approved(cast, *, day: int = 41, by: Person | None = None) -> list[StipendEntry]:
    """All that is due and pays something, approved by Omar."""
    at = cast.at + day * DAY
    return approve(
        actor=by or cast.omar,
        organization=place(cast),
        wanted=[wanted(each) for each in due(cast, day=day) if each.amount],
        at=at,
    )


def revoked(cast, which: Award, *, day: int = 50) -> None:
    """The issuer takes an award back, and the news goes round."""
    credentials.revoke(actor=cast.lena, award=which, reason="Error.", at=cast.at + day * DAY)
    told(cast.at + day * DAY)
