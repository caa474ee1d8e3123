from typing import ClassVar

from django.db import models

from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person
from microcred.recognition.models.policies import Policy


class PolicyDraft(Row):
    """Rules that an office is writing and that hold nowhere: text that is edited until it is stated.

    `revision` counts savings, so that of two who write at once nobody's words are lost unseen.
    """

    jurisdiction = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(help_text="a policy document, YAML or JSON, perhaps not finished")
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stated = models.OneToOneField(
        Policy, null=True, on_delete=models.PROTECT, related_name="+", help_text="what came of it; then it is closed"
    )
    set_aside_at = models.DateTimeField(null=True, help_text="when its office gave it up")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["jurisdiction", "-changed_at"], name="drafts_of_jurisdiction")]

    def __str__(self) -> str:
        return f"{self.jurisdiction_id} {self.revision}"
