"""The bytes of what was uploaded and is no evidence: removed once nobody needs them. What is known of them stays."""

from datetime import datetime

from microcred.foundation import storage
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.organizations.models import Person
from microcred.portfolios.models import Arrival
from microcred.portfolios.queries.arrivals import unneeded


@operation
def let_go_of_original(*, actor: Person | None, arrival: Arrival, at: datetime) -> bool:
    """Remove the bytes of an arrival that was refused or put aside. Return whether they are gone, or go with this.

    False where they are needed: it is evidence, may become evidence, or an operator may still look at what a scanner
    found in it (`unneeded` says for how long).
    """
    hold(arrival.pursuit_id)  # as `take_in` does: it makes no item of what was let go, nor this of what became one
    if not unneeded(at=at).filter(pk=arrival.pk).exists():
        return storage.is_emptied(arrival.original)
    storage.empty(arrival.original, at=at)
    return True
