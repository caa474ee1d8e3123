from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Value
from django.db.models.functions import Repeat
from django.utils.translation import gettext_lazy as _

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
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
    """One published design of a micro-credential. Immutable, with everything below it; a change is a new version.

    `digest` is the SHA-256 of the canonical (RFC 8785) design, `rubric_digest` that of its rubric alone, both in
    hexadecimal. `design` is that canonical design; the rows below repeat it for joins and foreign keys.
    """

    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
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
            models.UniqueConstraint(fields=["micro_credential", "number"], name="one_version_per_number")
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["micro_credential", "number"]

    def __str__(self) -> str:
        return f"{self.title} · version {self.number}"


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


class Retirement(Row):
    """That a micro-credential takes no new starts from a moment on. It stays verifiable."""

    micro_credential = models.OneToOneField(MicroCredential, on_delete=models.PROTECT, related_name="retirement")
    retired_at = models.DateTimeField()
    retired_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.micro_credential_id)


class Stack(Row):
    """A topic area of related micro-credentials."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    micro_credentials = models.ManyToManyField(MicroCredential, through="StackPlace", related_name="stacks")

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.name


class StackPlace(Row):
    """The place of a micro-credential in a stack."""

    stack = models.ForeignKey(Stack, on_delete=models.PROTECT, related_name="places")
    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="places")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stack", "micro_credential"], name="one_place_per_stack")
        ]
        indexes: ClassVar = [models.Index(fields=["stack", "position"], name="stack_order")]
        ordering: ClassVar = ["stack", "position"]

    def __str__(self) -> str:
        return f"{self.stack_id} {self.position}"


class Crosswalk(Row):
    """A curated selection across stacks."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    stacks = models.ManyToManyField(Stack, through="CrosswalkStep", related_name="crosswalks")

    def __str__(self) -> str:
        return self.name


class CrosswalkStep(Row):
    """A stack that a crosswalk draws from, in the order of its path."""

    crosswalk = models.ForeignKey(Crosswalk, on_delete=models.PROTECT, related_name="steps")
    stack = models.ForeignKey(Stack, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["crosswalk", "stack"], name="one_step_per_stack")]
        ordering: ClassVar = ["crosswalk", "position"]

    def __str__(self) -> str:
        return f"{self.crosswalk_id} {self.position}"


class Entry(models.Model):
    """What the public search reads: one row for each micro-credential on offer, made anew at each publication.

    A projection, so its rows change. `headline` ranks, and is small enough to be read for many hits; `keys` holds the
    values of every facet. The words by which it is found stand on a card of their own.
    """

    micro_credential = models.OneToOneField(
        MicroCredential, primary_key=True, on_delete=models.CASCADE, related_name="entry"
    )
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    slug = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    key_method = models.TextField()
    hours = models.PositiveSmallIntegerField()
    evidence = ArrayField(models.CharField(max_length=20), default=list, help_text="kinds of evidence asked for")
    stacks = ArrayField(models.CharField(max_length=120), default=list, help_text="slugs")
    keys = ArrayField(models.TextField(), default=list, help_text="facet:value")
    folded_title = models.CharField(max_length=220, help_text="lower case, without accents")
    headline = SearchVectorField(help_text="title and tags (A), key method and stacks (B), competency (C)")
    published_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["title", "slug"], name="entry_order")]

    def __str__(self) -> str:
        return self.title


class IndexCard(models.Model):
    """The words of one entry: `search` finds by every word of the design, `named` by what it is called.

    A common word is on 40,000 cards, and the index leads to the row of each, which says whether it may be seen. So
    rows are kept narrow, sixty to a page: both vectors lie beside the table and are read for phrases only. PostgreSQL
    moves values out of a row only when the row would be longer than 2 kB (its manual, “TOAST”), which those of short
    designs are not; `ballast` makes every row so, and is itself compressed to some 40 bytes.
    """

    number = models.AutoField(primary_key=True, help_text="of the entry: shorter than its identifier")
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="card")
    search = SearchVectorField(help_text="the headline and everything else (D)")
    named = SearchVectorField(help_text="title and tags")
    ballast = models.TextField(db_default=Repeat(Value(" "), 2_048))

    class Meta:
        # What is published waits in a list until it is put in its place in the index; each search reads that list.
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="card_search", gin_pending_list_limit=256),
            GinIndex(fields=["named"], name="card_named", gin_pending_list_limit=256),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Word(models.Model):
    """A word that stands in some entry, folded: what a mistyped word is mended to."""

    word = models.CharField(max_length=60, primary_key=True)

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="word_trigrams")]

    def __str__(self) -> str:
        return self.word


class Edition(models.Model):
    """One row, whose mark is another after each change of the entries: by it a server knows that its copy is old.

    The mark is random and not a number, so that a change that was rolled back never lends its mark to the next. What
    changed last is remembered, so that a server need not read everything anew: `changed[n]` names a micro-credential
    whose entry changed when the mark stopped being `befores[n]`.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    mark = models.UUIDField()
    befores = ArrayField(models.UUIDField(), default=list)
    changed = ArrayField(models.UUIDField(), default=list)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="one_edition")]

    def __str__(self) -> str:
        return str(self.mark)
