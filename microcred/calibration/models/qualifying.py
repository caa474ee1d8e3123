"""The test by which assessors qualify for a version, the attempts at it, and the certificate that it earns."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.calibration.models.exemplars import Paper, PaperReading, PaperSet
from microcred.calibration.rules import FEWEST_TO_QUALIFY, USUAL, Terms
from microcred.catalog.models import Version
from microcred.credentials.models import DocumentIntent
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person


class QualifyingTerms(Row):
    """By which figures an organization, and those below it, try who wants to score. The newest counts.

    Shares and chances are in hundredths. Rows of before may say fewer than ten papers: they stay as they were said, and
    are gone by as `figures` reads them.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    good = models.PositiveSmallIntegerField(help_text="share of agreed levels that qualifies")
    poor = models.PositiveSmallIntegerField(help_text="share that does not")
    wrongly_in = models.PositiveSmallIntegerField(help_text="chance that somebody as poor qualifies, at most")
    wrongly_out = models.PositiveSmallIntegerField(help_text="chance that somebody as good does not, at most")
    far_off = models.PositiveSmallIntegerField(help_text="share of levels off by two or more with which one qualifies")
    fewest = models.PositiveSmallIntegerField(help_text="papers before which nothing is decided")
    most = models.PositiveSmallIntegerField(help_text="papers after which a lead decides")
    wait_days = models.PositiveSmallIntegerField(help_text="from an attempt that did not qualify until the next")
    attempts = models.PositiveSmallIntegerField(help_text="that may end without qualifying within a year")
    valid_days = models.PositiveSmallIntegerField(help_text="for which a certificate holds")
    recalibration = models.PositiveSmallIntegerField(default=5, help_text="papers of a recalibration")
    away_days = models.PositiveSmallIntegerField(
        default=90, help_text="without a reading, after which one is recalibrated"
    )
    pauses = models.BooleanField(default=True, help_text="whether the rule pauses a right; if not, it proposes so")
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = [
            *frozen(),
            # No constraint: it would also look at rows of before, when their person changes hands.
            pgtrigger.Trigger(
                name="enough_papers",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__fewest__lt=FEWEST_TO_QUALIFY),
                func=f"RAISE EXCEPTION 'nobody qualifies or fails on fewer than {FEWEST_TO_QUALIFY} papers';",
            ),
        ]
        ordering: ClassVar = ["organization", "declared_at", "pk"]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.good}/{self.poor}"

    @property
    def figures(self) -> Terms:
        """What is gone by, without who said it: as it says, and never fewer papers than may decide."""
        said = {name: getattr(self, name) for name in vars(USUAL)}
        return Terms(**said | {name: max(said[name], FEWEST_TO_QUALIFY) for name in ("fewest", "most")})


class QualifyingAttempt(Row):
    """One person's attempt at the test of a version. By `seed` its papers come in their order, out of one edition."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    terms = models.ForeignKey(QualifyingTerms, on_delete=models.PROTECT, related_name="+")
    paper_set = models.ForeignKey(PaperSet, on_delete=models.PROTECT, related_name="+")
    seed = models.BigIntegerField()
    started_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["person", "version", "started_at"], name="attempts_of_person")]
        ordering: ClassVar = ["started_at", "pk"]

    def __str__(self) -> str:
        return str(self.pk)


class AttemptPaper(Row):
    """That a paper was given in an attempt: from then on it is opened, and counts as used, read or not."""

    attempt = models.ForeignKey(QualifyingAttempt, on_delete=models.PROTECT, related_name="papers")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(help_text="in the attempt, from 1")
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "paper"], name="one_place_in_an_attempt"),
            models.UniqueConstraint(fields=["attempt", "position"], name="one_attempt_paper_per_place"),
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["attempt", "position"]

    def __str__(self) -> str:
        return str(self.position)


class AttemptReading(Row):
    """The reading of one paper of an attempt."""

    given = models.OneToOneField(AttemptPaper, on_delete=models.PROTECT, related_name="answer")
    reading = models.OneToOneField(PaperReading, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.given_id)


class AttemptEnd(Row):
    """What an attempt came to, by the rule of its terms."""

    class Verdict(models.TextChoices):
        QUALIFIED = "qualified", _("qualified")
        NOT_YET = "not_yet", _("not yet")
        UNDECIDED = "undecided", _("for a lead to decide")

    attempt = models.OneToOneField(QualifyingAttempt, on_delete=models.PROTECT, related_name="end")
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    ended_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.verdict


class AttemptRuling(Row):
    """What a lead assessor made of an attempt that the rule did not decide, and why."""

    attempt = models.OneToOneField(QualifyingAttempt, on_delete=models.PROTECT, related_name="ruling")
    qualifies = models.BooleanField()
    reason = models.TextField()
    ruled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ruled_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.qualifies)


class Certificate(Row):
    """An assessor's right to score `version`, and every version that shares its rubric, which they earned by a test.

    For a half-open period. A renewal is another row.
    """

    attempt = models.OneToOneField(QualifyingAttempt, on_delete=models.PROTECT, related_name="certificate")
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="+", help_text="that whose rubric the version of the test has"
    )
    starts_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    badge = models.OneToOneField(
        DocumentIntent,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the credential that says so; empty: nobody above the micro-credential issues any",
    )

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [
            models.Index(fields=["assessor", "expires_at"], name="certificates_of_assessor"),
            models.Index(fields=["expires_at"], name="certificates_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.assessor_id} {self.version_id}"
