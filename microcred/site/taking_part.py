"""Who takes part, whether or not an organization has given them a role: by what they joined, started or earned."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from microcred.credentials.models import Award
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Person
from microcred.portfolios.models import Pursuit
from microcred.programs.models import Arrival


def takes_part(person: Person) -> bool:
    """Whether a person is in a program, works on a micro-credential or holds an award. One query."""
    return bool(_taking_part(person_id=person.pk))


@asked_often
def _taking_part(*, person_id: UUID) -> QuerySet[Person, UUID]:
    mine = OuterRef("pk")
    return Person.objects.filter(
        Exists(Arrival.objects.filter(person=mine, departure__isnull=True))
        | Exists(Pursuit.objects.filter(person=mine))
        | Exists(Award.objects.filter(person=mine)),
        pk=person_id,
    ).values_list("pk", flat=True)
