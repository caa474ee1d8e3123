"""What an educator writes and puts in, as it stands."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Requirement
from microcred.foundation.frozen import frozen, unedited
from microcred.foundation.models import Row, StoredFile
from microcred.portfolios.models.pursuits import Pursuit


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
    """That an item left the work again. Submissions that froze it keep it. The row goes when they put it back."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="removal")
    removed_at = models.DateTimeField()
    by_hand = models.BooleanField(default=False, help_text="by the educator, not because something stands in its place")

    class Meta:
        triggers: ClassVar = unedited()

    def __str__(self) -> str:
        return str(self.item_id)
