"""Licensure: an officer approves Mateo's confirmed credit, and looks up Ada's certificate on a legal basis."""

from collections.abc import Iterator

from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.notices.operations import read_all
from microcred.recognition.models import LookUp
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
