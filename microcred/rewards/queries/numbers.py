"""By which numbers an organization's payroll knows its people."""

from uuid import UUID

from microcred.organizations.models import Organization
from microcred.rewards.models import EmployeeNumber


def employee_numbers(organization: Organization) -> dict[UUID, EmployeeNumber]:
    """The number of everyone who has one, by person, in the order of their names. One query."""
    newest = EmployeeNumber.objects.filter(organization=organization).order_by("person_id", "-pk").distinct("person_id")
    held = EmployeeNumber.objects.filter(pk__in=newest.values("pk")).exclude(number="").select_related("person")
    return {one.person_id: one for one in held.order_by("person__name", "person_id")}
