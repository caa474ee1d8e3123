"""What a licensure officer does: looking up with a basis, approving sets of credit, and files to the agency."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.recognition.models.ledger import Cycle, Entry


class LookUp(Row):
    """That an officer looked for a licence by its number, on what legal basis and why. `person` is empty where nothing
    was found; of the number only a digest is kept."""

    class Basis(models.TextChoices):
        RENEWAL = "renewal", _("A renewal that the person has asked for")
        APPLICATION = "application", _("An application of the person for a license or endorsement")
        AUDIT = "audit", _("An audit that law or rule asks for")
        CONSENT = "consent", _("Consent of the person, in writing")
        COURT = "court", _("An order of a court or a request that law binds the agency to")

    jurisdiction = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, help_text="keyed SHA-256 of the jurisdiction and the number")
    basis = models.CharField(max_length=20, choices=Basis.choices)
    words = models.TextField(help_text="which case or request it is")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField()
    looked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["person", "-looked_at"], name="looked_up")]

    def __str__(self) -> str:
        return self.basis


class CreditSet(Row):
    """What an officer said of the confirmed credit of a cycle, as it stood then: it goes to the agency, or back with a
    reason. When the credit changes, the next number says so."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    jurisdiction = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    amount = models.DecimalField(max_digits=10, decimal_places=2, help_text="of all its entries together")
    digest = models.CharField(max_length=64, help_text="SHA-256 of its entries and their amounts")
    code = models.CharField(max_length=40, blank=True, help_text="one of `rules.reason_codes`")
    words = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_credit_set_per_number"),
            models.CheckConstraint(
                condition=Q(outcome="approved", code="") | (Q(outcome="returned") & ~Q(code="")),
                name="returned_for_a_reason",
            ),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.number}"


class CreditSetEntry(Row):
    """One entry of a set, with what it counted for then."""

    set = models.ForeignKey(CreditSet, on_delete=models.PROTECT, related_name="entries")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["set", "entry"], name="once_in_a_credit_set")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.entry_id)


class BatchFile(Row):
    """A file for an agency: the receipt. `digest` is the SHA-256 of its bytes."""

    jurisdiction = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    layout = models.CharField(max_length=60)
    layout_version = models.PositiveIntegerField()
    number = models.PositiveIntegerField(help_text="of the jurisdiction, from 1")
    lines_count = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    digest = models.CharField(max_length=64)
    made_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["jurisdiction", "number"], name="one_batch_file_per_number")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.number)


class BatchLine(Row):
    """One line of a file. `key` names what it says, whichever file it is in; a set is in one file once, and again only
    after the agency rejected it."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("first sent")
        CORRECTION = "correction", _("correction")
        WITHDRAWAL = "withdrawal", _("withdrawal")
        AGAIN = "again", _("sent again")

    file = models.ForeignKey(BatchFile, on_delete=models.PROTECT, related_name="lines")
    set = models.ForeignKey(CreditSet, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    key = models.CharField(max_length=24)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    again = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="sent_again")
    text = models.TextField(help_text="as it stands in the file")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "place"], name="one_batch_line_per_place"),
            models.UniqueConstraint(fields=["set", "kind"], condition=Q(again__isnull=True), name="a_set_is_sent_once"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.key


class BatchResponse(Row):
    """That an agency's answer to a file was read back. `digest` is the SHA-256 of its bytes."""

    file = models.ForeignKey(BatchFile, on_delete=models.PROTECT, related_name="responses")
    digest = models.CharField(max_length=64)
    accepted = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "digest"], name="one_batch_response_per_content")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.digest


class BatchLineAnswer(Row):
    """What an agency said of a line: accepted, or rejected and why. The first word about a line stands."""

    line = models.OneToOneField(BatchLine, on_delete=models.PROTECT, related_name="answer")
    response = models.ForeignKey(BatchResponse, on_delete=models.PROTECT, related_name="answers")
    accepted = models.BooleanField()
    reason = models.TextField(blank=True)

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.line_id}: {self.accepted}"
