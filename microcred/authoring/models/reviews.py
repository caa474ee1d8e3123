from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from microcred.authoring.judging import Outcome, Verdict
from microcred.authoring.models.drafts import Draft
from microcred.catalog.models import Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.quality.models import Edition, QualityComponent

VERDICT_LABELS = {
    Verdict.MET: _("Met"),
    Verdict.NOT_MET: _("Not met"),
    Verdict.NOT_APPLICABLE: _("Does not apply"),
}
OUTCOME_LABELS = {
    Outcome.PASSED: _("Passed"),
    Outcome.CONDITIONAL: _("Passed with conditions"),
    Outcome.NOT_PASSED: _("Not passed"),
}
VERDICTS = [(verdict.value, label) for verdict, label in VERDICT_LABELS.items()]


class QualityReview(Row):
    """One round of the blind dual review: a frozen copy of a design, judged by two people against an edition.

    Of a draft on its way, or once more of a version that is published: of exactly one of the two. `digest` is that of
    the copy, as `catalog.design.digest` makes it.
    """

    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey(Draft, null=True, on_delete=models.PROTECT, related_name="reviews")
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    design = models.JSONField(help_text="as it was when the round was opened")
    digest = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(help_text="until when both are asked to file")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(draft__isnull=False, version__isnull=True) | Q(draft__isnull=True, version__isnull=False),
                name="review_of_draft_or_version",
            ),
            models.UniqueConstraint(fields=["draft", "number"], name="one_review_per_draft_and_number"),
            models.UniqueConstraint(fields=["version", "number"], name="one_review_per_version_and_number"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.design.get("name") or self.pk)


class ReviewSeat(Row):
    """That a person was invited to be one of the two reviewers of a round, by whom."""

    review = models.ForeignKey(QualityReview, on_delete=models.PROTECT, related_name="seats")
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "reviewer"], name="one_seat_per_reviewer")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class ReviewDecline(Row):
    """That a reviewer will not judge a round, or may no longer; another may be invited to the seat."""

    seat = models.OneToOneField(ReviewSeat, on_delete=models.PROTECT, related_name="decline")
    reason = models.TextField(blank=True)
    declined_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.seat_id)


class ReviewMark(Row):
    """What a reviewer has noted down of a component, not filed yet."""

    seat = models.ForeignKey(ReviewSeat, on_delete=models.PROTECT, related_name="marks")
    component = models.ForeignKey(QualityComponent, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20, choices=VERDICTS, blank=True)
    note = models.TextField(blank=True)
    field = models.CharField(max_length=80, blank=True, help_text="the field of the design that the note is about")
    noted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["seat", "component"], name="one_mark_per_component")]

    def __str__(self) -> str:
        return f"{self.component_id}: {self.verdict}"


class ReviewFiling(Row):
    """That a reviewer has filed their answers: once, and for good."""

    seat = models.OneToOneField(ReviewSeat, on_delete=models.PROTECT, related_name="filing")
    filed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.seat_id)


class ReviewAnswer(Row):
    """What one reviewer said of one component, as it was filed."""

    filing = models.ForeignKey(ReviewFiling, on_delete=models.PROTECT, related_name="answers")
    component = models.ForeignKey(QualityComponent, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20, choices=VERDICTS)
    note = models.TextField(blank=True)
    field = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["filing", "component"], name="one_answer_per_component")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.component_id}: {self.verdict}"


class Arbiter(Row):
    """That a third person, named by somebody, settles what two reviewers see differently."""

    review = models.OneToOneField(QualityReview, on_delete=models.PROTECT, related_name="arbiter")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.review_id)


class SettlementProposal(Row):
    """What one of two reviewers would let stand of a component in dispute, and why."""

    review = models.ForeignKey(QualityReview, on_delete=models.PROTECT, related_name="proposals")
    component = models.ForeignKey(QualityComponent, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20, choices=VERDICTS)
    reason = models.TextField()
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.component_id}: {self.verdict}"


class Settlement(Row):
    """What stands of a component in dispute: as both reviewers agreed, or as the arbiter said."""

    review = models.ForeignKey(QualityReview, on_delete=models.PROTECT, related_name="settlements")
    component = models.ForeignKey(QualityComponent, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20, choices=VERDICTS)
    reason = models.TextField()
    by_arbiter = models.BooleanField()
    settled_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", help_text="who said the last word"
    )
    settled_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "component"], name="one_settlement_per_component")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.component_id}: {self.verdict}"


class ReviewOutcome(Row):
    """What a round came to. A conditional pass names the last day by which its conditions are to be met."""

    review = models.OneToOneField(QualityReview, on_delete=models.PROTECT, related_name="outcome")
    outcome = models.CharField(max_length=20, choices=[(each.value, label) for each, label in OUTCOME_LABELS.items()])
    meet_by = models.DateField(null=True)
    feedback = models.TextField(blank=True, help_text="a word to the authors about the whole")
    concluded_at = models.DateTimeField()
    concluded_by = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="nobody: all was met, so nothing was left",
    )

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.outcome


class ReviewCondition(Row):
    """What has to be done about one component for a conditional pass to become a pass."""

    outcome = models.ForeignKey(ReviewOutcome, on_delete=models.PROTECT, related_name="conditions")
    component = models.ForeignKey(QualityComponent, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["outcome", "component"], name="one_condition_per_component")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.component_id)


class ConditionMet(Row):
    """That a named person found a condition met, and by what."""

    condition = models.OneToOneField(ReviewCondition, on_delete=models.PROTECT, related_name="met")
    note = models.TextField()
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.condition_id)
