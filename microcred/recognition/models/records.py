"""What is on record of a person beside awards: licences, work and completions, as stated, and what an office said of
it."""

from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from microcred.credentials.models import Award
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.recognition.models.activities import ActivityStatement
from microcred.recognition.models.ledger import Cycle
from microcred.recognition.models.reevaluation import Reevaluation


class Licence(Row):
    """One licence or certificate of a person. What it says stands in its statements."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.person_id)


class LicenceStatement(Row):
    """What somebody stated of a licence; a change is the next statement. The newest confirmed one holds.

    `replaces` is the licence whose place it takes from its first day on.
    """

    class Degree(models.TextChoices):
        NONE = "", _("Not stated")
        BACHELOR = "bachelor", _("Bachelor’s degree")
        MASTER = "master", _("Master’s degree")
        DOCTORATE = "doctorate", _("Doctorate")

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveIntegerField()
    jurisdiction = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=60, help_text="as policies name it")
    licence_number = models.CharField(max_length=60, blank=True, help_text="as the agency writes it, without spaces")
    grade_bands = ArrayField(models.CharField(max_length=60), default=list)
    subject = models.CharField(max_length=200, blank=True)
    degree = models.CharField(max_length=12, choices=Degree.choices, blank=True)
    experience_years = models.DecimalField(max_digits=4, decimal_places=1, null=True, help_text="on its first day")
    issued_on = models.DateField()
    expires_on = models.DateField(null=True, help_text="the last day on which it holds")
    replaces = models.ForeignKey(Licence, null=True, on_delete=models.PROTECT, related_name="+")
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["licence", "number"], name="one_licence_statement_per_number"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("issued_on")), name="licence_period"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["jurisdiction", "licence_number"], name="licence_by_its_number")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.type


class Employment(Row):
    """Somebody's work for one district. Since when, until when, and as what stands in its statements."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.district_id)


class EmploymentStatement(Row):
    """What somebody stated of their work; a change is the next statement. The newest confirmed one holds."""

    employment = models.ForeignKey(Employment, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveIntegerField()
    role = models.CharField(max_length=60, blank=True)
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["employment", "number"], name="one_employment_statement_per_number"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="employment_period"
            ),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.role


class Completion(Row):
    """Something that a person has behind them, such as a training that rules ask for. Since when stands in its
    statements.

    `jurisdiction` is the agency whose rules ask for it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    jurisdiction = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, help_text="as policies name it")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "name"], name="one_completion_per_name")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.name


class CompletionStatement(Row):
    """When somebody says that they completed it; a change is the next statement. The newest confirmed one holds."""

    completion = models.ForeignKey(Completion, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveIntegerField()
    completed_on = models.DateField()
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["completion", "number"], name="one_completion_statement_per_number")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.completion_id} {self.completed_on}"


def title_of(thing: Award | ActivityStatement | None) -> str:
    """What an award or activity is called; empty where there is none."""
    if isinstance(thing, Award):
        return thing.version.title
    return thing.name if thing is not None else ""


class Fact(Row):
    """Something that rules ask and nothing else on record says: about a person, such as whether a law concerns them, or
    about one award or activity of theirs, such as whether its provider is approved. Whether it is so stands in its
    statements.

    `jurisdiction` is the agency whose rules ask for it; `activity` is the statement of an activity by which rules know
    it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    award = models.ForeignKey(Award, null=True, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(ActivityStatement, null=True, on_delete=models.PROTECT, related_name="+")
    jurisdiction = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, help_text="as policies name it")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "award", "activity", "name"], nulls_distinct=False, name="one_fact_per_name"
            ),
            models.CheckConstraint(
                condition=Q(award__isnull=True) | Q(activity__isnull=True), name="fact_of_one_thing_at_most"
            ),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.name

    @property
    def thing_id(self) -> UUID | None:
        """The identifier of the award or activity that it is about, by which rules know it; None: about the person."""
        return self.award_id or self.activity_id

    @property
    def thing(self) -> str:
        """What that is called; empty where it is about the person."""
        return title_of(self.award or self.activity)


class FactStatement(Row):
    """Whether somebody says that it is so; a change is the next statement. The newest confirmed one holds."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveIntegerField()
    is_so = models.BooleanField()
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fact", "number"], name="one_fact_statement_per_number")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.fact_id} {self.is_so}"


class _StatementRuling(Row):
    """What an office said of one statement: that it is so, or not, and why not."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")

    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    ruled_at = models.DateTimeField()
    ruled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.outcome


class LicenceRuling(_StatementRuling):
    """What an office said of a statement of a licence."""

    statement = models.OneToOneField(LicenceStatement, on_delete=models.PROTECT, related_name="ruling")

    class Meta:
        triggers: ClassVar = frozen()


class EmploymentRuling(_StatementRuling):
    """What a district said of a statement of work."""

    statement = models.OneToOneField(EmploymentStatement, on_delete=models.PROTECT, related_name="ruling")

    class Meta:
        triggers: ClassVar = frozen()


class CompletionRuling(_StatementRuling):
    """What an office said of a statement of a completion."""

    statement = models.OneToOneField(CompletionStatement, on_delete=models.PROTECT, related_name="ruling")

    class Meta:
        triggers: ClassVar = frozen()


class FactRuling(_StatementRuling):
    """What an office said of a statement of a fact."""

    statement = models.OneToOneField(FactStatement, on_delete=models.PROTECT, related_name="ruling")

    class Meta:
        triggers: ClassVar = frozen()


class CompletionRetraction(Row):
    """That an office took back that something is completed: nothing of what was confirmed of it holds until a new
    statement is confirmed. The ruling stays as it was."""

    ruling = models.OneToOneField(CompletionRuling, on_delete=models.PROTECT, related_name="retraction")
    reason = models.TextField()
    retracted_at = models.DateTimeField()
    retracted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.ruling_id)


class CycleChange(Row):
    """That a cycle follows a licence, or who employs its person: it has these days, kept there, since then. Or that it
    has ended, because what is on record leaves no place for it. Its entries stay where they are, but for those that
    fall out of it.

    `statement` is what the licence says that it follows, or by which it has ended; empty where only who keeps it has
    changed, and where somebody corrected it. Where its days stay and the rules ask another total of it, `explanation`
    says so.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="changes")
    statement = models.ForeignKey(LicenceStatement, null=True, on_delete=models.PROTECT, related_name="+")
    keeper = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="the first day after the cycle")
    needed = models.DecimalField(max_digits=8, decimal_places=2, null=True, help_text="in the unit of the policy")
    ended = models.BooleanField(default=False, help_text="whether the cycle holds no longer: nothing counts in it")
    explanation = models.JSONField(default=list, help_text="the steps that led there, as of a recognition")
    reason = models.TextField(blank=True)
    changed_by = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="who corrected it; empty: it follows the record",
    )
    reevaluation = models.ForeignKey(
        Reevaluation,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="of everyone, in which it was found that the rules ask another total; empty: found otherwise",
    )
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="cycle_change_period")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.starts_on}"

    @property
    def last_day(self) -> date:
        """The day on which the cycle closes since then."""
        return self.ends_on - timedelta(days=1)

    @property
    def is_of_rules(self) -> bool:
        """Whether the rules ask another total of the cycle since then, and its days are what they were."""
        return bool(self.explanation) and not self.ended
