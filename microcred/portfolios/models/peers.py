"""Who reads an educator's work with them before it is handed in, and what they say of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from microcred.catalog.models import Criterion, Requirement
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person
from microcred.portfolios.models.pursuits import Pursuit


class PeerInvitation(Row):
    """An address asked by an educator to read their work before one attempt. It opens to who signs in with it.

    It holds for the submission that it names. Once that is handed in it opens nothing any more, whatever becomes of it.
    """

    pursuit = models.ForeignKey(Pursuit, on_delete=models.PROTECT, related_name="peer_invitations")
    email = models.EmailField(help_text="in lower case")
    number = models.PositiveSmallIntegerField(help_text="that the submission will have which it is asked for")
    invited_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["email"], name="peer_invitations_by_address")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class Peer(Row):
    """That a person took up an invitation to read."""

    invitation = models.OneToOneField(PeerInvitation, on_delete=models.PROTECT, related_name="peer")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.invitation_id)


class PeerEnd(Row):
    """That an invitation to read holds no longer, taken up or not: who ended it, and when."""

    invitation = models.OneToOneField(PeerInvitation, on_delete=models.PROTECT, related_name="end")
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.invitation_id)


class PeerComment(Row):
    """What a peer said of one requirement, or of one criterion. No verb changes it; it goes with its owner's work."""

    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="comments")
    requirement = models.ForeignKey(Requirement, null=True, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(requirement__isnull=True) ^ Q(criterion__isnull=True), name="peer_comment_on_one_thing"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PeerResolution(Row):
    """That the educator is done with a peer's comment."""

    comment = models.OneToOneField(PeerComment, on_delete=models.PROTECT, related_name="resolution")
    resolved_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.comment_id)
