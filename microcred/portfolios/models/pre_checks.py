"""Whether evidence can be opened and is all there, before anybody judges it: what was seen, and the check itself."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Requirement
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row, StoredFile
from microcred.organizations.models import Person
from microcred.portfolios.models.evidence import Item
from microcred.portfolios.models.promises import PreCheckWay
from microcred.portfolios.models.pursuits import Pursuit
from microcred.portfolios.models.submissions import Submission


class Gauge(Row):
    """What can be seen, read and heard in a stored file: figures, never its content."""

    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", help_text="whose file it is")
    facts = models.JSONField(help_text="as `foundation.inspection.gauging` has them; empty: it could not be gauged")
    unchanged_from = models.ForeignKey(
        StoredFile, null=True, on_delete=models.PROTECT, related_name="+", help_text="the template that it still is"
    )
    gauged_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.file_id)


class LinkLook(Row):
    """What came of opening a link once. The latest look counts; what could not be checked says nothing of the link."""

    class Outcome(models.TextChoices):
        OPENS = "opens", _("opens")
        GONE = "gone", _("not there")
        SIGN_IN = "sign_in", _("asks for a sign-in")
        UNCHECKED = "unchecked", _("could not be checked")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="link_looks")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    status = models.PositiveSmallIntegerField(null=True, help_text="of HTTP; empty: there was no answer")
    looked_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["item", "-looked_at"], name="latest_look_of_link")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.item_id} {self.outcome}"


class StoodBy(Row):
    """That an educator hands something in as it is, although the automatic check would hold it back. Without a word:
    whoever judges must learn nothing from it."""

    pursuit = models.ForeignKey(Pursuit, on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    fact = models.CharField(max_length=30)
    stood_by_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "fact"], name="stood_by_once"),
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.fact


class PreCheck(Row):
    """That a submission is looked at for completeness and legibility before anybody judges it. Deleted by nobody:
    `settled_at` is set when it was passed on, came back incomplete, or was taken back.

    `checker` and `lease_expires_at` are the current claim. `close_to` keeps whoever is close to its educator away.
    """

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="pre_check")
    way = models.CharField(max_length=10, choices=PreCheckWay.choices)
    begun_at = models.DateTimeField()
    close_to = ArrayField(
        models.UUIDField(),
        help_text="the educator, their peers and coaches, and the districts and schools they belonged to then",
    )
    checker = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    claim_number = models.PositiveIntegerField(default=0, help_text="a stale page has an old one")
    lease_expires_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["begun_at", "id"], condition=models.Q(settled_at__isnull=True), name="pre_checks_waiting"
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(checker__isnull=True, lease_expires_at__isnull=True)
                | models.Q(checker__isnull=False, lease_expires_at__isnull=False),
                name="pre_check_has_lease",
            )
        ]

    def __str__(self) -> str:
        return str(self.submission_id)


class PreCheckPassing(Row):
    """That a submission was found complete and legible, and went on to those who judge. By whom is told to nobody."""

    pre_check = models.OneToOneField(PreCheck, on_delete=models.PROTECT, related_name="passing")
    passed_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="nobody: the system"
    )
    passed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pre_check_id)
