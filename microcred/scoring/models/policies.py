"""How many people read what: declared by a lead, kept in every edition."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.scoring.rules import ONE_IN, BackReads, Policy
from microcred.scoring.rules import Kind as RuledKind
from microcred.scoring.rules import Third as RuledThird


class AssignmentPolicy(Row):
    """One edition of the rule by which an organization's submissions, or those to one version, get their readers.

    The newest stands, for what enters the queue from then on; what waits already keeps the one it came in under.
    `seed` is what the shares are drawn with, so that anybody can draw again who was read twice.
    """

    class Kind(models.TextChoices):
        SINGLE = RuledKind.SINGLE.value, _("One reading, and a second for a blind sample of ten in a hundred")
        CONDITIONAL = RuledKind.CONDITIONAL.value, _("A second reading where the first decides narrowly")
        DOUBLE = RuledKind.DOUBLE.value, _("Two readings of everything")
        FIRST = RuledKind.FIRST.value, _("Two readings of a version's first submissions")
        SHARE = RuledKind.SHARE.value, _("Two readings of a share, drawn by lot")
        AS_ORGANIZATION = "as_organization", _("As everywhere in the organization")

    class Third(models.TextChoices):
        DECISION = RuledThird.DECISION.value, _("where the two would decide differently")
        CRITERION = RuledThird.CRITERION.value, _("where the two see any criterion differently")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        Version, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: all of the organization's"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    share = models.PositiveSmallIntegerField(help_text="of a hundred submissions, how many are read twice by lot")
    first = models.PositiveSmallIntegerField(help_text="how many of a version's first submissions are read twice")
    near = models.PositiveSmallIntegerField(
        help_text="criteria by which a first reading may fall short and still ask for a second"
    )
    third = models.CharField(max_length=12, choices=Third.choices)
    one_in = models.PositiveSmallIntegerField(
        default=ONE_IN, help_text="one in so many readings is of a validity paper; 0: none is"
    )
    back_share = models.PositiveSmallIntegerField(
        default=0, help_text="of a hundred decisions, how many wait by lot for a lead's look"
    )
    back_alarms = models.BooleanField(
        default=False, help_text="whether those wait that rest on who is under an open alarm"
    )
    back_first = models.PositiveSmallIntegerField(
        default=0, help_text="how many of the first readings of each assessor are looked at"
    )
    seed = models.BigIntegerField()
    reason = models.TextField()
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["organization", "version", "-declared_at"], name="policy_in_force")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(share__lte=100), name="a_share_of_a_hundred"),
            models.CheckConstraint(condition=models.Q(back_share__lte=100), name="a_back_share_of_a_hundred"),
            models.CheckConstraint(
                condition=~models.Q(kind="as_organization") | models.Q(version__isnull=False),
                name="only_a_version_follows_its_organization",
            ),
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def rule(self) -> Policy:
        """The policy as the rules of scoring know it."""
        return Policy(RuledKind(self.kind), self.share, self.first, self.near, RuledThird(self.third))

    @property
    def back_reads(self) -> BackReads:
        """Which decisions wait for a lead's look."""
        return BackReads(self.back_share, self.back_alarms, self.back_first)
