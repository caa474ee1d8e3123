"""How much people read: Ben keeps evenings free, somebody pauses, and Lena can see whether promises hold."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from microcred.foundation.clock import now
from microcred.scoring.operations import declare_availability, look_ahead, pause_offers
from microcred.site.demo.stories import read_all_but_the_last
from microcred.site.demo.world import World

BEN_A_WEEK = 12


def tell_of_capacity(world: World) -> Iterator[str]:
    """Let assessors say how much they read, and the queue be looked at ahead."""
    yield "Assessors say how much they read"
    cast, at = world.cast, now()
    today = at.astimezone(ZoneInfo(cast.ben.time_zone)).date()
    away = (today + timedelta(days=16), today + timedelta(days=22))
    declare_availability(actor=cast.ben, most_a_week=BEN_A_WEEK, away=[away], unwanted=[], at=at)
    pause_offers(actor=cast.salome, at=at)
    look_ahead(actor=None, organization=world.places["carolinacred"], at=at)
    read_all_but_the_last(cast.lena)
