"""How a criterion has been read since its version was published: words beside it, which change nothing in it."""

from typing import ClassVar

from django.db import models

from microcred.catalog.models.versions import Criterion, Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class DecisionRule(Row):
    """How whoever leads the assessing reads a criterion where it leaves something open, from a day on.

    It stands until a newer one takes its place. The rubric, its digest and what was decided before stay as they are.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="successor", help_text="the one whose place it takes"
    )
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["version", "published_at"], name="rules_of_version")]

    def __str__(self) -> str:
        return str(self.criterion_id)


class DecisionRuleWording(Row):
    """A decision rule in one language; that in the version's own is always there."""

    rule = models.ForeignKey(DecisionRule, on_delete=models.PROTECT, related_name="wordings")
    language = models.CharField(max_length=10)
    words = models.TextField()

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [models.UniqueConstraint(fields=["rule", "language"], name="one_wording_per_language")]

    def __str__(self) -> str:
        return self.language
