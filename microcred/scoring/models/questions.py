"""What an assessor asks a lead about the work in hand, what the lead answers, and what of it became a rule."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion, DecisionRule
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person
from microcred.scoring.models.readings import Claim, QueueItem


class Question(Row):
    """What somebody who holds a submission asks those who lead the assessing: private, and about one criterion or all
    of it. Nobody else who reads the submission learns of it, nor its educator."""

    item = models.ForeignKey(QueueItem, on_delete=models.PROTECT, related_name="questions")
    criterion = models.ForeignKey(
        Criterion, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: the whole"
    )
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.item_id)


class QuestionStep(Row):
    """What was said or done about a question, in its order.

    While the assessor waits for an answer (`asked`, with nothing that `ends` the wait) the submission is theirs and its
    promise's clock stands still, but no longer than `until`. A wait may end without an answer; the question is answered
    all the same.
    """

    class Kind(models.TextChoices):
        ASKED = "asked", _("asked")
        OPENED = "opened", _("opened by a lead")
        ANSWERED = "answered", _("answered")
        GONE_ON = "gone_on", _("gone on without an answer")
        LEFT = "left", _("the submission is not in the asker's hands any more")
        OVERDUE = "overdue", _("no answer in time")
        REMINDED = "reminded", _("those who lead were reminded")

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.TextField(blank=True, help_text="what is asked, or answered")
    claim = models.ForeignKey(
        Claim, null=True, on_delete=models.PROTECT, related_name="+", help_text="under which it was asked"
    )
    until = models.DateTimeField(null=True, help_text="when the wait for an answer ends at the latest")
    answers = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="answer", help_text="what was asked"
    )
    ends = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="end", help_text="what was waited about"
    )
    taken_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="nobody: the system"
    )
    taken_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["question", "taken_at"], name="steps_of_question")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["question", "taken_by"], condition=models.Q(kind="opened"), name="a_lead_opens_it_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="asked", claim__isnull=False, until__isnull=False, answers=None, ends=None)
                | (~models.Q(kind="asked") & models.Q(claim__isnull=True, until__isnull=True)),
                name="what_is_asked_waits_for_a_while",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="answered", answers__isnull=False)
                | (~models.Q(kind="answered") & models.Q(answers__isnull=True)),
                name="an_answer_is_to_something",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=("gone_on", "left", "overdue")) | models.Q(ends__isnull=False),
                name="a_wait_ends_for_something",
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Ruling(Row):
    """That a decision rule was made of what was answered. The rule itself speaks of no submission."""

    rule = models.OneToOneField(DecisionRule, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="rulings")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.rule_id)
