"""Work of which it is agreed what it shows, and what assessors learn and are tried by."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion, Level, Stack, Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person
from microcred.portfolios.models import Submission


class Paper(Row):
    """A submission that was nominated as an exemplar. It is read as it was frozen and without its author, and only
    with a consent in force."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text="among the papers of the version: what it is called, from 1")
    nominated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    nominated_at = models.DateTimeField()
    close_to = ArrayField(
        models.UUIDField(), help_text="whom and what its educator was close to when they handed it in"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "number"], name="one_paper_per_number"),
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["version", "number"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.number}"


class ExemplarConsent(Row):
    """What an educator said to their work being used as an exemplar, in the words shown; the last answer counts."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="consents")
    number = models.PositiveSmallIntegerField(help_text="among the answers of this paper, from 1")
    granted = models.BooleanField()
    words = models.TextField(help_text="what was asked, as it was shown")
    language = models.CharField(max_length=10)
    answered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "number"], name="one_exemplar_answer_per_number"),
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["paper", "number"]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.granted}"


class Panelist(Row):
    """That somebody was asked to score a paper, alone and blind, so that what it shows can be agreed on."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="panelists")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["paper", "person"], name="one_seat_on_a_panel")]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["paper", "named_at", "pk"]

    def __str__(self) -> str:
        return str(self.person_id)


class PanelDeparture(Row):
    """That a panelist stepped back, or was let go, before they had scored."""

    panelist = models.OneToOneField(Panelist, on_delete=models.PROTECT, related_name="departure")
    departed_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.panelist_id)


class PaperReading(Row):
    """One person's reading of a paper, saved for good; it decides nothing about the educator."""

    class Purpose(models.TextChoices):
        PANEL = "panel", _("to agree on what it shows")
        PRACTICE = "practice", _("to practise")
        QUALIFYING = "qualifying", _("to qualify")
        RECALIBRATION = "recalibration", _("to be recalibrated")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    form_key = models.UUIDField(unique=True, help_text="of the form that was sent: sent twice, it is one reading")
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["paper", "person"], condition=models.Q(purpose="panel"), name="one_panel_reading_each"
            ),
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["paper", "read_at", "pk"]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.purpose}"


class PaperScore(Row):
    """The level that a reading of a paper gives one criterion, and why."""

    reading = models.ForeignKey(PaperReading, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    comment = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reading", "criterion"], name="one_paper_score_per_criterion")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.criterion_id)


class Consensus(Row):
    """That it is agreed what a paper shows."""

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="consensus")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.paper_id)


class ConsensusLevel(Row):
    """The agreed level of one criterion of a paper, and why it is that one."""

    consensus = models.ForeignKey(Consensus, on_delete=models.PROTECT, related_name="levels")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    rationale = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consensus", "criterion"], name="one_agreed_level_per_criterion")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.criterion_id)


class PaperRetirement(Row):
    """That a paper is used no more, wherever it stands."""

    class Reason(models.TextChoices):
        OVER_USED = "over_used", _("used too often")
        LEAKED = "leaked", _("known outside")
        CONSENT_WITHDRAWN = "consent_withdrawn", _("its educator took their consent back")
        UNFIT = "unfit", _("it shows too little, or too much about somebody")

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="retirement")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    note = models.TextField(blank=True)
    retired_by = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="empty: its educator, by their answer, or the limit of its use",
    )
    retired_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.reason


class UseLimit(Row):
    """How often papers by which people are tried are read before they are retired: those of a stack, or one paper. The
    newest of each counts, and what is said of the paper before what is said of a stack."""

    stack = models.ForeignKey(Stack, null=True, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="use_limits")
    most = models.PositiveSmallIntegerField(help_text="readings, those of the panel not counted; 0: no limit")
    reason = models.TextField(blank=True, help_text="why one paper is used longer, or less long")
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(stack__isnull=False, paper__isnull=True)
                | (models.Q(stack__isnull=True, paper__isnull=False) & ~models.Q(reason="")),
                name="a_limit_is_of_a_stack_or_a_paper",
            )
        ]
        ordering: ClassVar = ["said_at", "pk"]

    def __str__(self) -> str:
        return str(self.most)


class PaperSet(Row):
    """Papers of one version that are used for one thing, as published; the highest number counts."""

    class Kind(models.TextChoices):
        ANCHOR = "anchor", _("Anchor papers")
        PRACTICE = "practice", _("Practice papers")
        QUALIFICATION = "qualification", _("Qualification papers")
        VALIDITY = "validity", _("Validity papers")
        CALIBRATION = "calibration", _("Calibration papers")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    number = models.PositiveIntegerField(help_text="among the sets of its kind and version, from 1")
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "kind", "number"], name="one_paper_set_per_number")
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["version", "kind", "number"]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class SetPlace(Row):
    """That a paper stands in a set."""

    paper_set = models.ForeignKey(PaperSet, on_delete=models.PROTECT, related_name="places")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="places")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper_set", "paper"], name="one_place_in_a_set"),
            models.UniqueConstraint(fields=["paper_set", "position"], name="one_paper_per_place"),
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["paper_set", "position"]

    def __str__(self) -> str:
        return str(self.position)
