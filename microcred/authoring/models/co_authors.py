from typing import ClassVar

from django.db import models

from microcred.authoring.models.drafts import Draft
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class CoAuthorInvitation(Row):
    """An address asked to write with others on one draft. It opens to who signs in with that address, verified."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="co_author_invitations")
    email = models.EmailField(help_text="in lower case")
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class CoAuthor(Row):
    """That a person took up an invitation, and writes on the draft until the invitation ends."""

    invitation = models.OneToOneField(CoAuthorInvitation, on_delete=models.PROTECT, related_name="co_author")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.invitation_id)


class CoAuthorEnd(Row):
    """That an invitation holds no longer, taken up or not: who ended it, and when."""

    invitation = models.OneToOneField(CoAuthorInvitation, on_delete=models.PROTECT, related_name="end")
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.invitation_id)
