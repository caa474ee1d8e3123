"""Whose work somebody says that they must not judge."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from microcred.foundation.frozen import unedited
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person


class DeclaredConflict(Row):
    """That somebody is too close to a school or district, or to a person, to judge work of theirs.

    A person is named by their address. It is kept only until an account of that address is found, who is from then on
    the `educator`.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="+")
    educator = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(place__isnull=False, educator__isnull=True, email="")
                | Q(place__isnull=True, educator__isnull=False, email="")
                | Q(place__isnull=True, educator__isnull=True),
                name="conflict_with_one_thing",
            )
        ]
        triggers: ClassVar = unedited()
        indexes: ClassVar = [models.Index(fields=["person"], name="conflicts_of_person")]
        ordering: ClassVar = ["declared_at", "pk"]

    def __str__(self) -> str:
        return str(self.person_id)
