"""That what everyone under some rules has is worked out anew: because of a statement, or of an agreement; or as a
trial, which writes nothing into the ledger."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.recognition.models.drafts import PolicyDraft
from microcred.recognition.models.policies import Policy
from microcred.recognition.models.reciprocity import Agreement


class Reevaluation(Row):
    """That everyone who belongs to a jurisdiction is recognized anew from a moment on, or tried.

    It is done in portions, whose bounds are settled when it is due. A trial takes the policy to say what `supposed`
    says, where that is there: a document that nobody has stated.
    """

    jurisdiction = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, null=True, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, null=True, on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey(
        PolicyDraft, null=True, on_delete=models.PROTECT, related_name="+", help_text="whose document is tried"
    )
    is_trial = models.BooleanField(default=False)
    supposed = models.JSONField(null=True, help_text="the document that is tried; empty: what is stated")
    due_at = models.DateTimeField(help_text="from when it is done: of a statement to come, when its first day begins")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: by itself, as its day came"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["policy"], condition=Q(is_trial=False), name="one_reevaluation_per_statement"
            ),
            models.UniqueConstraint(fields=["agreement"], name="one_reevaluation_per_agreement"),
            models.CheckConstraint(
                condition=Q(is_trial=True, agreement__isnull=True)
                | Q(policy__isnull=False, agreement__isnull=True, supposed__isnull=True)
                | Q(policy__isnull=True, agreement__isnull=False, supposed__isnull=True),
                name="reevaluation_because_of_one",
            ),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.jurisdiction_id} {self.due_at}"


class ReevaluationPortion(Row):
    """Some of the people whom it reaches: those whose identifiers lie between two, in the order of identifiers."""

    reevaluation = models.ForeignKey(Reevaluation, on_delete=models.PROTECT, related_name="portions")
    number = models.PositiveIntegerField()
    from_id = models.UUIDField(null=True, help_text="of the first; empty: from the lowest")
    before_id = models.UUIDField(null=True, help_text="of the first of the next portion; empty: to the highest")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reevaluation", "number"], name="one_portion_per_number")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.reevaluation_id} {self.number}"


class ReevaluationOutcome(Row):
    """That a portion has been gone through. Of a trial, `figures` is what it found, added up over its people."""

    portion = models.OneToOneField(ReevaluationPortion, on_delete=models.PROTECT, related_name="outcome")
    people = models.PositiveIntegerField(help_text="about whom the rules speak, and who have something")
    figures = models.JSONField(null=True)
    done_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.portion_id}: {self.people}"
