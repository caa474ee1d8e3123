"""A lead takes a submission back from who has it in hand."""

from datetime import datetime

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as
from microcred.scoring.models import Claim, GivenBack
from microcred.scoring.operations.claims import is_held, locked, put_back
from microcred.scoring.operations.waits import leave_wait


class NoReason(Refusal):
    """A submission is taken from somebody who is not told why."""

    message = _("Say why. Who has it in hand reads it, and may have noted much already.")
    field = "reason"


class NotInHand(Refusal):
    """Who had the submission has saved their reading or given it back, or somebody else has it by now."""

    message = _(
        "Who had this submission has it in hand no more: it was read, went back to the queue, or somebody else took "
        "it. Load the page again to see how it stands."
    )


@operation
def take_from_reader(*, actor: Person, claim: Claim, reason: str, at: datetime) -> GivenBack:
    """Put a submission that somebody has in hand back in the queue, in its old place, before their time with it ends.

    They are told who did and why. What they noted is kept as when their time ends by itself; it is not offered to them
    for a day, but they may take it up again as long as nobody else has.

    Args:
        actor: a lead assessor of who offers the micro-credential, or above. Whose reading it is they need not know.
        claim: the one that is to end; another, that somebody made meanwhile, goes on.
        reason: in words to the assessor.

    Raises:
        NoReason, NotInHand, NotAllowed.
    """
    # Whoever saves a reading, notes something or gives it back locks it too: either they were first, or they find out.
    held = locked(claim.item)
    owner = held.version.micro_credential.owner
    if not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=owner, at=at):
        raise NotAllowed
    if not reason.strip():
        raise NoReason
    is_this_one = held.claims_made == claim.number and held.assessor_id == claim.assessor_id
    if held.settled_at is not None or not is_this_one or not is_held(held, at):
        raise NotInHand
    taken = GivenBack.objects.create(
        item=held, assessor=claim.assessor, claim=claim, reason=reason, taken_by=actor, given_back_at=at
    )
    leave_wait(held, at)
    put_back(held)
    tell(
        actor=None,
        person=claim.assessor,
        kind="taken_from_reader",
        subject=format_lazy(_("Taken back: submission {alias}"), alias=held.alias),
        body=format_lazy(
            _(
                "{name} took submission {alias} back, so that it goes on: “{reason}” What you noted is kept, and you "
                "may take it up again as long as nobody else has."
            ),
            name=actor.name,
            alias=held.alias,
            reason=reason,
        ),
        path=reverse("queue"),
        key=f"taken_from_reader:{taken.pk}",
        at=at,
    )
    return taken
