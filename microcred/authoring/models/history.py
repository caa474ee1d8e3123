from typing import ClassVar

from django.db import models
from django.db.models import Q

from microcred.authoring.models.drafts import Draft
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class DraftRevision(Row):
    """What a draft said after one save: whole, for ever, with who saved it and when. Revision 0 is the beginning.

    `written` is what the writer's own form said, where somebody else's changes to other fields were joined to it; the
    next save of that form is compared with it. A `conflicting` one never was the draft: it is what a save wanted to
    write that somebody else had overtaken. `restored` is the earlier state that this save brought back.
    """

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="revisions")
    revision = models.PositiveIntegerField()
    design = models.JSONField(help_text="as `Draft.design`")
    written = models.JSONField(null=True, help_text="empty: the same as `design`")
    conflicting = models.BooleanField(default=False)
    restored = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    saved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["draft", "revision"], condition=Q(conflicting=False), name="one_state_per_revision"
            )
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.draft_id} r{self.revision}"
