"""Saying whose work one must not judge."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.organizations.models import Organization, Person
from microcred.organizations.queries import identifiers_by_address
from microcred.portfolios.models import DeclaredConflict


@operation
def declare_conflicts(
    *, actor: Person, places: Collection[Organization], addresses: Collection[str], at: datetime
) -> list[DeclaredConflict]:
    """Say with which schools, districts and people one is too close to judge their work. What was said before stays.

    Nothing tells whether an address has an account here.

    Args:
        addresses: e-mail addresses of people.
    """
    hold(actor.pk)
    mine = DeclaredConflict.objects.filter(person=actor)
    said = set(mine.filter(place__isnull=False).values_list("place_id", flat=True))
    facts: list[dict[str, object]] = [{"place_id": place.pk} for place in places if place.pk not in said]
    known = set(mine.exclude(educator=None).values_list("educator_id", flat=True))
    waiting = set(mine.exclude(email="").values_list("email", flat=True))
    typed = {address.strip().lower() for address in addresses} - {""} - waiting
    found = identifiers_by_address(sorted(typed))
    for address in sorted(typed):
        if address not in found:
            facts.append({"email": address})
        elif found[address] != actor.pk and found[address] not in known:
            known.add(found[address])
            facts.append({"educator_id": found[address]})
    return [DeclaredConflict.objects.create(person=actor, declared_at=at, **fact) for fact in facts]


@operation
def take_back_conflict(*, actor: Person, place: Organization, at: datetime) -> bool:
    """Say that one is not too close to a school or district after all. Return whether it was said; twice is once."""
    hold(actor.pk)
    return DeclaredConflict.objects.filter(person=actor, place=place).delete()[0] > 0


@operation
def take_back_conflict_with(*, actor: Person, address: str, at: datetime) -> None:
    """Say that one is not too close to a person after all, by an address of theirs. Twice is once.

    Nothing tells whether they were named, nor whether the address has an account here.
    """
    typed = address.strip().lower()
    hold(actor.pk)
    educator = identifiers_by_address([typed]).get(typed)
    of_them = Q(email=typed) if educator is None else Q(email=typed) | Q(educator=educator)
    DeclaredConflict.objects.filter(of_them, person=actor, place__isnull=True).delete()


@operation
def find_declared(*, actor: None, conflict: DeclaredConflict, at: datetime) -> DeclaredConflict | None:
    """Put the account in the place of an address, once there is one. None: there is none yet, or it was found before.

    The address is not kept any longer.
    """
    hold(conflict.pk)
    if not DeclaredConflict.objects.filter(pk=conflict.pk).exists():
        return None
    educator = identifiers_by_address([conflict.email]).get(conflict.email)
    if educator is None:
        return None
    DeclaredConflict.objects.filter(pk=conflict.pk).delete()
    return DeclaredConflict.objects.create(
        person_id=conflict.person_id, educator_id=educator, declared_at=conflict.declared_at
    )
