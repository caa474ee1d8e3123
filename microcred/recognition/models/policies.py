"""What jurisdictions and districts state: rules, and the hours that micro-credentials stand for."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from microcred.catalog.models import MicroCredential
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person


class Policy(Row):
    """One statement of a jurisdiction's rules, as data. A change of rules is a new row: the next statement.

    `document` has the shape of `recognition.rules.engine.Policy`. From its first day on, a newer statement of the same
    policy holds in the place of an older one.
    """

    jurisdiction = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    slug = models.CharField(max_length=100, help_text="by which policies, records and reasons name it")
    family = models.CharField(max_length=100, help_text="the slug of what it makes stricter at last; of others its own")
    name = models.CharField(max_length=200)
    number = models.PositiveIntegerField(default=1)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    document = models.JSONField()
    stated_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: the operator"
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["slug", "number"], name="one_policy_per_number")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.name


class Attestation(Row):
    """A district's or state's statement of the hours that a micro-credential stands for: the exchange rate, from a day
    on.

    No rate per micro-credential is published anywhere; it is each district's to state. Without a micro-credential
    the rate holds for all of them. The newest statement that holds on the day of the award counts.
    """

    office = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    micro_credential = models.ForeignKey(MicroCredential, null=True, on_delete=models.PROTECT, related_name="+")
    hours = models.DecimalField(max_digits=6, decimal_places=2)
    starts_on = models.DateField()
    stated_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: the operator"
    )
    demonstration = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(hours__gt=0), name="attested_hours_positive")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.office_id} {self.hours} h"
