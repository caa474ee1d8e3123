"""Who takes part, whether or not an organization gave them a role: by what they joined, started, earned or wrote."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from microcred.authoring.models import CoAuthor
from microcred.credentials.models import Award
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Person
from microcred.pathways.models import Enrolment
from microcred.portfolios.models import Pursuit
from microcred.programs.models import Arrival


class Part(NamedTuple):
    """What somebody does whom no organization need have given a role for it."""

    takes_part: bool
    """that they are in a program or pathway, work on a micro-credential or hold an award"""
    writes: bool
    """that they are a co-author of a draft that is not published yet"""


def part_of(person: Person) -> Part:
    """What a person takes part in and writes, whatever their roles. One query."""
    [found] = _parts(person_id=person.pk) or [(False, False)]
    return Part(*found)


@asked_often
def _parts(*, person_id: UUID) -> QuerySet[Person, tuple[bool, bool]]:
    mine = OuterRef("pk")
    return (
        Person.objects.filter(pk=person_id)
        .annotate(
            takes_part=Exists(Arrival.objects.filter(person=mine, departure__isnull=True))
            | Exists(Pursuit.objects.filter(person=mine))
            | Exists(Award.objects.filter(person=mine))
            | Exists(Enrolment.objects.filter(person=mine, leaving__isnull=True)),
            writes=Exists(
                CoAuthor.objects.filter(
                    person=mine, invitation__end__isnull=True, invitation__draft__publication__isnull=True
                )
            ),
        )
        .values_list("takes_part", "writes")
    )
