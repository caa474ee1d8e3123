"""Holds at the operator's terminal: nothing of a person is erased while one stands."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from microcred.organizations.models import Person

DONE, REFUSED = 0, 2


def hold_data_of(*, email: str, reason: str) -> int:
    """Place a hold on the data of whoever has an address; return 0 when it stands, 2 where nobody has it."""
    from microcred.accounts.operations import place_hold
    from microcred.foundation.clock import now

    person = _whose(email)
    if person is None:
        return REFUSED
    place_hold(actor=None, person=person, reason=reason, at=now())
    print("Nothing of theirs is erased until you release it. They are told the reason if they ask to be erased.")
    return DONE


def release_data_of(*, email: str) -> int:
    """Release every hold on the data of whoever has an address; return 0 when none is left, 2 where nobody has it."""
    from microcred.accounts.operations import release_hold
    from microcred.accounts.queries import hold_on
    from microcred.foundation.clock import now

    person = _whose(email)
    if person is None:
        return REFUSED
    released = 0
    while (held := hold_on(person)) is not None:
        release_hold(actor=None, hold=held, at=now())
        released += 1
    print(f"Released: {released}. An erasure that was waiting happens within the hour.")
    return DONE


def _whose(email: str) -> "Person | None":
    from microcred.organizations.models import Person
    from microcred.organizations.queries import identifiers_by_address

    person = Person.objects.filter(pk__in=identifiers_by_address([email.lower()]).values()).first()
    if person is None:
        print(f"Nobody here has the address {email}.", file=sys.stderr)
    return person
