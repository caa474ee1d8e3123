"""What became of awards and activities under rules: cycles, recognitions, entries of the ledger, and what was said of
them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from microcred.credentials.models import Award
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.recognition.models.activities import ActivityStatement
from microcred.recognition.models.policies import Policy
from microcred.recognition.models.queue import Delegation
from microcred.recognition.models.reevaluation import Reevaluation


class Cycle(Row):
    """One person's renewal cycle: a half-open period of days in which an amount of credit is needed.

    What is needed is what the policy asked when the cycle was opened; empty where it asks no total. `keeper` is the
    office that entered it: a district, or of whom none of the state employs, the state's own.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    keeper = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="the first day after the cycle")
    needed = models.DecimalField(max_digits=8, decimal_places=2, null=True, help_text="in the unit of the policy")

    followed: UUID | None = None
    """the licence that it follows, where `queries.standing.as_changed` has looked: then days and keeper are of now"""
    kept_before: Sequence[tuple[Organization, datetime]] = ()
    """who kept it before that, the earliest first, and until when, where the same has looked"""
    has_ended = False
    """whether it holds no longer, where the same has looked: what is on record left no place for it"""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "policy", "starts_on"], name="one_cycle_per_start"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="cycle_period"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_on}"

    @property
    def last_day(self) -> date:
        """The day on which the cycle closes."""
        return self.ends_on - timedelta(days=1)

    @property
    def entered_by(self) -> UUID:
        """The office that kept it first."""
        return self.kept_before[0][0].pk if self.kept_before else self.keeper_id

    def keepers_until(self, moment: datetime) -> list[Organization]:
        """Who had kept it by a moment, each once, the earliest first: the last of them kept it then."""
        before = [keeper for keeper, until in self.kept_before if until <= moment]
        then = next((keeper for keeper, until in self.kept_before if until > moment), self.keeper)
        return list({one.pk: one for one in (*before, then)}.values())


class _OfSomething(Row):
    """What is about an award, or about what was stated of an activity: exactly one of the two."""

    award = models.ForeignKey(Award, null=True, on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey(ActivityStatement, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def earned(self) -> Award:
        """The award; only of what is about one, such as whatever waits for a ruling."""
        if self.award is None:
            raise TypeError("this is about an activity")
        return self.award

    @property
    def stated(self) -> ActivityStatement:
        """What was stated of the activity; only of what is about one."""
        if self.statement is None:
            raise TypeError("this is about an award")
        return self.statement

    @property
    def item_id(self) -> UUID:
        """The identifier of the award or statement, by which rules know it."""
        return self.award_id or self.stated.pk

    @property
    def title(self) -> str:
        """What it is called."""
        if self.award is not None:
            return self.award.version.title
        return self.stated.name

    @property
    def given_by(self) -> str:
        """The name of who awarded or provided it."""
        return self.award.issuer.name if self.award is not None else self.stated.provider

    @property
    def person(self) -> Person:
        """Whose it is."""
        if self.award is not None:
            return self.award.person
        return self.stated.activity.person

    @property
    def person_id(self) -> UUID:
        """The identifier of whose it is."""
        if self.award is not None:
            return self.award.person_id
        return self.stated.activity.person_id

    @property
    def moment(self) -> date | datetime:
        """When it was earned or completed: of an award a moment, of an activity a day."""
        return self.award.earned_at if self.award is not None else self.stated.ended_on

    @property
    def earned_on(self) -> date:
        """The day of it."""
        moment = self.moment
        return moment.date() if isinstance(moment, datetime) else moment


def _exactly_one(name: str) -> models.CheckConstraint:
    one = Q(award__isnull=False, statement__isnull=True) | Q(award__isnull=True, statement__isnull=False)
    return models.CheckConstraint(condition=one, name=name)


class Recognition(_OfSomething):
    """One application of one policy to one award or activity: what came out, and why, in words."""

    class Outcome(models.TextChoices):
        COUNTS = "counts", _("Counts")
        PARTLY = "partly", _("Counts in part")
        DOES_NOT_COUNT = "does_not_count", _("Does not count")
        UNDECIDED = "undecided", _("Cannot be decided yet")

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    cycle = models.ForeignKey(Cycle, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    explanation = models.JSONField(help_text="list of {code, clause, facts}: the steps that led there")
    evaluated_at = models.DateTimeField()
    reevaluation = models.ForeignKey(
        Reevaluation,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="of everyone, in which it was made; empty: something on record of this person had changed",
    )

    class Meta:
        constraints: ClassVar = [_exactly_one("recognition_of_one_thing")]
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["award", "policy", "-evaluated_at"])]

    def __str__(self) -> str:
        return f"{self.item_id} {self.outcome}"


class Entry(_OfSomething):
    """One line of the credit ledger. Never changed: a revocation is answered by a reversal, another amount by an
    adjustment.

    One award or activity funds one cycle of one policy once, whatever statement of it holds. An entry that fell out of
    its cycle, or the ruling on which was taken back, is reversed, and at most one stands in its place. An activity was
    confirmed before, so nobody is asked about its credit again.
    """

    recognition = models.OneToOneField(Recognition, on_delete=models.PROTECT, related_name="entry")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="entries")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    family = models.CharField(max_length=100, help_text="of the policy")
    amount = models.DecimalField(max_digits=8, decimal_places=2, help_text="in the unit of the policy")
    asks_ruling = models.BooleanField(default=True, help_text="whether the policy wants a coordinator to confirm it")
    moved_from = models.OneToOneField(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="moved_to",
        help_text="the reversed entry in the place of which it stands: of another cycle, or ruled on by mistake",
    )
    entered_at = models.DateTimeField()

    carried: "Ruling | None" = None
    """the ruling by which it counts though nobody was asked again, where `queries.ledger` has looked: that on the entry
    in the place of which it stands, whose cycle left it none"""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["award", "family"],
                condition=Q(moved_from__isnull=True),
                name="one_entry_per_award_and_family",
            ),
            models.UniqueConstraint(
                fields=["statement", "family"],
                condition=Q(moved_from__isnull=True),
                name="one_entry_per_activity_and_family",
            ),
            _exactly_one("entry_of_one_thing"),
            models.CheckConstraint(
                condition=Q(statement__isnull=True) | Q(asks_ruling=False), name="activity_was_confirmed_before"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="entry_amount_positive"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.amount}"

    @property
    def counted(self) -> Decimal:
        """What it is worth now: what was entered, and every adjustment since."""
        return self.amount + sum((one.amount for one in self.adjustments.all()), Decimal(0))

    @property
    def stands(self) -> bool:
        """Whether it has neither been reversed nor declined."""
        return not self.is_declined and not hasattr(self, "reversal")

    @property
    def waits(self) -> bool:
        """Whether it counts only once it is confirmed, and nobody has ruled on it."""
        return self.asks_ruling and self.stands and not hasattr(self, "ruling")

    @property
    def is_declined(self) -> bool:
        """Whether the ruling on it says no."""
        return hasattr(self, "ruling") and self.ruling.outcome == Ruling.Outcome.DECLINED

    @property
    def said(self) -> "Ruling | None":
        """The ruling by which it counts or does not: its own, or that which it carries."""
        own: Ruling | None = getattr(self, "ruling", None)
        return own or self.carried

    @property
    def taken_back(self) -> "RulingRetraction | None":
        """That the ruling by which it counted was taken back, and it is reversed with that; None where it is not."""
        if not hasattr(self, "reversal") or self.reversal.change_id is not None:
            return None
        own: RulingRetraction | None = getattr(getattr(self, "ruling", None), "retraction", None)
        return self.reversal.retraction or own

    @property
    def was_taken_back(self) -> bool:
        """Whether it was."""
        return self.taken_back is not None

    @property
    def explanation(self) -> list[dict[str, Any]]:
        """The steps that led to what it is worth now."""
        steps: list[dict[str, Any]] = self._latest.explanation
        return steps

    @property
    def worked_out_by(self) -> UUID:
        """The statement of rules by which it was worked out the last time it changed."""
        return self._latest.policy_id

    @property
    def worked_out_at(self) -> datetime:
        """When that was."""
        return self._latest.evaluated_at

    @property
    def _latest(self) -> Recognition:
        latest = max(self.adjustments.all(), key=lambda one: (one.entered_at, one.pk), default=None)
        return (latest or self).recognition


