"""The queue, the readings of what waits in it, and the decisions that they come to."""

from typing import ClassVar, TypeVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.calibration.models import Paper
from microcred.catalog.models import Criterion, Level, Version
from microcred.catalog.rules import Outcome as RuledOutcome
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person
from microcred.portfolios.models import Submission
from microcred.scoring.models.policies import AssignmentPolicy
from microcred.scoring.rules import BY_DEFAULT, PILOT, Policy, seed_by_default
from microcred.scoring.rules import Way as RuledWay

Place = TypeVar("Place", bound=models.Model)


class WorkManager(models.Manager[Place]):
    """Of work that waits for a decision, and of nothing that is read only to see how its reader judges: whoever asks
    for more says so (`of_all`, which stands first, so that exports and erasures leave nothing out)."""

    def get_queryset(self) -> models.QuerySet[Place]:
        """Without what has a paper."""
        return super().get_queryset().filter(paper__isnull=True)


class QueueItem(Row):
    """A submission waiting for its readings. Deleted by nobody: `settled_at` is set when a decision stands, or
    its educator has withdrawn it.

    `assessor` and `lease_expires_at` are the current claim; the log of claims is in `Claim`. `close_to` lets the queue
    pass over conflicts of interest without looking anything up. One assessor reads at a time: while `readings_saved` is
    less than `readings_asked` it goes back into the queue, for somebody who has not read it. With as many as are asked
    for and not settled it is in nobody's queue: its decision waits for a lead's look (`BackRead`).

    One with a `paper` is a validity reading: its `reader` alone finds it in their queue, under an alias of its own, and
    nothing comes of it but how near they were to what is agreed (`Seeding`). What is to be read afresh waits again as
    if it had been handed in then, under an `own_key`.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(
        Paper,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the validity paper that it is; empty: work that waits for a decision",
    )
    reader = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="of a validity paper: who is to read it",
    )
    own_alias = models.CharField(
        max_length=12, blank=True, help_text="of a validity paper: what its reader knows it by"
    )
    own_key = models.UUIDField(
        null=True,
        unique=True,
        help_text="of work that waits to be read afresh: what its readers know it by, made when it began to",
    )
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(help_text="when it was handed in, or, as its readers see it, seems to have been")
    due_at = models.DateTimeField(help_text="the date promised to the educator, as pauses have moved it so far")
    paused_since = models.DateTimeField(null=True, help_text="since when the promise's clock stands still")
    close_to = ArrayField(
        models.UUIDField(),
        help_text="the educator, their coaches on it, and the districts and schools they belonged to then",
    )
    assessor = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    claim_number = models.PositiveIntegerField(
        default=0,
        help_text="which of its assessor's claims the current one is; a stale page has an old one",
    )
    claims_made = models.PositiveIntegerField(default=0, help_text="by all assessors together")
    lease_expires_at = models.DateTimeField(null=True)
    policy = models.ForeignKey(
        AssignmentPolicy,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="by which it gets its readers; empty: nobody had declared one, or a pilot counts it",
    )
    by_default = models.BooleanField(
        default=False, help_text="whether it gets its readers by what holds where nobody declared a policy"
    )
    readings_asked = models.PositiveSmallIntegerField(default=1, help_text="readings it needs before it is decided")
    readings_saved = models.PositiveSmallIntegerField(default=0, help_text="readings that are saved for good")
    settled_at = models.DateTimeField(null=True)

    of_all: ClassVar[models.Manager["QueueItem"]] = models.Manager()
    objects = WorkManager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["version", "entered_at", "id"],
                condition=models.Q(settled_at__isnull=True),
                name="queue_waiting",
            ),
            models.Index(fields=["assessor"], condition=models.Q(settled_at__isnull=True), name="queue_claimed"),
            models.Index(
                fields=["due_at"],
                condition=models.Q(settled_at__isnull=True, paper__isnull=False),
                name="queue_papers",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(assessor__isnull=True, lease_expires_at__isnull=True)
                | models.Q(assessor__isnull=False, lease_expires_at__isnull=False),
                name="claim_has_lease",
            ),
            models.CheckConstraint(
                condition=models.Q(readings_saved__lte=models.F("readings_asked")), name="no_reading_unasked"
            ),
            models.UniqueConstraint(
                fields=["submission"], condition=models.Q(paper__isnull=True), name="one_place_in_the_queue"
            ),
            models.UniqueConstraint(
                fields=["paper", "reader"], condition=models.Q(paper__isnull=False), name="one_validity_reading_each"
            ),
            models.CheckConstraint(
                condition=models.Q(paper__isnull=True, reader__isnull=True, own_alias="")
                | (models.Q(paper__isnull=False, reader__isnull=False) & ~models.Q(own_alias="")),
                name="a_paper_has_its_reader",
            ),
        ]

    def __str__(self) -> str:
        return str(self.submission_id)

    @property
    def alias(self) -> str:
        """What assessors know it by."""
        return self.own_alias or self.submission.alias

    @property
    def key(self) -> UUID:
        """The identifier by which assessors know it, in every address: it tells no earlier moment than the rest."""
        return self.own_key or self.pk

    @property
    def rule(self) -> Policy:
        """By what it gets its readers. A pilot's where neither a policy nor the default says it: what came in when
        nobody had declared one and there was no default was asked for one reading, and keeps to that."""
        if self.policy is not None:
            return self.policy.rule
        return BY_DEFAULT if self.by_default else PILOT

    @property
    def seed(self) -> int:
        """What its lots are drawn with."""
        if self.policy is not None:
            return self.policy.seed
        return seed_by_default(self.version_id) if self.by_default else 0


class Claim(Row):
    """That an assessor took a submission from the queue, and until when the lease ran at first."""

    item = models.ForeignKey(QueueItem, on_delete=models.PROTECT, related_name="claims")
    number = models.PositiveIntegerField(help_text="among all claims of the submission")
    own_number = models.PositiveIntegerField(default=1, help_text="among this assessor's claims of it")
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField()
    lease_expires_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "number"], name="one_claim_per_number")]
        indexes: ClassVar = [models.Index(fields=["assessor", "claimed_at"], name="claims_of_assessor")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.item_id} {self.number}"


class Recusal(Row):
    """That an assessor will not read a submission: they know the work, or the person behind it."""

    item = models.ForeignKey(QueueItem, on_delete=models.PROTECT, related_name="recusals")
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recused_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "assessor"], name="one_recusal_per_assessor")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.item_id} {self.assessor_id}"


class Mark(Row):
    """A level or comment an assessor has noted down but not yet saved for good; one row for each criterion.

    The row without a criterion holds the word to the educator about the whole.
    """

    item = models.ForeignKey(QueueItem, on_delete=models.PROTECT, related_name="marks")
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, null=True, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, null=True, on_delete=models.PROTECT, related_name="+")
    comment = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1, help_text="grows with each comment; notices two tabs")
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "assessor", "criterion"], nulls_distinct=False, name="one_mark_per_criterion"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Scoring(Row):
    """One assessor's reading of one submission, saved for good.

    Of a validity paper it decides nothing: `told_outcome` is what its reader finds said of it from `told_at` on, as the
    rule of the version makes of theirs and of what is agreed.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="scoring")
    scored_at = models.DateTimeField()
    feedback = models.TextField(blank=True, help_text="a word to the educator about the whole")
    paper = models.ForeignKey(
        Paper, null=True, on_delete=models.PROTECT, related_name="+", help_text="the validity paper that was read"
    )
    told_outcome = models.CharField(max_length=12, blank=True)
    told_at = models.DateTimeField(null=True)

    of_all: ClassVar[models.Manager["Scoring"]] = models.Manager()
    objects = WorkManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "assessor"], name="one_scoring_per_assessor"),
            models.CheckConstraint(
                condition=models.Q(paper__isnull=True, told_at__isnull=True, told_outcome="")
                | (models.Q(paper__isnull=False, told_at__isnull=False) & ~models.Q(told_outcome="")),
                name="only_of_papers_something_is_told",
            ),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class Score(Row):
    """The level an assessor gave one criterion, and the comment. What is carried comes from an earlier attempt."""

    scoring = models.ForeignKey(Scoring, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    comment = models.TextField(blank=True)
    carried_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scoring", "criterion"], name="one_score_per_criterion")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.level_id}"


class Decision(Row):
    """What the scorings of a submission resolve to, by the version's own rule."""

    class Outcome(models.TextChoices):
        EARNED = RuledOutcome.EARNED.value, _("Earned")
        NOT_YET = RuledOutcome.NOT_YET.value, _("Not yet")

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="+")
    scoring = models.OneToOneField(
        Scoring, on_delete=models.PROTECT, related_name="decision", help_text="the reading that completed it"
    )
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    decided_at = models.DateTimeField()
    reasons = models.JSONField(help_text="per criterion: reached and required position, met or not")
    readings = models.PositiveSmallIntegerField(default=1, help_text="scorings that it rests on: all there are")
    feedback = models.TextField(
        blank=True,
        help_text="the word about the whole, of several readings; of one its own, unless it was reworded",
    )
    resolution = models.PositiveSmallIntegerField(
        default=1, help_text="version of the rule by which the readings were resolved"
    )
    policy = models.ForeignKey(
        AssignmentPolicy,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="by which its submission got its readers",
    )
    by_default = models.BooleanField(
        default=False, help_text="whether it got them by what holds where nobody declared a policy"
    )

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.outcome

    @property
    def word(self) -> str:
        """The word to the educator about the whole."""
        return self.feedback if self.feedback or self.readings > 1 else self.scoring.feedback


class Result(Row):
    """What a decision finds of one criterion: the score whose level stands, and how the readings came to it."""

    class Way(models.TextChoices):
        SOLE = RuledWay.SOLE.value, _("by the only reading")
        AGREED = RuledWay.AGREED.value, _("all readings on one side")
        LOWER = RuledWay.LOWER.value, _("the lower of two readings")
        MAJORITY = RuledWay.MAJORITY.value, _("two of three readings")
        CARRIED = RuledWay.CARRIED.value, _("settled in an earlier attempt")

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="results")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=12, choices=Way.choices)
    comment = models.TextField(blank=True, help_text="what the educator is told; empty: as the score says")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "criterion"], name="one_result_per_criterion")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.way}"

    @property
    def told(self) -> str:
        """What the educator is told of the criterion."""
        return self.comment or self.score.comment
