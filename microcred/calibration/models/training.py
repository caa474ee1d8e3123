"""Training of who is to score: modules in editions, who must have done which, and what somebody did."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from microcred.calibration.rules.modules import Content, from_json
from microcred.catalog.models import Version
from microcred.foundation.frozen import frozen, unedited
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person


class TrainingModule(Row):
    """What an organization teaches those who score for it, or for organizations below it, about one subject."""

    class Subject(models.TextChoices):
        OVERVIEW = "overview", _("How scoring works")
        BIAS = "bias", _("Bias")
        PRIVACY = "privacy", _("Students’ privacy")
        FEEDBACK = "feedback", _("Writing feedback")
        OTHER = "other", _("Something else")
        RUBRIC = "rubric", _("One rubric")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=10, choices=Subject.choices)
    version = models.ForeignKey(
        Version,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="that whose rubric it is about, wherever it is used",
    )
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(subject="rubric", version__isnull=False) | (~Q(subject="rubric") & Q(version__isnull=True)),
                name="module_of_a_rubric_names_it",
            ),
            models.UniqueConstraint(
                fields=["organization", "subject"],
                condition=~Q(subject__in=["other", "rubric"]),
                name="one_general_module_each",
            ),
            models.UniqueConstraint(fields=["organization", "version"], name="one_module_per_rubric"),
        ]
        ordering: ClassVar = ["opened_at", "pk"]

    def __str__(self) -> str:
        return self.subject


class _Texts(Row):
    """Words of a module in each language that it has: `rules.modules.as_json` of each, by the language's code."""

    texts = models.JSONField()
    minutes = models.PositiveSmallIntegerField(help_text="that it takes, as expected")

    class Meta:
        abstract = True

    @property
    def languages(self) -> list[str]:
        """In which it can be read, English first."""
        return sorted(self.texts, key=lambda code: (code != "en", code))

    def said(self, language: str) -> tuple[str, Content]:
        """What it says in a language, or else in the first one that it has; and in which."""
        code = language if language in self.texts else self.languages[0]
        return code, from_json(self.texts[code])


class TrainingDraft(_Texts):
    """The next edition of a module while it is written. `revision` tells one tab that another one saved."""

    module = models.OneToOneField(TrainingModule, on_delete=models.PROTECT, related_name="draft")
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.module_id)


class TrainingEdition(_Texts):
    """A module as it was published. The newest one is read; `again` asks those who did an earlier one to do it too."""

    module = models.ForeignKey(TrainingModule, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(help_text="of the module, from 1")
    again = models.BooleanField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["module", "number"], name="one_training_edition_per_number"),
        ]
        ordering: ClassVar = ["module", "number"]

    def __str__(self) -> str:
        return str(self.number)


class TrainingTerms(Row):
    """Which modules must be done before the qualifying test, for what an organization and those below it offer.

    The newest counts.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    rubric = models.BooleanField(help_text="whether also the module of the test's own rubric, where there is one")
    rubric_months = models.PositiveSmallIntegerField(null=True, help_text="for which that holds; empty: for good")
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["organization", "declared_at", "pk"]

    def __str__(self) -> str:
        return str(self.organization_id)


class TrainingRequirement(Row):
    """That a module must be done, as which of how many, and for how long that holds."""

    terms = models.ForeignKey(TrainingTerms, on_delete=models.PROTECT, related_name="requirements")
    module = models.ForeignKey(TrainingModule, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(help_text="in the sequence, from 1")
    months = models.PositiveSmallIntegerField(null=True, help_text="for which it holds; empty: for good")

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["terms", "module"], name="one_place_in_a_training"),
            models.UniqueConstraint(fields=["terms", "position"], name="one_module_per_place"),
        ]
        ordering: ClassVar = ["terms", "position"]

    def __str__(self) -> str:
        return str(self.position)


class TrainingMark(Row):
    """That somebody opened, looked at or left a page of a module that they are doing: what time is counted by.

    Forgotten as soon as the module is done; then its minutes alone are kept.
    """

    class Kind(models.TextChoices):
        OPENED = "opened", _("opened")
        SEEN = "seen", _("looked at")
        LEFT = "left", _("left")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(TrainingEdition, on_delete=models.PROTECT, related_name="+")
    page = models.PositiveSmallIntegerField(help_text="from 1")
    tab = models.UUIDField(help_text="one opening of the page")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = unedited()
        indexes: ClassVar = [models.Index(fields=["person", "edition", "at"], name="marks_of_a_reader")]

    def __str__(self) -> str:
        return self.kind


class TrainingAnswer(Row):
    """What somebody answered to a question of a page. As often as they like; each is kept."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(TrainingEdition, on_delete=models.PROTECT, related_name="+")
    page = models.PositiveSmallIntegerField(help_text="from 1")
    question = models.PositiveSmallIntegerField(help_text="of the page, from 1")
    chosen = models.JSONField(help_text="the places of what was chosen, from 0")
    is_right = models.BooleanField()
    answered_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["person", "edition", "answered_at"], name="answers_of_a_reader")]
        ordering: ClassVar = ["answered_at", "pk"]

    def __str__(self) -> str:
        return f"{self.page}.{self.question}"


class TrainingCompletion(Row):
    """That somebody did an edition of a module, when, and the minutes that were counted."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(TrainingEdition, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField()
    completed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["person", "edition"], name="completions_of_a_person")]
        ordering: ClassVar = ["completed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.minutes}"
