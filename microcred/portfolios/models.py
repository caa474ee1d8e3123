from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion, Level, Requirement, Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row, StoredFile
from microcred.organizations.models import Person
from microcred.programs.models import Program


class Pursuit(Row):
    """An educator working on one version of a micro-credential, in a program or on their own."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "version"], name="one_pursuit_per_version")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class Answer(Row):
    """The words an educator has written for one requirement, as they stand. `revision` notices two tabs."""

    pursuit = models.ForeignKey(Pursuit, on_delete=models.PROTECT, related_name="answers")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pursuit", "requirement"], name="one_answer_per_requirement")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class AnswerHistory(Row):
    """What an answer was before a save replaced it, and what a conflicting save wanted to write. Never lost."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="history")
    revision = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    conflicting = models.BooleanField(default=False, help_text="a save that another tab had overtaken")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.answer_id} r{self.revision}"


class Item(Row):
    """A file or a link that an educator put in for one requirement."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("Document")
        IMAGE = "image", _("Image")
        AUDIO = "audio", _("Audio")
        VIDEO = "video", _("Video")
        LINK = "link", _("Link")

    pursuit = models.ForeignKey(Pursuit, on_delete=models.PROTECT, related_name="items")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=255)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    url = models.URLField(max_length=2000, blank=True)
    put_in_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind="link", file__isnull=True, url__gt="")
                | (~models.Q(kind="link") & models.Q(file__isnull=False, url="")),
                name="item_is_file_or_link",
            )
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.title


class Removal(Row):
    """That an educator took an item out again. Submissions that froze it keep it."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="removal")
    removed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.item_id)


class Submission(Row):
    """An immutable, hashed snapshot of a pursuit's evidence.

    `manifest` is canonical JSON (RFC 8785) listing every requirement with the SHA-256 of each answer, file and
    link, and the attestations; `digest` is its SHA-256 in hexadecimal. `alias` is what assessors know it by.
    `form_key` comes with the form, so that a second click is the same submission.
    """

    pursuit = models.ForeignKey(Pursuit, on_delete=models.PROTECT, related_name="submissions")
    attempt = models.PositiveSmallIntegerField()
    alias = models.CharField(max_length=12, unique=True)
    submitted_at = models.DateTimeField()
    manifest = models.TextField()
    digest = models.CharField(max_length=64)
    form_key = models.UUIDField(unique=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pursuit", "attempt"], name="one_submission_per_attempt")
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["pursuit", "attempt"]

    def __str__(self) -> str:
        return self.alias


class SubmittedText(Row):
    """An answer as it was frozen."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="texts")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "requirement"], name="one_text_per_requirement")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class SubmittedItem(Row):
    """A file or link as it was frozen. `alias` is the name that blind readers see, e.g. `evidence-2.pdf`."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    alias = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "position"], name="one_item_per_position")
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["submission", "position"]

    def __str__(self) -> str:
        return self.alias


class Attestation(Row):
    """What the educator attested at submission, in the exact words shown."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="attestations")
    kind = models.CharField(max_length=30, help_text="own_work, student_privacy")
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "kind"], name="one_attestation_per_kind")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.kind


class Return(Row):
    """That a submission came back "not yet": only what feeds the criteria of its `shortfalls` may change."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="return_row")
    returned_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.submission_id)


class Shortfall(Row):
    """One criterion that a return reopened: the level that the work reached, and what was said to its educator."""

    return_row = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="shortfalls")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(
        Level,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="empty: it came back before levels were handed down",
    )
    comment = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["return_row", "criterion"], name="one_shortfall_per_criterion")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.criterion_id)


class Move(Row):
    """That work went over to another version: what fitted was copied there, and all of it stays here to be read."""

    pursuit = models.OneToOneField(Pursuit, on_delete=models.PROTECT, related_name="move")
    to = models.OneToOneField(Pursuit, on_delete=models.PROTECT, related_name="moved_from")
    moved_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.pursuit_id} → {self.to_id}"


class Completion(Row):
    """That a pursuit ended with the micro-credential earned."""

    pursuit = models.OneToOneField(Pursuit, on_delete=models.PROTECT, related_name="completion")
    completed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pursuit_id)
