"""That what came back is read afresh, with a promise of its own, and which criteria that found met."""

from typing import ClassVar

from django.db import models

from microcred.calendars.models import Edition
from microcred.catalog.models import Level
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.portfolios.models.returns import Shortfall
from microcred.portfolios.models.submissions import Submission


class FreshReading(Row):
    """That a submission which came back "not yet" is read afresh: until a `FreshReadingEnd` it waits for its readers.

    The promise is counted as that of a submission (`GivenPromise`), from `asked_at` on.
    """

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="fresh_reading")
    asked_at = models.DateTimeField()
    business_days = models.PositiveSmallIntegerField()
    edition = models.ForeignKey(
        Edition, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: Monday to Friday"
    )
    zone = models.CharField(max_length=60)
    by = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.submission_id)


class FreshReadingEnd(Row):
    """That a fresh reading is over: it was done, or is not wanted any more."""

    reading = models.OneToOneField(FreshReading, on_delete=models.PROTECT, related_name="end")
    ended_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.reading_id)


class Raised(Row):
    """That a criterion which had come back short was found met after all. It is met from then on, whatever changes."""

    shortfall = models.OneToOneField(Shortfall, on_delete=models.PROTECT, related_name="raised")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.shortfall_id)
