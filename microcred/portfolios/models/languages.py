"""In which language evidence is, which languages are taken, and why an alternative was chosen."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Requirement
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.portfolios.languages import OWN_NAMES
from microcred.portfolios.models.evidence import Item
from microcred.portfolios.models.pursuits import Pursuit
from microcred.portfolios.models.submissions import Submission, SubmittedItem
from microcred.programs.models import Program


class _Spoken(Row):
    """A language, and who translated what is in it."""

    class By(models.TextChoices):
        SELF = "self", _("translated by the educator")
        PERSON = "person", _("translated by somebody else")
        MACHINE = "machine", _("translated by a program, and read through by the educator")

    language = models.CharField(max_length=10, help_text="a code of BCP 47")
    translated_by = models.CharField(max_length=10, choices=By.choices, blank=True, help_text="empty: no translation")

    class Meta:
        abstract = True


class PieceLanguage(_Spoken):
    """In which language an answer, a file or a link is, as its educator says. It changes until submission.

    Its translation stands `beside` it as another file or link of the same work, or else within the piece itself.
    """

    pursuit = models.ForeignKey(Pursuit, on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: the answer")
    beside = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pursuit", "requirement", "item"], nulls_distinct=False, name="one_language_per_piece"
            )
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.language}"


class SubmittedLanguage(_Spoken):
    """The language of a piece as it was frozen."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="languages")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    submitted_item = models.ForeignKey(SubmittedItem, null=True, on_delete=models.PROTECT, related_name="+")
    beside = models.ForeignKey(SubmittedItem, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission", "requirement", "submitted_item"],
                nulls_distinct=False,
                name="one_submitted_language_per_piece",
            )
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.submission_id} {self.language}"

    @property
    def own_name(self) -> str:
        """How the language is called in itself."""
        return OWN_NAMES.get(self.language, self.language)


class LanguageTerms(Row):
    """Which languages an organization takes evidence in, for all its programs or for one; the last row counts."""

    class Otherwise(models.TextChoices):
        TRANSLATED = "translated", _("a translation has to stand beside it")
        NOT_TAKEN = "not_taken", _("it is not taken")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(
        Program, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: all of them"
    )
    languages = ArrayField(models.CharField(max_length=10), default=list, help_text="none named: every language")
    otherwise = models.CharField(max_length=12, choices=Otherwise.choices)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization", "program", "said_at"], name="language_terms_by_place")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.organization_id} {' '.join(self.languages)}"


class AlternativeReason(Row):
    """Why an educator chose an alternative that its author allows for a reason. It changes until submission."""

    pursuit = models.ForeignKey(Pursuit, on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pursuit", "requirement"], name="one_reason_per_alternative")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SubmittedAlternative(Row):
    """Why an alternative was chosen, as it was frozen; the author's own sentence stands in the version."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="alternatives")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "requirement"], name="one_submitted_reason_per_alternative")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)
