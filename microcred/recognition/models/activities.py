"""What an educator did beside awards: convenings, courses, CEU, service; its documents, and what was said of it."""

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row, StoredFile
from microcred.organizations.models import Organization, Person
from microcred.recognition.models.acceptance import AcceptanceDecision
from microcred.recognition.models.policies import Policy
from microcred.recognition.models.queue import Delegation
from microcred.recognition.rules.activities import SERVICE


class Activity(Row):
    """Something that a person spent time on and that may be worth credit. What it is stands in its statements.

    `source` names, in other books, what it was taken over from: then nobody types it, and nobody has to say that it is
    so. What a recognizer accepted of another issuer names its acceptance too, and counts under the rules of that
    recognizer alone.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=120, blank=True)
    acceptance = models.ForeignKey(AcceptanceDecision, null=True, on_delete=models.PROTECT, related_name="+")

    papers: Sequence["ActivityDocument"] = ()
    """its documents, without those taken away, where a question has looked"""

    class Meta:
        triggers: ClassVar = frozen()
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(acceptance__isnull=True) | ~Q(source=""), name="accepted_is_taken_over")
        ]
        indexes: ClassVar = [models.Index(fields=["source"], name="activity_by_its_source", condition=~Q(source=""))]

    def __str__(self) -> str:
        return str(self.person_id)

    def is_for(self, recognizer: UUID) -> bool:
        """Whether it is given to the rules of a recognizer: what another one accepted is not."""
        return self.acceptance is None or self.acceptance.request.recognizer_id == recognizer


class ActivityStatement(Row):
    """What was stated of an activity; a correction is the next statement, until one is confirmed."""

    class ProviderKind(models.TextChoices):
        DISTRICT = "district", _("A district or school")
        UNIVERSITY = "university", _("A college or university")
        STATE = "state", _("A state agency")
        THIRD_PARTY = "third party", _("Somebody else")

    class Level(models.TextChoices):
        NONE = "", _("Not stated")
        UNDERGRADUATE = "undergraduate", _("Undergraduate")
        GRADUATE = "graduate", _("Graduate")

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=80, help_text="as policies name it")
    title = models.CharField(max_length=300)
    provider = models.CharField(max_length=300, blank=True)
    provider_kind = models.CharField(max_length=20, choices=ProviderKind.choices, blank=True)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(help_text="the day on which it was completed")
    certificate_on = models.DateField(null=True, help_text="the day that its certificate bears")
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    unit = models.CharField(max_length=60, help_text="as policies name it")
    topic = models.CharField(
        max_length=200, blank=True, help_text="what it is about, as categories of policies name it"
    )
    level = models.CharField(max_length=20, choices=Level.choices, blank=True)
    stated_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: it was taken over"
    )
    stated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "number"], name="one_activity_statement_per_number"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="activity_amount_positive"),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="activity_period"
            ),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What it is called, to whoever reads it now: service that was taken over is called in their language."""
        return _now(self.title) if self.kind == SERVICE and not self.stated_by_id else self.title


class ActivityRuling(Row):
    """What a renewal coordinator said of a statement of an activity: that it is so and counts, or not and why not."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")

    statement = models.OneToOneField(ActivityStatement, on_delete=models.PROTECT, related_name="ruling")
    office = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    code = models.CharField(max_length=40, blank=True, help_text="one of `rules.reason_codes`; empty: none was given")
    reason = models.TextField(blank=True)
    ruled_at = models.DateTimeField()
    ruled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    delegation = models.ForeignKey(
        Delegation, null=True, on_delete=models.PROTECT, related_name="+", help_text="by which it was ruled, if by one"
    )

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.outcome


class ActivityEnding(Row):
    """That an activity no longer stands: its person withdrew it, a coordinator took their word back, the books it was
    taken over from say something else, or what was accepted is no longer shown to hold."""

    class Why(models.TextChoices):
        WITHDRAWN = "withdrawn", _("Withdrawn")
        TAKEN_BACK = "taken_back", _("Confirmation taken back")
        FIGURES = "figures", _("Replaced by other figures")
        NOT_HELD = "not_held", _("No longer verified")

    activity = models.OneToOneField(Activity, on_delete=models.PROTECT, related_name="ending")
    why = models.CharField(max_length=12, choices=Why.choices)
    code = models.CharField(max_length=40, blank=True, help_text="one of `rules.reason_codes`")
    reason = models.TextField(blank=True)
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: nobody, the books did"
    )

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.why


class ActivityAllowance(Row):
    """At most how much a coordinator allows a confirmed activity to count for under a policy; the last one counts."""

    statement = models.ForeignKey(ActivityStatement, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=8, decimal_places=2, help_text="in the unit of the policy")
    code = models.CharField(max_length=40, help_text="one of `rules.reason_codes`")
    words = models.TextField(blank=True)
    allowed_at = models.DateTimeField()
    allowed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    delegation = models.ForeignKey(
        Delegation, null=True, on_delete=models.PROTECT, related_name="+", help_text="by which it was said, if by one"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="activity_allowance_of_something"),
            models.CheckConstraint(condition=~Q(code=""), name="activity_allowance_for_a_reason"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.amount}"


class ActivityDocument(Row):
    """A certificate or other paper of an activity: a clean copy of what was uploaded, whose hash is `sha256`."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(max_length=255, help_text="the file's name")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    attached_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.title


class DocumentSearch(Row):
    """What the search for malicious software came to in a document. Until there is one, nobody opens it."""

    class Outcome(models.TextChoices):
        PASSED = "passed", _("passed")
        NOT_SCANNED = "not_scanned", _("not scanned")
        REFUSED = "refused", _("refused")

    document = models.OneToOneField(ActivityDocument, on_delete=models.PROTECT, related_name="search")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    searched_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.outcome


class DocumentRemoval(Row):
    """That its person took a document away before anything was confirmed."""

    document = models.OneToOneField(ActivityDocument, on_delete=models.PROTECT, related_name="removal")
    removed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.document_id)
