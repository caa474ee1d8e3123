"""Who is too close to a submission to look at it: its educator, who works where they do, and who helped them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from microcred.organizations.models import Person
from microcred.organizations.queries import belonging_to, workplaces_of
from microcred.portfolios.models import Pursuit
from microcred.portfolios.queries.acquaintance import knowers_of, known_to


def close_to(pursuit: Pursuit, *, at: datetime) -> list[UUID]:
    """Whom and what a piece of work is close to: its educator, who knows their work, and their workplaces."""
    person = pursuit.person
    return [
        pursuit.person_id,
        *knowers_of(person),
        *sorted(workplaces_of(person, at=at)),
    ]


def identity_of(person: Person, *, at: datetime) -> list[UUID]:
    """What a submission must not share with its reader: the person, and the districts and schools they belong to."""
    return [person.pk, *sorted(workplaces_of(person, at=at))]


def far_from(identity: Sequence[UUID], *, at: datetime) -> Q:
    """What shares nothing with a reader, by their identity: neither when it was submitted nor now.

    Of rows that have a `submission` and know what it is `close_to`. An identity names districts and schools only, so
    whoever is in or below one of those shares it. Nor does it share anything with who ever knew work of its educator
    to be theirs (`acquaintance`), before it was handed in or after.
    """
    person = OuterRef("submission__pursuit__person")
    belongs = Exists(belonging_to(identity, person=person, at=at))
    return ~Q(close_to__overlap=list(identity)) & ~Q(belongs) & ~known_to(identity, educator=person)
