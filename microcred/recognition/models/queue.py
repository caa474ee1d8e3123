"""What the renewal coordinator does around rulings: allowing less or making an exception, delegating, auditing."""

from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from microcred.credentials.models import Award
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.recognition.models.policies import Policy

if TYPE_CHECKING:
    from microcred.recognition.models.activities import ActivityRuling
    from microcred.recognition.models.ledger import Ruling


class Allowance(Row):
    """What a coordinator allows an award to count for: at most so much, or something in spite of a policy's clauses.

    It is a fact of the record under that policy (an override of the engine); the last one about it counts.
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    at_most = models.BooleanField(help_text="whether it only limits; otherwise the clauses of the policy are lifted")
    amount = models.DecimalField(
        max_digits=8, decimal_places=2, null=True, help_text="in the unit of the policy; empty: what the rates say"
    )
    code = models.CharField(max_length=40, blank=True, help_text="one of `rules.reason_codes`")
    words = models.TextField(blank=True)
    allowed_at = models.DateTimeField()
    allowed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(at_most=False) | Q(at_most=True, amount__gte=0), name="allowance_limits_to_something"
            )
        ]
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["award", "policy"], name="allowances_of_an_award")]

    def __str__(self) -> str:
        return f"{self.award_id}: {self.amount}"


class Delegation(Row):
    """That a renewal coordinator lets somebody of the same district rule in their place, for a time."""

    district = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    delegator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    delegate = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="the first moment at which it holds no more")
    delegated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="delegated_for_a_time"),
            models.CheckConstraint(condition=~Q(delegate=F("delegator")), name="delegated_to_somebody_else"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.delegator_id} {self.delegate_id}"


class DelegationEnding(Row):
    """That a delegation ended before its time."""

    delegation = models.OneToOneField(Delegation, on_delete=models.PROTECT, related_name="ending")
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.delegation_id)


class AuditSample(Row):
    """A random share of what was confirmed in some days, to be looked at once more.

    Which entries are in it follows from `seed` and from what was confirmed (`rules.audits.drawn`), so that anyone can
    draw it again: `digest` is the SHA-256 of what it was drawn from.
    """

    district = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    percent = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    of = models.PositiveIntegerField(help_text="how many it was drawn from")
    digest = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=100), name="audit_of_a_share"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="audit_of_days"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.seed


class AuditItem(Row):
    """One ruling of a sample, on credit of an award or on an activity, in the order in which it was drawn."""

    sample = models.ForeignKey(AuditSample, on_delete=models.PROTECT, related_name="items")
    ruling = models.ForeignKey("recognition.Ruling", null=True, on_delete=models.PROTECT, related_name="+")
    activity_ruling = models.ForeignKey(
        "recognition.ActivityRuling", null=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "ruling"], name="audited_once_in_a_sample"),
            models.UniqueConstraint(fields=["sample", "activity_ruling"], name="activity_audited_once_in_a_sample"),
            models.CheckConstraint(
                condition=Q(ruling__isnull=False, activity_ruling__isnull=True)
                | Q(ruling__isnull=True, activity_ruling__isnull=False),
                name="audit_of_one_ruling",
            ),
            models.UniqueConstraint(fields=["sample", "place"], name="one_audit_item_per_place"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.sample_id} {self.place}"

    @property
    def looked_at(self) -> "Ruling | ActivityRuling":
        """The ruling that is looked at once more."""
        return self.ruling if self.ruling is not None else self._of_activity

    @property
    def person_id(self) -> UUID:
        """The identifier of whose credit it is."""
        if self.ruling is not None:
            return self.ruling.entry.person_id
        return self._of_activity.statement.activity.person_id

    @property
    def _of_activity(self) -> "ActivityRuling":
        if self.activity_ruling is None:
            raise TypeError("this is about an award")
        return self.activity_ruling


class AuditFinding(Row):
    """What a second person found of an item: they would have ruled alike, or not and why."""

    item = models.OneToOneField(AuditItem, on_delete=models.PROTECT, related_name="finding")
    agrees = models.BooleanField()
    code = models.CharField(max_length=40, blank=True, help_text="one of `rules.reason_codes`")
    words = models.TextField(blank=True)
    found_at = models.DateTimeField()
    found_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(agrees=True, code="") | (Q(agrees=False) & ~Q(code="")), name="audit_differs_for_a_reason"
            )
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.item_id}: {self.agrees}"


class AuditAnswer(Row):
    """What became of a finding that differs: the ruling was upheld, or what it allows was changed."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("Upheld")
        CHANGED = "changed", _("Changed")

    finding = models.OneToOneField(AuditFinding, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    allowance = models.OneToOneField(Allowance, null=True, on_delete=models.PROTECT, related_name="+")
    activity_allowance = models.OneToOneField(
        "recognition.ActivityAllowance", null=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="upheld", allowance__isnull=True, activity_allowance__isnull=True)
                | Q(outcome="changed", allowance__isnull=False, activity_allowance__isnull=True)
                | Q(outcome="changed", allowance__isnull=True, activity_allowance__isnull=False),
                name="audit_changed_by_an_allowance",
            )
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.outcome


class RulingTerms(Row):
    """How many business days a district or state promises for an answer: on credit, and before somebody begins.

    The newest of an organization holds from its moment on, for it and for those below it that say nothing themselves.
    What was promised before stays as it was.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    business_days = models.PositiveSmallIntegerField()
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: the operator"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(business_days__range=(1, 60)), name="ruling_terms_in_range")
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "-declared_at"], name="ruling_terms_of")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.organization_id} {self.business_days}"
