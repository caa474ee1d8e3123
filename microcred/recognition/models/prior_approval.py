"""Approval that rules ask for before somebody begins: asked, talked about, decided, taken back."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import MicroCredential
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.recognition.models.policies import Policy


class ApprovalRequest(Row):
    """That an educator asked, before beginning a micro-credential, for the approval that a policy wants.

    `policy` is the statement that asks for it, `clause` where in it; `decider` the district or state that decides.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    clause = models.CharField(max_length=100)
    decider = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True, help_text="what the educator wants it for")
    asked_at = models.DateTimeField()
    answer_by = models.DateField(help_text="the last day for an answer, in business days of who decides")

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["person", "micro_credential"], name="approvals_of_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.micro_credential_id}"


class ApprovalWord(Row):
    """What one side asked or answered while a request waits. Who spoke last waits for the other."""

    request = models.ForeignKey(ApprovalRequest, on_delete=models.PROTECT, related_name="said")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    said_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.request_id)


class ApprovalDecision(Row):
    """What was decided of a request, by whom, when; a no with the code of its reason."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Approved")
        DENIED = "denied", _("Denied")

    request = models.OneToOneField(ApprovalRequest, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    code = models.CharField(max_length=40, blank=True, help_text="one of `rules.reason_codes`")
    words = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="approved", code="") | (Q(outcome="denied") & ~Q(code="")),
                name="denied_for_a_reason",
            )
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.outcome


class ApprovalWithdrawal(Row):
    """That the educator took a request back before it was decided."""

    request = models.OneToOneField(ApprovalRequest, on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.request_id)
