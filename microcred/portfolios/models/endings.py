"""What becomes of a submission before anybody judges it: opened, withdrawn, or found incomplete."""

from typing import ClassVar

from django.db import models

from microcred.catalog.models import Requirement
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.portfolios.models.evidence import Item
from microcred.portfolios.models.submissions import Submission


class Opening(Row):
    """That somebody who judges it opened a submission for the first time; who it was is not said here.

    From then on it cannot be withdrawn, and its educator is told that it is being read, but for the time in which a
    pause keeps everybody from it.
    """

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="opening")
    opened_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.submission_id)


class Withdrawal(Row):
    """That its educator took a submission back before anybody opened it. It stays as it was frozen.

    It does not use up an attempt.
    """

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.submission_id)


class Incompleteness(Row):
    """That a submission came back before it was judged: a check of completeness or legibility failed.

    It does not use up an attempt.
    """

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="incompleteness")
    found_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.submission_id)


class FailedCheck(Row):
    """One check that an incomplete submission failed: what was looked for, where, and what was found, in words."""

    incompleteness = models.ForeignKey(Incompleteness, on_delete=models.PROTECT, related_name="failed")
    position = models.PositiveSmallIntegerField()
    check_name = models.CharField(max_length=200, help_text="what was looked for, in the words of who set it up")
    requirement = models.ForeignKey(
        Requirement, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: the work as a whole"
    )
    words = models.TextField(help_text="what was found, to the educator; never about competence")
    fact = models.CharField(max_length=30, blank=True, help_text="a fact of `completeness`, said in any language")
    facts = models.JSONField(default=dict, blank=True, help_text="what the words of the fact are filled with")
    item = models.ForeignKey(
        Item, null=True, on_delete=models.PROTECT, related_name="+", help_text="the file or link, where it is about one"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incompleteness", "position"], name="one_failed_check_per_position")
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["incompleteness", "position"]

    def __str__(self) -> str:
        return self.check_name
