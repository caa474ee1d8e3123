"""What an organization aims at where several people read the same work: said beforehand, kept in every edition."""

from typing import ClassVar

from django.db import models

from microcred.catalog.models import Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.scoring.rules import LEAST_AIM, MOST_AIM, Aims


class QualityAims(Row):
    """One edition of what the readings of an organization's submissions, or of those to one version, are to reach.

    In hundredths. Figures of a time are held against the edition that stood when it began.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        Version, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: all of the organization's"
    )
    exact = models.PositiveSmallIntegerField(help_text="of pairs: the same level, of three or more")
    exact_of_two = models.PositiveSmallIntegerField(help_text="of pairs: the same level, of two")
    near = models.PositiveSmallIntegerField(help_text="of pairs: at most one level apart")
    alpha = models.PositiveSmallIntegerField(help_text="Krippendorff's alpha, ordinal")
    ac2 = models.PositiveSmallIntegerField(help_text="Gwet's AC2, quadratic weights")
    decisions = models.PositiveSmallIntegerField(help_text="of submissions: both readings decide alike")
    reason = models.TextField()
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["organization", "version", "-declared_at"], name="aims_in_force")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(**{f"{name}__range": (LEAST_AIM, MOST_AIM) for name in Aims().by_name}),
                name="aims_of_a_hundred",
            )
        ]

    def __str__(self) -> str:
        return str(self.declared_at)

    @property
    def aims(self) -> Aims:
        """The aims as the rules of scoring know them."""
        return Aims(**{name: getattr(self, name) for name in Aims().by_name})
