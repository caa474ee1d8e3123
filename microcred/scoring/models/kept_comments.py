"""Comments that are kept to be used again: one's own, and those that a lead shares with who scores for an organization.

What is kept is said of no educator: it is in nobody's record until somebody writes it into a reading of their own.
"""

from typing import ClassVar

from django.db import models

from microcred.catalog.models import Criterion, Version
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.scoring.models.readings import QueueItem

LONGEST_KEPT = 2_000
"""characters"""


class KeptComment(Row):
    """A comment to begin with, for one criterion or for any. Whose it is changes it and takes it away."""

    kept_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="whose own it is; empty: it is shared"
    )
    organization = models.ForeignKey(
        Organization,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="with whose assessors it is shared; empty: somebody's own",
    )
    shared_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="the lead who shared it"
    )
    version = models.ForeignKey(
        Version, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: of any version"
    )
    criterion = models.ForeignKey(
        Criterion, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: for any criterion"
    )
    text = models.CharField(max_length=LONGEST_KEPT)
    revision = models.PositiveIntegerField(default=1, help_text="grows with each change; notices two tabs")
    kept_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kept_by__isnull=False, organization__isnull=True, shared_by__isnull=True)
                | models.Q(kept_by__isnull=True, organization__isnull=False, shared_by__isnull=False),
                name="kept_is_own_or_shared",
            ),
            models.CheckConstraint(
                condition=models.Q(criterion__isnull=True) | models.Q(version__isnull=False),
                name="kept_criterion_has_its_version",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="kept_says_something"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class KeptCommentUse(Row):
    """That somebody wrote a kept comment into a comment of theirs: once for each criterion of each thing read."""

    comment = models.ForeignKey(KeptComment, on_delete=models.PROTECT, related_name="uses")
    item = models.ForeignKey(QueueItem, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    used_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "item", "criterion", "used_by"], name="one_use_each")
        ]

    def __str__(self) -> str:
        return str(self.comment_id)
