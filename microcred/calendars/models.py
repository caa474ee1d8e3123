from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from microcred.calendars.rules import Base as RuledBase
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person


class Edition(Row):
    """What the business calendar of an organization said after one save. The last one counts, here and below.

    A promise names the edition that it was counted by, so no later one moves it.
    """

    class Base(models.TextChoices):
        NONE = RuledBase.NONE.value, _("No holidays but those listed here")
        US_FEDERAL = RuledBase.US_FEDERAL.value, _("The federal holidays of the United States, and those listed here")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    weekend = ArrayField(models.PositiveSmallIntegerField(), help_text="days of the week, Monday being 0")
    base = models.CharField(max_length=20, choices=Base.choices)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="nobody: the operator"
    )
    note = models.CharField(max_length=300, blank=True, help_text="why it was changed")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "number"], name="one_calendar_edition_per_number"),
            models.CheckConstraint(condition=Q(weekend__len__lt=7), name="some_day_is_a_business_day"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.organization_id} {self.number}"


class ClosedDays(Row):
    """Days on which an organization does not work, from the first to the last, by name."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="closed")
    name = models.CharField(max_length=120)
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="closed_days_forward")
        ]
        ordering: ClassVar = ["edition", "first_day", "last_day", "name"]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.name
