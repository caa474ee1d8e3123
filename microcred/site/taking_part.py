"""Who takes part, whether or not an organization has given them a role: by what they joined, started or earned."""

from django.db.models import Exists, OuterRef

from microcred.credentials.models import Award
from microcred.organizations.models import Person
from microcred.portfolios.models import Pursuit
from microcred.programs.models import Arrival


def takes_part(person: Person) -> bool:
    """Whether a person is in a program, works on a micro-credential or holds an award. One query."""
    mine = OuterRef("pk")
    return Person.objects.filter(
        Exists(Arrival.objects.filter(person=mine, departure__isnull=True))
        | Exists(Pursuit.objects.filter(person=mine))
        | Exists(Award.objects.filter(person=mine)),
        pk=person.pk,
    ).exists()
