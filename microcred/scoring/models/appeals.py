"""Appeals: what an educator says was wrong with a decision, who saw to it, and what fresh readers made of the work."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.scoring.models.readings import Decision, Result, Score, Scoring
from microcred.scoring.models.resets import ResetCase
from microcred.scoring.rules import AppealOutcome as RuledOutcome


class AppealTerms(Row):
    """One edition of what an organization says of appeals. The one that stood when a decision was made holds for it."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField(help_text="calendar days in which a decision can be appealed")
    screened = models.BooleanField(help_text="whether a lead looks at the grounds first")
    reason = models.TextField()
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["organization", "-declared_at"], name="appeal_terms_in_force")]

    def __str__(self) -> str:
        return str(self.days)


class Appeal(Row):
    """That an educator asked for a fresh reading of what was decided "not yet", or that a reset has it read afresh of
    itself (`case`). One for each decision.

    `words` are for who looks at the grounds, if anybody does; no reader ever sees them.
    """

    class Ground(models.TextChoices):
        RUBRIC = "rubric", _("It was judged by another rubric than the one I saw")
        EVIDENCE = "evidence", _("Evidence that I handed in was not read")
        BIAS = "bias", _("Bias, or a conflict of interest")
        PROCEDURE = "procedure", _("The procedure was not followed")

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    case = models.OneToOneField(
        ResetCase,
        null=True,
        on_delete=models.PROTECT,
        related_name="appeal",
        help_text="of the reset that has it read afresh; empty: its educator appealed",
    )
    grounds = ArrayField(models.CharField(max_length=12, choices=Ground.choices))
    words = models.TextField(blank=True)
    screened = models.BooleanField(help_text="whether a lead looks at the grounds before anybody reads")
    appealed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(grounds__len__gt=0) | models.Q(case__isnull=False), name="an_appeal_has_a_ground"
            )
        ]

    def __str__(self) -> str:
        return str(self.decision_id)


class AppealScreening(Row):
    """What a lead said of the grounds of an appeal: whether they are about the procedure, and if not, why not."""

    appeal = models.OneToOneField(Appeal, on_delete=models.PROTECT, related_name="screening")
    accepted = models.BooleanField()
    reason = models.TextField(blank=True, help_text="to the educator; of a refusal always")
    screened_at = models.DateTimeField()
    screened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(accepted=True) | ~models.Q(reason=""), name="a_refused_appeal_says_why"
            )
        ]

    def __str__(self) -> str:
        return str(self.accepted)


class AppealWithdrawal(Row):
    """That an educator took an appeal back before anybody opened the work for it."""

    appeal = models.OneToOneField(Appeal, on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.appeal_id)


class AppealDecision(Row):
    """What the fresh readings come to. The decision that was appealed stays as it is; this stands beside it."""

    class Outcome(models.TextChoices):
        UPHELD = RuledOutcome.UPHELD.value, _("Upheld: earned")
        IN_PART = RuledOutcome.IN_PART.value, _("Upheld in part")
        STANDS = RuledOutcome.STANDS.value, _("The decision stands")

    appeal = models.OneToOneField(Appeal, on_delete=models.PROTECT, related_name="outcome")
    scoring = models.OneToOneField(
        Scoring, on_delete=models.PROTECT, related_name="appeal_decision", help_text="the reading that completed it"
    )
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    decided_at = models.DateTimeField()
    reasons = models.JSONField(help_text="per criterion, with what stands now: reached and required position, met")
    readings = models.PositiveSmallIntegerField(help_text="fresh scorings that it rests on: all there are")
    feedback = models.TextField(blank=True, help_text="the fresh readers' word about the whole")
    rule = models.PositiveSmallIntegerField(help_text="version of the rule by which the outcome was found")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.outcome


class AppealResult(Row):
    """What the fresh readings find of one criterion; `raised` where it was short and is met after all."""

    decision = models.ForeignKey(AppealDecision, on_delete=models.PROTECT, related_name="results")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=12, choices=Result.Way.choices)
    comment = models.TextField(blank=True, help_text="what the educator is told; empty: as the score says")
    raised = models.BooleanField()

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "criterion"], name="one_fresh_result_per_criterion")
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.way}"

    @property
    def told(self) -> str:
        """What the educator is told of the criterion."""
        return self.comment or self.score.comment
