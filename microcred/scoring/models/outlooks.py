"""What a look ahead found: whether promises hold with the people there are."""

from typing import ClassVar

from django.db import models

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization


class Outlook(Row):
    """That it changed whether an organization's promises hold for the next two weeks. Whoever leads its assessing was
    told if they do not. By the seed and the plays the same can be played again from the same rows."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    breaks_on = models.DateField(null=True, help_text="empty: they hold again")
    due = models.PositiveIntegerField(default=0, help_text="decisions due from then on, as far as was looked")
    late = models.PositiveIntegerField(default=0, help_text="of these, how many are expected late")
    runs = models.PositiveSmallIntegerField(default=0)
    seed = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["organization", "-looked_at"], name="outlook_of")]

    def __str__(self) -> str:
        return str(self.breaks_on)
