"""That a piece of evidence was set aside for privacy, and how that ended. The submission stays as it was frozen."""

from typing import ClassVar

from django.db import models
from django.db.models.lookups import Exact
from django.utils.text import Truncator
from django.utils.translation import gettext as said_now
from django.utils.translation import gettext_lazy as _

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person
from microcred.portfolios.models.change_notes import SubmittedChangeNote
from microcred.portfolios.models.evidence import Item
from microcred.portfolios.models.languages import SubmittedAlternative
from microcred.portfolios.models.pins import SubmittedPin
from microcred.portfolios.models.statements import ToolDisclosure
from microcred.portfolios.models.submissions import Submission, SubmittedItem, SubmittedText

FrozenWords = SubmittedText | SubmittedAlternative | SubmittedChangeNote | SubmittedPin | ToolDisclosure
"""Whatever an educator wrote that is frozen with a submission and that assessors may read."""

WORDS_FIELDS: dict[type[Row], str] = {
    SubmittedText: "text",
    SubmittedAlternative: "alternative",
    SubmittedChangeNote: "change_note",
    SubmittedPin: "pin",
    ToolDisclosure: "disclosure",
}
"""By the column in which a quarantine names them."""

_NUMBER = models.IntegerField()


def words_of(row: FrozenWords) -> str:
    """What is written there."""
    return row.words if isinstance(row, SubmittedPin | SubmittedAlternative) else row.text


class Quarantine(Row):
    """That one frozen piece, a file, a link or something written, reaches no assessor, from when and why. Who saw it
    is told to nobody.

    `words_sha256` is of what was written: the same words are set aside wherever in the pursuit they stand.
    """

    class Reason(models.TextChoices):
        """What shows whom."""

        STUDENT_NAME = "student_name", _("A student’s name can be read or heard")
        STUDENT_SEEN = "student_seen", _("A student can be recognized")
        NUMBER = "number", _("A number, date of birth or address of a student stands there")
        EDUCATOR = "educator", _("It says whose work this is")
        OTHER = "other", _("Something else that should stay private")

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="quarantines")
    piece = models.ForeignKey(SubmittedItem, null=True, on_delete=models.PROTECT, related_name="quarantines")
    text = models.ForeignKey(SubmittedText, null=True, on_delete=models.PROTECT, related_name="+")
    alternative = models.ForeignKey(SubmittedAlternative, null=True, on_delete=models.PROTECT, related_name="+")
    change_note = models.ForeignKey(SubmittedChangeNote, null=True, on_delete=models.PROTECT, related_name="+")
    pin = models.ForeignKey(SubmittedPin, null=True, on_delete=models.PROTECT, related_name="+")
    disclosure = models.ForeignKey(ToolDisclosure, null=True, on_delete=models.PROTECT, related_name="+")
    words_sha256 = models.CharField(max_length=64, blank=True, help_text="of what was written; empty for files, links")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    words = models.CharField(max_length=300, blank=True, help_text="where it is, in words to the educator")
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    quarantined_at = models.DateTimeField()
    seen_elsewhere = models.BooleanField(
        default=False, help_text="in a teammate’s work; who saw it there does not read this work"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Exact(
                    models.Func("piece", *WORDS_FIELDS.values(), function="num_nonnulls", output_field=_NUMBER), 1
                ),
                name="quarantine_of_one_piece",
            ),
            models.CheckConstraint(
                condition=models.Q(piece__isnull=False, words_sha256="")
                | models.Q(piece__isnull=True, words_sha256__gt=""),
                name="quarantine_knows_its_words",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["words_sha256"], condition=models.Q(words_sha256__gt=""), name="quarantines_by_words")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.piece_id or self.words_sha256} {self.reason}"

    @property
    def written(self) -> FrozenWords | None:
        """What was written and set aside; None where it is a file or link."""
        rows = (getattr(self, field) for field in WORDS_FIELDS.values())
        return next((row for row in rows if row is not None), None)

    @property
    def called(self) -> str:
        """What is set aside, as its educator knows it: by their own name of a file, or by what was asked. For their
        pages alone, in the language of the page."""
        if self.piece is not None:
            return "“" + self.piece.item.title + "”"
        if self.text is not None:
            return said_now("Your answer to “%(asked)s”") % {"asked": _beginning(self.text.requirement.prompt)}
        if self.alternative is not None:
            asked = _beginning(self.alternative.requirement.prompt)
            return said_now("Why you chose the alternative “%(asked)s”") % {"asked": asked}
        if self.change_note is not None and self.change_note.criterion is not None:
            named = {"criterion": self.change_note.criterion.name}
            return said_now("What you said that you changed for “%(criterion)s”") % named
        if self.change_note is not None:
            return said_now("How you linked another lesson or class to what you handed in before")
        if self.pin is not None:
            where = {"alias": self.pin.submitted_item.alias, "place": self.pin.place.words}
            return said_now("Your pin on %(alias)s, %(place)s") % where
        return said_now("What you said of generative tools")


def _beginning(prompt: str) -> str:
    return Truncator(prompt).words(14)


class CleanCopy(Row):
    """What assessors get in the place of a piece that was set aside: an item, or words.

    `statement` is canonical JSON (RFC 8785); `digest` its SHA-256, as the submission's own digest is of its manifest.
    `sha256` is what a manifest would say of the copy of something written.
    """

    quarantine = models.OneToOneField(Quarantine, on_delete=models.PROTECT, related_name="clean_copy")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True, help_text="of the words; empty where it is an item")
    statement = models.TextField()
    digest = models.CharField(max_length=64)
    put_in_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(item__isnull=False, words="", sha256="")
                | models.Q(item__isnull=True, words__gt="", sha256__gt=""),
                name="clean_copy_is_item_or_words",
            )
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.quarantine_id)


class CleanWordsDraft(Row):
    """Clean words as their educator has them so far, for nobody else. `revision` notices two tabs.

    It goes when the copy is made, and when it turns out that none is needed.
    """

    quarantine = models.OneToOneField(Quarantine, on_delete=models.PROTECT, related_name="words_draft")
    words = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.quarantine_id)


class Objection(Row):
    """That the educator holds a quarantine for a mistake, and why."""

    quarantine = models.OneToOneField(Quarantine, on_delete=models.PROTECT, related_name="objection")
    words = models.CharField(max_length=1000)
    objected_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(words__gt=""), name="objection_has_words")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.quarantine_id)


class Ruling(Row):
    """What who looks after privacy found of an objection: it opens the piece again, or it does not."""

    quarantine = models.OneToOneField(Quarantine, on_delete=models.PROTECT, related_name="ruling")
    opens = models.BooleanField(help_text="whether it was a false alarm")
    words = models.CharField(max_length=1000, blank=True, help_text="to the educator")
    ruled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ruled_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.quarantine_id} {self.opens}"
