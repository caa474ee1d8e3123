"""Licensure: an officer looks up Ada's certificate on a legal basis, and she reads it."""

from collections.abc import Iterator

from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.notices.operations import read_all
from microcred.recognition.models import LookUp
from microcred.recognition.operations.licensure import look_up
from microcred.site.demo.world import World, day_of


def tell_of_licensure(world: World) -> Iterator[str]:
    """Look up a licence. Yield what is being told."""
    yield "An officer looks up a license"
    # What was told of the record before has been read; of being looked up nobody has heard yet.
    outbox.deliver_all()
    for person in (world.cast.ada, world.cast.mateo, world.cast.omar, world.cast.femi):
        read_all(actor=person, up_to=now())
    look_up(
        actor=world.cast.femi,
        jurisdiction=world.places["south-carolina"],
        number="SC 204 8816",
        basis=LookUp.Basis.RENEWAL,
        words="Her question of November about how much is confirmed (invented for the demonstration).",
        at=day_of(world, 58),
    )