class Adjustment(Row):
    """That an entry is worth more or less than it was: something on record, or the rules, have changed."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="adjustments")
    recognition = models.OneToOneField(Recognition, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=8, decimal_places=2, help_text="more, or below zero: less")
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(amount=0), name="adjustment_of_something")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.amount:+}"


class Ruling(Row):
    """What the coordinator said of an entry: confirmed or declined, by whom, when and why."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="ruling")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    ruled_at = models.DateTimeField()
    ruled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    code = models.CharField(max_length=40, blank=True, help_text="one of `rules.reason_codes`; empty: none was given")
    delegation = models.ForeignKey(
        Delegation, null=True, on_delete=models.PROTECT, related_name="+", help_text="by which it was ruled, if by one"
    )

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.outcome


class RulingRetraction(Row):
    """That the office which rules on an entry has taken its word back, with the reason. The entry is reversed with it,
    and one that waits to be ruled on stands in its place, if the rules still give anything."""

    ruling = models.OneToOneField(Ruling, on_delete=models.PROTECT, related_name="retraction")
    code = models.CharField(max_length=40, help_text="one of `rules.reason_codes`")
    reason = models.TextField(blank=True)
    retracted_at = models.DateTimeField()
    retracted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    delegation = models.ForeignKey(
        Delegation, null=True, on_delete=models.PROTECT, related_name="+", help_text="by which it was done, if by one"
    )

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(code=""), name="ruling_taken_back_for_a_reason")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.ruling_id)


class Reversal(Row):
    """That an entry no longer counts: its award was revoked, its activity no longer stands, the ruling on it was taken
    back, or it fell out of its cycle, whose days have changed or which has ended."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="reversal")
    change = models.ForeignKey(
        "recognition.CycleChange",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="of its cycle, by which it fell out of it; empty: what it was for no longer holds",
    )
    retraction = models.OneToOneField(
        RulingRetraction,
        null=True,
        on_delete=models.PROTECT,
        related_name="reversal",
        help_text="of the ruling by which it counted, be that its own or of the entry in the place of which it stood",
    )
    reversed_at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.entry_id)
