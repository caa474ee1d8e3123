"""By which number an employer's payroll knows somebody."""

from typing import ClassVar

from django.db import models

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person


class EmployeeNumber(Row):
    """The number by which an organization's payroll knows a person, since then. The newest holds; an empty one says
    that there is none any more."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40, blank=True)
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization", "person", "-id"], name="employee_number_of")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.person_id)
