from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models.versions import Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class Pilot(Row):
    """That a version is tried out first: its first submissions are counted and read twice, and a report ends it."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="pilot")
    size = models.PositiveSmallIntegerField(help_text="submissions that it waits for")
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.version_id)


class ExitReport(Row):
    """What a pilot came to: the numbers there were, what was learned, and what was decided, by whom."""

    class Decision(models.TextChoices):
        PUBLISH = "publish", _("Publish")
        REVISE = "revise", _("Revise")
        WITHDRAW = "withdraw", _("Withdraw")

    pilot = models.OneToOneField(Pilot, on_delete=models.PROTECT, related_name="report")
    decision = models.CharField(max_length=20, choices=Decision.choices)
    learned = models.TextField()
    numbers = models.JSONField(default=dict, help_text="{what was counted: how many} on the day of the report")
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.pilot_id}: {self.decision}"
