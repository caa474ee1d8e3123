"""How somebody becomes an assessor: what a stack asks, who applies, what they say, and what was decided."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.calibration.rules.vetting import Asked
from microcred.catalog.models import Stack
from microcred.foundation.frozen import frozen, unedited
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class VettingRules(Row):
    """What is asked of who wants to score a stack, and whether applications are open. The newest edition counts."""

    stack = models.ForeignKey(Stack, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(help_text="of the edition, from 1")
    is_open = models.BooleanField(help_text="whether one can apply")
    years = models.PositiveSmallIntegerField(help_text="in a classroom, at least")
    degree = models.BooleanField(help_text="whether a bachelor's degree is asked for")
    licence = models.BooleanField(help_text="whether a licence in force is asked for")
    awards = models.PositiveSmallIntegerField(help_text="micro-credentials of the stack, earned and in force")
    whole_stack = models.BooleanField(help_text="whether all of them are asked for")
    references = models.PositiveSmallIntegerField(help_text="people who answer a few questions")
    more = models.TextField(blank=True, help_text="what a lead looks at besides, in words")
    pledge = models.TextField(help_text="what one agrees to about confidence and fairness, in words")
    pledge_es = models.TextField(blank=True, default="", help_text="the same in Spanish; empty: in English alone")
    again_days = models.PositiveSmallIntegerField(help_text="from a refusal until one may apply again")
    places = models.PositiveSmallIntegerField(null=True, help_text="people accepted at one time; empty: no limit")
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stack", "number"], name="one_edition_of_vetting_rules")
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["stack", "number"]

    def __str__(self) -> str:
        return f"{self.stack_id} {self.number}"

    def pledge_in(self, language: str) -> tuple[str, str]:
        """What one agrees to, in a language where it was said in that one, and the language that it is in."""
        is_spanish = language.partition("-")[0] == "es" and bool(self.pledge_es)
        return (self.pledge_es, "es") if is_spanish else (self.pledge, "en")

    @property
    def asked(self) -> Asked:
        """Its figures, without who said them."""
        return Asked(
            years=self.years,
            degree=self.degree,
            licence=self.licence,
            awards=self.awards,
            whole_stack=self.whole_stack,
            references=self.references,
            look=bool(self.more),
            again_days=self.again_days,
            places=self.places,
        )


class AssessorApplication(Row):
    """That somebody applied to score a stack by an edition of its rules, to whose pledge they agreed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    rules = models.ForeignKey(VettingRules, on_delete=models.PROTECT, related_name="applications")
    applied_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["person", "applied_at"], name="applications_of_person")]
        ordering: ClassVar = ["applied_at", "pk"]

    def __str__(self) -> str:
        return str(self.pk)


class ApplicationWords(Row):
    """What an applicant states of themselves. Removed a year after the application came to its end."""

    application = models.OneToOneField(AssessorApplication, on_delete=models.PROTECT, related_name="words")
    years = models.PositiveSmallIntegerField()
    has_degree = models.BooleanField()
    licence = models.CharField(max_length=200, blank=True)
    experience = models.TextField(blank=True)

    class Meta:
        triggers: ClassVar = unedited()

    def __str__(self) -> str:
        return str(self.application_id)


class ApplicationReference(Row):
    """Somebody whom an applicant names, and who is asked by mail. Removed as soon as nothing is left to be asked."""

    application = models.ForeignKey(AssessorApplication, on_delete=models.PROTECT, related_name="references")
    position = models.PositiveSmallIntegerField(help_text="of the references, from 1")
    turn = models.PositiveSmallIntegerField(
        default=1, help_text="how many times this place was filled, itself included"
    )
    name = models.CharField(max_length=200)
    email = models.EmailField()
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "position"], name="one_reference_per_position")
        ]
        triggers: ClassVar = unedited()
        ordering: ClassVar = ["application", "position"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.position}"


class ReferenceAnswer(Row):
    """What came by the link that one reference was sent. Once; kept as long as the applicant's own words."""

    class Speaks(models.TextChoices):
        YES = "yes", _("yes, without reservation")
        WITH = "with", _("yes, with what is said below in mind")
        NO = "no", _("no")

    application = models.ForeignKey(AssessorApplication, on_delete=models.PROTECT, related_name="answers")
    position = models.PositiveSmallIntegerField(help_text="of the reference")
    name = models.CharField(max_length=200, help_text="as the applicant gave it")
    knows = models.CharField(max_length=300, help_text="from where they know the applicant, and for how long")
    speaks = models.CharField(max_length=4, choices=Speaks.choices)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "position"], name="one_answer_per_reference")
        ]
        triggers: ClassVar = unedited()
        ordering: ClassVar = ["application", "position"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.position}"


class ApplicationDecision(Row):
    """What a lead decided of an application, why, and what each rule came to on that day.

    Who waits for a place is decided about once more.
    """

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("not accepted")
        WAITING = "waiting", _("on the waiting list")

    application = models.ForeignKey(AssessorApplication, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.TextField()
    found = models.JSONField(help_text="each rule, how it was answered, and by which figures")
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "verdict"], name="one_decision_of_each_kind"),
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(verdict__in=("accepted", "declined")),
                name="one_end_of_an_application",
            ),
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["application", "decided_at", "pk"]

    def __str__(self) -> str:
        return self.verdict


class ApplicationWithdrawal(Row):
    """That an applicant took their application back."""

    application = models.OneToOneField(AssessorApplication, on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.application_id)
