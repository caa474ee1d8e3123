"""Why an educator learns, what they agreed to learn, how sure they are of what; and with whom they share the first two.

Theirs alone, and never part of a judgement. What they wrote is changed by writing anew and erased as they like, so it
is not frozen.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.frameworks.models import Framework, Standard
from microcred.organizations.models import Person
from microcred.portfolios.suggesting import NEEDED, SURE
from microcred.programs.models import Program


class Goal(Row):
    """An educator's “my why”, in one wording. The newest counts; an empty one takes it back."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["person", "-written_at", "-id"]

    def __str__(self) -> str:
        return str(self.pk)


class LearningContract(Row):
    """What an educator sets out to learn, in a program or on their own, in one wording. The newest counts."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, null=True, on_delete=models.PROTECT, related_name="+")
    aims = models.TextField(help_text="what they want to learn")
    steps = models.TextField(help_text="how they will know and show that they did")
    support = models.TextField(blank=True, help_text="what helps them")
    review_on = models.DateField(null=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["person", "-written_at", "-id"]

    def __str__(self) -> str:
        return str(self.pk)


class GoalSharing(Row):
    """That an educator lets one coach read their goal and contracts."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    coach = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class GoalSharingEnd(Row):
    """That a coach reads them no longer."""

    sharing = models.OneToOneField(GoalSharing, on_delete=models.PROTECT, related_name="end")
    ended_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.sharing_id)


class NeedsAssessment(Row):
    """That an educator went through a checklist of competencies: those of one framework. For their own eyes."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["person", "-taken_at", "-id"]

    def __str__(self) -> str:
        return str(self.pk)


class NeedsAnswer(Row):
    """How sure an educator says they are of one competency, and how much they need it."""

    assessment = models.ForeignKey(NeedsAssessment, on_delete=models.CASCADE, related_name="answers")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="+")
    sure = models.PositiveSmallIntegerField(help_text="1 (not yet) to 4 (I could teach it)")
    needed = models.PositiveSmallIntegerField(help_text="0 (not now) to 3 (much)")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "standard"], name="one_needs_answer_per_standard"),
            models.CheckConstraint(
                condition=Q(sure__gte=1, sure__lte=4, needed__gte=0, needed__lte=3), name="needs_answer_in_range"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def sure_words(self) -> str:
        """How sure, as it was chosen."""
        return str(SURE[self.sure])

    @property
    def needed_words(self) -> str:
        """How much needed, as it was chosen."""
        return str(NEEDED[self.needed])
