"""Licensure: an officer approves Mateo's confirmed credit, half of it of graduate courses as the state asks, and looks up
Ada's certificate on a legal basis."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.notices.operations import read_all
from microcred.recognition.models import LookUp
from microcred.recognition.operations.activities import Said, confirm_activities, state_activity
from microcred.recognition.operations.licensure import approve_sets, look_up
from microcred.recognition.queries import renewal_cycles
from microcred.recognition.queries.licensure import confirmed_of
from microcred.site.demo.world import World, day_of


def tell_of_licensure(world: World) -> Iterator[str]:
    """Approve a set, look up a licence. Yield what is being told."""
    yield "An officer approves credit, and looks up a license"
    # What was told of the record before has been read; of being looked up nobody has heard yet.
    outbox.deliver_all()
    for person in (world.cast.ada, world.cast.mateo, world.cast.omar, world.cast.femi):
        read_all(actor=person, up_to=now())
    (cycle,) = renewal_cycles(world.cast.mateo)
    _graduate_course(world)
    approve_sets(
        actor=world.cast.femi,
        jurisdiction=world.places["south-carolina"],
        seen={str(cycle.pk): confirmed_of([cycle])[cycle.pk].digest},
        at=day_of(world, 58),
    )
    look_up(
        actor=world.cast.femi,
        jurisdiction=world.places["south-carolina"],
        number="SC 204 8816",
        basis=LookUp.Basis.RENEWAL,
        words="Her question of November about how much is confirmed (invented for the demonstration).",
        at=day_of(world, 58),
    )


def _graduate_course(world: World) -> None:
    """Mateo's course of the spring, confirmed by Omar: without it the total would be there, and not what must be
    graduate credit."""
    course = Said(
        kind="college course",
        title="Assessment in the science classroom",
        provider="Winthrop University",
        provider_kind="university",
        ended_on=world.at.date() - timedelta(days=30),
        amount=Decimal(3),
        unit="semester hours",
        level="graduate",
    )
    stated = state_activity(actor=world.cast.mateo, said=course, at=day_of(world, 56))
    confirm_activities(actor=world.cast.omar, statements=[stated], at=day_of(world, 57))
    outbox.deliver_all()
    for person in (world.cast.mateo, world.cast.omar):
        read_all(actor=person, up_to=now())
