from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row, StoredFile
from microcred.frameworks.models import Standard
from microcred.organizations.models import Organization, Person


class MicroCredential(Row):
    """The thing designed: an identity that lasts while its versions come and go."""

    slug = models.SlugField(max_length=120, unique=True)
    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    demonstration = models.BooleanField(default=False, help_text="its texts were written for the demo")

    def __str__(self) -> str:
        return self.slug


class Version(Row):
    """One published design of a micro-credential. Immutable, with everything below it; a change is a new row.

    What is another thing to earn gets the next `number`; the same in better words keeps it and gets the next
    `revision`. Both are rows of their own, with their own rubric, digests and address.

    `digest` is the SHA-256 of the canonical (RFC 8785) design, `rubric_digest` that of its rubric alone, both in
    hexadecimal. `design` is that canonical design; the rows below repeat it for joins and foreign keys.
    """

    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(
        default=0, db_default=0, help_text="0: as the version of this number was first published"
    )
    title = models.CharField(max_length=200)
    competency = models.TextField()
    key_method = models.TextField()
    hours = models.PositiveSmallIntegerField(help_text="hours of work an educator should expect")
    language = models.CharField(max_length=10, default="en")
    design = models.JSONField()
    digest = models.CharField(max_length=64)
    rubric_digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["micro_credential", "number", "revision"], name="one_version_per_number")
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["micro_credential", "number", "revision"]

    def __str__(self) -> str:
        return gettext("%(title)s · version %(label)s") % {"title": self.title, "label": self.label}

    @property
    def label(self) -> str:
        """The number as people read it and addresses name it: `2`, and `2.1` for its first revision."""
        return f"{self.number}.{self.revision}" if self.revision else str(self.number)


class Part(models.IntegerChoices):
    """The three parts of what is handed in."""

    OVERVIEW = 1, _("Part 1. Overview questions")
    ARTIFACTS = 2, _("Part 2. Artifacts")
    REFLECTION = 3, _("Part 3. Reflection")


class Criterion(Row):
    """One row of the rubric. `required_position` is the position of the level that is needed."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    part = models.PositiveSmallIntegerField(choices=Part.choices)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    required_position = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="one_criterion_per_position")
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["version", "position"]

    def __str__(self) -> str:
        return self.name


class Level(Row):
    """One level of a criterion, lowest first. Its UUID is the `RubricCriterionLevel` in signed credentials."""

    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="levels")
    position = models.PositiveSmallIntegerField(help_text="0 is the lowest")
    name = models.CharField(max_length=80)
    descriptor = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["criterion", "position"], name="one_level_per_position")
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["criterion", "position"]

    def __str__(self) -> str:
        return self.name


class Requirement(Row):
    """One thing to hand in: a question, an artifact or a reflection."""

    class Shows(models.TextChoices):
        NO_STUDENTS = "no_students", _("Nothing by or about students")
        STUDENT_WORK = "student_work", _("Students' work, without their names")
        STUDENTS = "students", _("Students may be seen or heard")

    class Kind(models.TextChoices):
        QUESTION = "question", _("Question")
        ARTIFACT = "artifact", _("Artifact")
        REFLECTION = "reflection", _("Reflection")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="requirements")
    position = models.PositiveSmallIntegerField()
    part = models.PositiveSmallIntegerField(choices=Part.choices)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    prompt = models.TextField()
    guidance = models.TextField(blank=True)
    word_limit = models.PositiveIntegerField(null=True)
    accepts = ArrayField(
        models.CharField(max_length=20), default=list, help_text="of: document, image, audio, video, link"
    )
    criteria = models.ManyToManyField(Criterion, through="Feed", related_name="requirements")
    size_limit = models.PositiveIntegerField(null=True, help_text="MB for one file")
    minute_limit = models.PositiveIntegerField(null=True, help_text="minutes of one recording")
    page_limit = models.PositiveIntegerField(null=True, help_text="pages of one document")
    template_title = models.CharField(max_length=200, blank=True)
    template_url = models.TextField(blank=True)
    template_file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    one_of = models.CharField(max_length=60, blank=True, help_text="a group of alternatives: one of them suffices")
    why_instead = models.TextField(blank=True, help_text="for which reason it may be handed in instead of the others")
    shareable = models.BooleanField(default=False, help_text="a team may hand in the same artifact")
    annotated = models.BooleanField(default=False, help_text="educators pin where their files show each criterion")
    transcribed = models.BooleanField(default=False, help_text="each recording needs captions or a transcript")
    shows = models.CharField(max_length=20, blank=True, choices=Shows.choices, help_text="of students, at most")
    consents = ArrayField(models.CharField(max_length=20), default=list, help_text="of: family, student, adult, school")
    language = models.CharField(max_length=10, blank=True, help_text="of the evidence: a code, any, or translated")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="one_requirement_per_position")
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["version", "position"]

    def __str__(self) -> str:
        return self.prompt[:60]


class Feed(Row):
    """That a requirement's evidence is judged by a criterion."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="feeds")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="feeds")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["requirement", "criterion"], name="one_feed_per_pair")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.requirement_id} → {self.criterion_id}"


class PartRule(Row):
    """By which rule a part of a version passes, where its author chose another than the usual one.

    `count` is the number of criteria that must reach their level, or the sum of levels that is needed.
    """

    class Kind(models.TextChoices):
        AT_LEAST = "at_least", _("At least so many criteria reach their level")
        TOTAL = "total", _("The levels sum up to so many points")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="part_rules")
    part = models.PositiveSmallIntegerField(choices=Part.choices)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    count = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "part"], name="one_rule_per_part")]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["version", "part"]

    def __str__(self) -> str:
        return f"part {self.part}: {self.kind} {self.count}"


class Prerequisite(Row):
    """That a micro-credential is to be earned before this version is started."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="prerequisites")
    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "micro_credential"], name="one_prerequisite_per_pair")
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["version", "position"]

    def __str__(self) -> str:
        return f"{self.version_id} after {self.micro_credential_id}"


class Alignment(Row):
    """A link from a version to an item of a framework."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="alignments")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "standard"], name="one_alignment_per_standard")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.version_id} → {self.standard_id}"
