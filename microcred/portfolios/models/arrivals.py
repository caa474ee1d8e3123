"""What was uploaded, sealed, and what its examination came to. Nobody reads an arrival but the examination itself."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Requirement
from microcred.foundation.frozen import frozen, unedited
from microcred.foundation.models import Row, StoredFile
from microcred.portfolios.models.evidence import Item
from microcred.portfolios.models.pursuits import Pursuit


class Arrival(Row):
    """A file exactly as it was uploaded. It is no evidence until its examination makes an item of it."""

    pursuit = models.ForeignKey(Pursuit, on_delete=models.PROTECT, related_name="arrivals")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=255, help_text="the file's name")
    original = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.title


class ExaminationStep(Row):
    """What one step of the examination of an arrival came to, and when. The words are made from `fact` and `facts`."""

    class Step(models.TextChoices):
        TYPE = "type", _("What it is")
        UNPACK = "unpack", _("What is in it")
        SCAN = "scan", _("Search for malicious software")
        STRIP = "strip", _("Facts about you taken out")
        DERIVE = "derive", _("A copy that is safe to show")

    class Outcome(models.TextChoices):
        PASSED = "passed", _("passed")
        REFUSED = "refused", _("refused")
        NOT_FULLY_SCANNED = "not_fully_scanned", _("not fully scanned")
        NOT_SCANNED = "not_scanned", _("not scanned")
        HELD = "held", _("held")

    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=Step.choices)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    fact = models.CharField(max_length=60, blank=True, help_text="the refusal, or what limited or held it up")
    facts = models.JSONField(default=dict, blank=True, help_text="what the words about it are filled with")
    done_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["arrival", "step", "outcome"], name="one_row_per_outcome_of_a_step")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.step}: {self.outcome}"


class Examined(Row):
    """That an arrival passed its examination, and the item that became of it."""

    arrival = models.OneToOneField(Arrival, on_delete=models.PROTECT, related_name="examined")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="examined")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.item_id)


class FoundMetadata(Row):
    """What a file said of its author, its place and its making before that was taken out: for its owner alone."""

    arrival = models.OneToOneField(Arrival, on_delete=models.PROTECT, related_name="found")
    facts = models.JSONField(help_text="a list of {where, what, value}")

    class Meta:
        # Personal through and through: it may be forgotten at any time, and is never edited.
        triggers: ClassVar = unedited()

    def __str__(self) -> str:
        return str(self.arrival_id)


class Dismissal(Row):
    """That the educator put an arrival aside, refused or not yet examined."""

    arrival = models.OneToOneField(Arrival, on_delete=models.PROTECT, related_name="dismissal")
    dismissed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.arrival_id)


class Release(Row):
    """That an operator let an arrival go on which no scanner had searched to its end."""

    arrival = models.OneToOneField(Arrival, on_delete=models.PROTECT, related_name="release")
    reason = models.CharField(max_length=500)
    released_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.arrival_id)


class Rendition(Row):
    """Another form of an item's file, made from its clean copy: pages to look at, a still picture of a video."""

    class Role(models.TextChoices):
        PAGES = "pages", _("as PDF")
        POSTER = "poster", _("a still picture")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="renditions")
    role = models.CharField(max_length=10, choices=Role.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "role"], name="one_rendition_per_role")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.item_id} {self.role}"


class PagePicture(Row):
    """One page of an item as a picture, for its educator to point on. Made when it is first asked for."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="page_pictures")
    number = models.PositiveIntegerField(help_text="of the page, from 1")
    pages = models.PositiveIntegerField(help_text="that the document has")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "number"], name="one_picture_per_page")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.item_id} {self.number}"


class Transcript(Row):
    """What is said in a recording: captions as WebVTT, or typed words. The latest of its kind before it was submitted
    is the one that goes with it; an empty one takes it away."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="transcripts")
    is_captions = models.BooleanField(help_text="WebVTT with time codes; otherwise plain words")
    language = models.CharField(max_length=12, help_text="BCP 47")
    text = models.TextField(blank=True)
    written_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.item_id)
