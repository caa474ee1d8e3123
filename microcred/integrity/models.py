from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.integrity import rules
from microcred.organizations.models import Organization, Person
from microcred.portfolios.models import Submission, SubmittedItem, SubmittedText


class Print(Row):
    """By what one piece of a submission is found again: never its words, only digests and marks of them."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    text = models.OneToOneField(SubmittedText, null=True, on_delete=models.PROTECT, related_name="+")
    item = models.OneToOneField(SubmittedItem, null=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True, help_text="of the bytes of a file")
    text_sha256 = models.CharField(max_length=64, blank=True, help_text="of the words, without case and marks")
    marks = ArrayField(models.BigIntegerField(), default=list, help_text="hashes of runs of words, winnowed")
    picture = models.BigIntegerField(null=True, help_text="the difference hash of a picture")
    picture_parts = ArrayField(models.IntegerField(), default=list)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(text__isnull=True) ^ models.Q(item__isnull=True), name="print_of_one_piece"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["sha256"], condition=models.Q(sha256__gt=""), name="print_same_file"),
            models.Index(fields=["text_sha256"], condition=models.Q(text_sha256__gt=""), name="print_same_text"),
            # Without the list of what is still to be sorted in: each of a text's marks would read it through.
            GinIndex(fields=["marks"], name="print_marks", fastupdate=False),
            GinIndex(fields=["picture_parts"], name="print_pictures"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class Match(Row):
    """That a piece of a submission is like a piece of another person's earlier one, and how much."""

    LIKENESS = (
        (rules.Likeness.SAME_FILE.value, _("the same file, byte for byte")),
        (rules.Likeness.SAME_TEXT.value, _("the same words")),
        (rules.Likeness.NEAR_TEXT.value, _("much of the words")),
        (rules.Likeness.NEAR_PICTURE.value, _("the same picture, or nearly")),
    )

    here = models.ForeignKey(Print, on_delete=models.PROTECT, related_name="matches")
    there = models.ForeignKey(Print, on_delete=models.PROTECT, related_name="+")
    likeness = models.CharField(max_length=20, choices=LIKENESS)
    per_cent = models.PositiveSmallIntegerField(help_text="of the shorter text, or of the picture's signs")
    found_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["here", "there"], name="one_match_per_pair")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.here_id} ~ {self.there_id}"


class Case(Row):
    """That a submission is to be looked at by a person, because of matches or of what an assessor noticed."""

    class Cause(models.TextChoices):
        MATCH = "match", _("found alike")
        FLAG = "flag", _("flagged by an assessor")

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", help_text="whose people look into it"
    )
    cause = models.CharField(max_length=10, choices=Cause.choices)
    words = models.TextField(blank=True, help_text="what the assessor noticed")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="nobody: the comparison"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission"], condition=models.Q(cause="match"), name="one_case_of_what_is_alike"
            )
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class Step(Row):
    """One step of a case: who did it, when, and in which words. The last one says where the case stands."""

    class Kind(models.TextChoices):
        LOOKED = "looked", _("looked at")
        ASKED = "asked", _("the educator was asked")
        ANSWERED = "answered", _("the educator answered")
        PAUSED = "paused", _("the reading was paused")
        RESUMED = "resumed", _("the reading goes on")
        CLOSED = "closed", _("closed")

    OUTCOMES = (
        (rules.Outcome.NO_CONCERN.value, _("no concern")),
        (rules.Outcome.SUPPORT.value, _("a supportive notice")),
        (rules.Outcome.FORMAL.value, _("a formal notice, also to the organization’s lead")),
        (rules.Outcome.FURTHER.value, _("further action by the organization")),
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    outcome = models.CharField(max_length=12, choices=OUTCOMES, blank=True)
    words = models.TextField(blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="one_step_per_number"),
            models.CheckConstraint(
                condition=models.Q(kind="closed", outcome__gt="") | (~models.Q(kind="closed") & models.Q(outcome="")),
                name="outcome_closes",
            ),
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["case", "number"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number} {self.kind}"


class Openness(Row):
    """What an organization says of matches with others' work: shown whole to those who say the same, or not."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    is_open = models.BooleanField()
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.organization_id} {self.is_open}"
