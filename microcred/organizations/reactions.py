"""The door of jobs: mail of invitations."""

from uuid import UUID

from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.organizations import operations
from microcred.organizations.models import Invitation


@jobs.job(operations.INVITATION_JOB, queue="mail", most_tries=8, wait_grows_by=4)
def mail_invitation(invitation_id: str) -> None:
    """Send one invitation. A mail server that is down is tried again for most of a day."""
    invitation = Invitation.objects.select_related("organization", "invited_by").get(pk=UUID(invitation_id))
    operations.mail_invitation(actor=None, invitation=invitation, at=now())
