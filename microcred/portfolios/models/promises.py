"""What was promised of a submission, what stopped its clock, and that a promise was broken."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.calendars.models import Edition
from microcred.catalog.models import Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.portfolios.models.submissions import Submission


class PreCheckWay(models.TextChoices):
    """How submissions are checked for completeness and legibility before anybody judges them."""

    NONE = "none", _("not at all")
    AUTOMATIC = "automatic", _("by the system alone")
    PERSON = "person", _("by the system and a person")


class Terms(Row):
    """What an organization promises those who submit, and asks of them; the last row that says something counts.

    They hold for all versions of the organization and of those below it that say nothing themselves, or for one
    version alone. What is left empty is as above it.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        Version, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: all versions"
    )
    promised_days = models.PositiveSmallIntegerField(null=True, help_text="business days until a decision")
    pre_check_days = models.PositiveSmallIntegerField(null=True, help_text="business days until the pre-check is done")
    pre_check = models.CharField(
        max_length=10, blank=True, choices=PreCheckWay.choices, help_text="empty: as it is above"
    )
    captions_asked = models.BooleanField(null=True, help_text="whether recordings need captions or a transcript")
    attempts = models.PositiveSmallIntegerField(null=True, help_text="before each further one a coach signs off")
    shows_earlier = models.BooleanField(
        null=True, help_text="whether assessors of a resubmission see earlier levels and comments"
    )
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="nobody: the operator"
    )
    reason = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization", "version", "set_at"], name="terms_by_place")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.organization_id} {self.version_id or ''}"


class GivenPromise(Row):
    """The promise that went with a submission, as it was given: no later calendar makes it an earlier or later one.

    `by` is the midnight that ends its last day, and `pre_check_by` that of the pre-check; both move only by the
    business days on which the clock is stopped, counted by the same `edition` of the calendar and in the same `zone`.
    """

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="promise")
    business_days = models.PositiveSmallIntegerField()
    pre_check_days = models.PositiveSmallIntegerField()
    edition = models.ForeignKey(
        Edition, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: Monday to Friday"
    )
    zone = models.CharField(max_length=60)
    by = models.DateTimeField()
    pre_check_by = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.submission_id)


class Pause(Row):
    """That the clock of a promise stopped: from when, why, and on whose word. A `Resumption` ends it."""

    class Reason(models.TextChoices):
        """Why a clock stops. Holidays need no pause: the calendar knows them."""

        NEW_VERSION = "new_version", _("among the first submissions of a newly released version")
        INTEGRITY = "integrity", _("a question about originality is being looked into")
        PRIVACY = "privacy", _("a privacy question about the evidence is being settled")
        EDUCATOR = "educator", _("waiting for something from you")
        EVIDENCE = "evidence", _("some of the evidence cannot be opened")
        APPEAL = "appeal", _("the attempt before is being read afresh")
        QUESTION = "question", _("those who assess are settling a point among themselves; nothing is needed from you")

        @property
        def holds_reading(self) -> bool:
            """Whether nobody reads meanwhile. The first of a new version are read: slowly, that is all; and so is what
            somebody has a question about."""
            return self not in (Pause.Reason.NEW_VERSION, Pause.Reason.QUESTION)

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="pauses")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    note = models.CharField(max_length=300, blank=True, help_text="in words to the educator")
    paused_at = models.DateTimeField()
    paused_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="nobody: the system"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["submission", "paused_at"], name="pauses_of_submission")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.submission_id} {self.reason}"

    @property
    def keeps_from_reading(self) -> bool:
        """Whether nobody reads because of it: while it lasts, and after it until somebody takes the submission up."""
        return Pause.Reason(self.reason).holds_reading and not (
            hasattr(self, "resumption") and hasattr(self.resumption, "taken_up")
        )


class Resumption(Row):
    """That a pause ended, and on whose word."""

    pause = models.OneToOneField(Pause, on_delete=models.PROTECT, related_name="resumption")
    resumed_at = models.DateTimeField()
    resumed_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="nobody: the system"
    )

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pause_id)


class TakenUpAgain(Row):
    """That somebody who judges a submission took it up, or still held it, after a pause in which nobody read it; who it
    was is not said here. Until then its educator is told that it waits for an assessor."""

    resumption = models.OneToOneField(Resumption, on_delete=models.PROTECT, related_name="taken_up")
    taken_up_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.resumption_id)


class Breach(Row):
    """That a promise was broken and its educator was told so, once; with a new day only where one could be computed."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="breach")
    promised_by = models.DateTimeField(help_text="as it had moved by pauses until then")
    estimated_day = models.DateField(null=True)
    told_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.submission_id)
