"""Writing together: inviting a colleague to a draft, joining, and ending it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from microcred.authoring.models import CoAuthor, CoAuthorEnd, CoAuthorInvitation, Draft
from microcred.authoring.operations import co_author_news
from microcred.authoring.operations.drafts import held, may_write
from microcred.authoring.queries import judges, own_addresses
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as, identifiers_by_address

MOST_CO_AUTHORS = 20
"""of one draft, with those who are asked"""


class AddressUnreadable(Refusal):
    """What was typed is no e-mail address."""

    message = _("“{typed}” is no e-mail address. Write it as in name@example.org.")
    field = "email"
    status = 422


class TooManyCoAuthors(Refusal):
    """As many as can find each other's words again."""

    message = _("{count} people write on this draft or are asked to, as many as one draft takes. End one first.")
    field = "email"


class CoAuthorshipEnded(Refusal):
    """The invitation holds no longer."""

    message = _("This invitation holds no longer. Ask {who} for another if you should write on the draft.")


class JudgesIt(Refusal):
    """Who judges a design does not write on it while they do."""

    message = _(
        "You judge this design, or what it is to become, in a quality review that is open, so you cannot write on it "
        "now. The invitation waits for you until the review is concluded."
    )


@operation
def invite_co_author(*, actor: Person, draft: Draft, email: str, at: datetime) -> CoAuthorInvitation:
    """Ask whoever has an address, in whatever organization, to write on a draft. Asked twice, it is one invitation.

    Whether anybody has an account with the address is not told: the invitation waits for whoever signs in with it. Nor
    is whether they judge the draft just now: then it waits until that is over, for it says whose the draft is.

    Raises:
        AddressUnreadable, TooManyCoAuthors, DraftPublished, NotAllowed.
    """
    may_write(actor, draft.owner, at)
    typed, email = email.strip(), email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise AddressUnreadable(typed=typed[:80]) from error
    draft = held(draft)
    standing = CoAuthorInvitation.objects.filter(draft=draft, end__isnull=True)
    there = standing.filter(email=email).first()
    if there is not None:
        return there
    if standing.count() >= MOST_CO_AUTHORS:
        raise TooManyCoAuthors(count=MOST_CO_AUTHORS)
    invitation = CoAuthorInvitation.objects.create(draft=draft, email=email, invited_by=actor, invited_at=at)
    found = identifiers_by_address([email]).get(email)
    asked = Person.objects.filter(pk=found).first() if found else None
    if asked is not None and not judges(asked, draft):
        co_author_news.asked_to_write(invitation, asked, at=at)
    return invitation


@operation
def join_draft(*, actor: Person, invitation: CoAuthorInvitation, at: datetime) -> CoAuthor:
    """Take up an invitation to a draft. Joining twice is joining once.

    Raises:
        CoAuthorshipEnded: the invitation was ended.
        JudgesIt: the actor judges the draft in an open round.
        NotAllowed: the actor has not shown that the invited address is theirs.
    """
    if invitation.email not in own_addresses(actor):
        raise NotAllowed
    # Who opens a round at the same time sees that they joined, or is seen here.
    hold(invitation.draft_id)
    draft = held(invitation.draft)
    if CoAuthorEnd.objects.filter(invitation=invitation).exists():
        raise CoAuthorshipEnded(who=invitation.invited_by)
    if judges(actor, draft):
        raise JudgesIt
    co_author, _is_new = CoAuthor.objects.get_or_create(
        invitation=invitation, defaults={"person": actor, "joined_at": at}
    )
    if co_author.person_id != actor.pk:
        raise NotAllowed
    return co_author


@operation
def end_co_authorship(*, actor: Person, invitation: CoAuthorInvitation, at: datetime) -> CoAuthorEnd:
    """Let somebody write on a draft no longer, or leave it oneself. What they wrote stays. Ended twice is ended once.

    Raises:
        NotAllowed: the actor is neither an author of the draft's organization nor the co-author.
    """
    joined = CoAuthor.objects.filter(invitation=invitation, person=actor).exists()
    own = joined or invitation.email in own_addresses(actor)
    if not own and not acts_as(actor, Role.AUTHOR, for_organization=invitation.draft.owner, at=at):
        raise NotAllowed
    end, _is_new = CoAuthorEnd.objects.get_or_create(
        invitation=invitation, defaults={"ended_by": actor, "ended_at": at}
    )
    return end
