"""The verb by which a district's administrator says by which numbers its payroll knows its people."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.many import among
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, belonging_to, identifiers_by_address
from microcred.rewards.models import EmployeeNumber
from microcred.rewards.queries.numbers import employee_numbers

MOST_NAMED = 20
"""of the addresses that are refused"""


class NotYourPeople(Refusal):
    """Addresses of nobody who belongs to the organization or has a number there."""

    message = _("Nobody who belongs to you has this address: {addresses}. Nothing was kept.")
    field = "numbers"


class PersonTwice(Refusal):
    """Two addresses of one person."""

    message = _("{first} and {second} are addresses of one person. Name them by one of the two. Nothing was kept.")
    field = "numbers"


class NumberTwice(Refusal):
    """Two people would have one number."""

    message = _("Two people would have the number {number}. Nothing was kept.")
    field = "numbers"


@operation
def keep_employee_numbers(
    *, actor: Person, organization: Organization, numbers: Mapping[str, str], at: datetime
) -> list[EmployeeNumber]:
    """Keep the numbers by which an organization's payroll knows its people, all of them or none. Who is not named keeps
    theirs, unless they have left and it is given to somebody else; what is the same already is not written again.

    Args:
        actor: an administrator of the organization, or above.
        numbers: by e-mail address; an empty one takes the number away.

    Raises:
        NotYourPeople, PersonTwice, NumberTwice, NotAllowed.
    """
    if not acts_as(actor, Role.ORG_ADMIN, for_organization=organization, at=at):
        raise NotAllowed
    hold(organization.pk)
    said = [(address.strip().lower(), number.strip()) for address, number in numbers.items()]
    people = identifiers_by_address({address for address, _number in said})
    held = {person: one.number for person, one in employee_numbers(organization).items()}
    belongs = Exists(belonging_to([organization.pk], person=OuterRef("pk"), at=at))
    known = Person.objects.filter(belongs, among("pk", [*people.values(), *held], of="uuid"))
    own = set(known.values_list("pk", flat=True))
    strangers = sorted({address for address, _number in said if people.get(address) not in own | held.keys()})
    if strangers:
        raise NotYourPeople(addresses=", ".join([*strangers[:MOST_NAMED], *(["…"] if strangers[MOST_NAMED:] else [])]))
    named: dict[UUID, str] = {}
    wanted: dict[UUID, str] = {}
    for address, number in said:
        person = people[address]
        if person in named:
            raise PersonTwice(first=named[person], second=address)
        named[person], wanted[person] = address, number
    taken: set[str] = set()
    for person, number in (held | wanted).items():
        if number and (person in own or person in wanted):
            if number in taken:
                raise NumberTwice(number=number)
            taken.add(number)
    # Files may still pay who has left: with a number that payroll gave to another, that other would be paid.
    lost = {person: "" for person, number in held.items() if number in taken and person not in own | wanted.keys()}
    return EmployeeNumber.objects.bulk_create(
        EmployeeNumber(organization=organization, person_id=person, number=number, stated_at=at, stated_by=actor)
        for person, number in (wanted | lost).items()
        if held.get(person, "") != number
    )
