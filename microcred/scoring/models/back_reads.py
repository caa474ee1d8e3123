"""What waits for a lead's look before its decision is released, and every step of that."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person
from microcred.scoring.models.readings import QueueItem, Scoring
from microcred.scoring.rules import Why as RuledWhy


class BackRead(Row):
    """That all readings of a submission are there and its decision waits for a lead's look. It lasts until a step that
    ends it; meanwhile nobody takes the submission, and its promised date comes nearer like any other."""

    class Why(models.TextChoices):
        LOT = RuledWhy.LOT.value, _("by lot")
        ALARM = RuledWhy.ALARM.value, _("an alarm about who read it is open")
        NEW = RuledWhy.NEW.value, _("among the first readings of who read it")

    item = models.ForeignKey(QueueItem, on_delete=models.PROTECT, related_name="back_reads")
    scoring = models.OneToOneField(
        Scoring, on_delete=models.PROTECT, related_name="+", help_text="the reading with which all were there"
    )
    readings = models.PositiveSmallIntegerField(help_text="how many there were")
    why = ArrayField(models.CharField(max_length=8, choices=Why.choices))
    waits_since = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(why__len__gt=0), name="a_back_read_has_a_reason")
        ]

    def __str__(self) -> str:
        return str(self.item_id)


class BackReadStep(Row):
    """What somebody did in a back-read. A level is changed by none of them."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("opened")
        WORDS_ASKED = "words_asked", _("better words asked for")
        REWORDED = "reworded", _("said in other words")
        RELEASED = "released", _("released")
        FRESH = "fresh", _("another reading asked for")
        RESET = "reset", _("a reading of it was reset")

    ENDS: ClassVar = (Kind.RELEASED, Kind.FRESH, Kind.RESET)

    back_read = models.ForeignKey(BackRead, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    scoring = models.ForeignKey(
        Scoring, null=True, on_delete=models.PROTECT, related_name="+", help_text="the reading whose words it is about"
    )
    answers = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="answer", help_text="what was asked for"
    )
    words = models.TextField(blank=True, help_text="what is asked for, or why")
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["back_read"],
                condition=models.Q(kind__in=("released", "fresh", "reset")),
                name="a_back_read_ends_once",
            ),
            models.UniqueConstraint(
                fields=["back_read", "taken_by"], condition=models.Q(kind="opened"), name="one_opening_each"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=("words_asked", "reworded"), scoring__isnull=False)
                | (~models.Q(kind__in=("words_asked", "reworded")) & models.Q(scoring__isnull=True)),
                name="words_are_of_a_reading",
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Rewording(Row):
    """Other words for what a reading says of one criterion, or of the whole, by who read. Its levels stay; the words
    before stay too, with the reading. The newest are what the educator is told."""

    step = models.ForeignKey(BackReadStep, on_delete=models.PROTECT, related_name="rewordings")
    criterion = models.ForeignKey(
        Criterion, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: of the whole"
    )
    comment = models.TextField()

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["step", "criterion"], nulls_distinct=False, name="one_rewording_each")
        ]

    def __str__(self) -> str:
        return str(self.step_id)
