"""Reading together before work is handed in: inviting, joining, commenting, resolving, and ending it."""

from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion, Requirement
from microcred.catalog.queries import title_for_readers
from microcred.foundation import jobs
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person
from microcred.organizations.queries import identifiers_by_address
from microcred.portfolios.models import (
    Peer,
    PeerComment,
    PeerEnd,
    PeerInvitation,
    PeerResolution,
    Pursuit,
    Submission,
)
from microcred.portfolios.operations.gates import open_pursuit, own
from microcred.portfolios.queries.peers import assesses, holds_now
from microcred.portfolios.rules import plain_text

MOST_PEERS = 5
"""who read one attempt at the same time: a few close colleagues, not an audience"""

MOST_ASKED = 20
"""invitations of one attempt, those that were ended included: nobody writes to strangers through it"""

LONGEST_ADDRESS = 254
"""characters (RFC 5321, section 4.5.3.1.3, less the angle brackets)"""

LONGEST_COMMENT = 4000
"""characters"""

PEER_MAIL_JOB = "portfolios.mail_peer_invitation"


class PeerAddressUnreadable(Refusal):
    """What was typed is no e-mail address."""

    message = _("“{typed}” is no e-mail address. Write it as in name@example.org.")
    field = "email"
    status = 422


class InvitesThemselves(Refusal):
    """It is their own address."""

    message = _("This is your own address. Ask somebody else to read your work: you know it too well.")
    field = "email"
    status = 422


class TooManyPeers(Refusal):
    """As many as can be listened to."""

    message = _("{count} people read this work or are asked to, as many as one attempt takes. End one first.")
    field = "email"


class MayComeToJudge(Refusal):
    """The educator asked somebody who scores."""

    message = _(
        "This person cannot read your work beforehand: they may come to judge such work, and whoever judges must not "
        "know whose it is. Ask another colleague or your coach."
    )
    field = "email"


class JudgesSuchWork(Refusal):
    """Somebody who scores was asked to read."""

    message = _(
        "You score work on this platform, or look after those who do, so you cannot read work whose author you know. "
        "Tell {who} that somebody else should; nothing of it was shown to you."
    )


class ReadingOver(Refusal):
    """The invitation holds no longer."""

    message = _(
        "You can no longer read this work: it was handed in, or the invitation was ended. What you said stays with "
        "{who}, who can invite you again should it come back."
    )


class CommentEmpty(Refusal):
    """Nothing was said."""

    message = _("Write something first: what is clear already, and what you would still like to know.")
    field = "text"
    status = 422


class CommentTooLong(Refusal):
    """It was said at length."""

    message = _("This comment has {count} characters; a comment holds {limit}. Make two of it.")
    field = "text"
    status = 422


@operation
def invite_peer(*, actor: Person, pursuit: Pursuit, email: str, at: datetime) -> PeerInvitation:
    """Ask somebody by their address to read one's work before it is handed in. Asked twice, it is one invitation.

    It holds for the submission that is being prepared. Who has no account becomes a person here by signing up with it.

    Raises:
        PeerAddressUnreadable, InvitesThemselves, TooManyPeers, MayComeToJudge, BeingJudged, AlreadyEarned, MovedOver,
        NotAllowed.
    """
    own(actor, pursuit)
    typed, email = email.strip(), email.strip().lower()
    _is_an_address(typed, email)
    hold(pursuit.pk)
    open_pursuit(pursuit)
    number = Submission.objects.filter(pursuit=pursuit).count() + 1
    asked = PeerInvitation.objects.filter(pursuit=pursuit, number=number)
    standing = asked.filter(end__isnull=True)
    there = standing.filter(email=email).first()
    if there is not None:
        return there
    found = identifiers_by_address([email]).get(email)
    if found == actor.pk:
        raise InvitesThemselves
    if standing.count() >= MOST_PEERS or asked.count() >= MOST_ASKED:
        raise TooManyPeers(count=MOST_PEERS)
    person = Person.objects.filter(pk=found).first() if found else None
    if person is not None and assesses(person, at=at):
        raise MayComeToJudge
    invitation = PeerInvitation.objects.create(pursuit=pursuit, email=email, number=number, invited_at=at)
    if person is not None:
        _tell_who_is_asked(invitation, person, at)
    else:
        jobs.defer(PEER_MAIL_JOB, queue="mail", invitation_id=str(invitation.pk))
    return invitation


@operation
def join_as_peer(*, actor: Person, invitation: PeerInvitation, at: datetime) -> Peer:
    """Take up an invitation to read. Joining twice is joining once.

    Raises:
        ReadingOver: it was ended, or the work was handed in.
        JudgesSuchWork: the actor scores, or leads who do.
        NotAllowed: the actor has not shown that the invited address is theirs.
    """
    _is_theirs(actor, invitation)
    hold(invitation.pursuit_id)
    _opens(actor, invitation, at)
    peer, _is_new = Peer.objects.get_or_create(invitation=invitation, defaults={"person": actor, "joined_at": at})
    if peer.person_id != actor.pk:
        raise NotAllowed
    return peer


@operation
def comment_as_peer(
    *, actor: Person, invitation: PeerInvitation, about: Requirement | Criterion, text: str, at: datetime
) -> PeerComment:
    """Say something of one requirement or of one criterion, to the educator and to nobody else.

    Raises:
        CommentEmpty, CommentTooLong, ReadingOver, JudgesSuchWork.
        NotAllowed: the actor has not joined, or it belongs to other work.
    """
    text = plain_text(text).strip()
    if not text:
        raise CommentEmpty
    if len(text) > LONGEST_COMMENT:
        raise CommentTooLong(count=len(text), limit=LONGEST_COMMENT)
    peer = Peer.objects.filter(invitation=invitation, person=actor).first()
    if peer is None or about.version_id != invitation.pursuit.version_id:
        raise NotAllowed
    hold(invitation.pursuit_id)
    _opens(actor, invitation, at)
    comment = PeerComment.objects.create(
        peer=peer,
        requirement=about if isinstance(about, Requirement) else None,
        criterion=about if isinstance(about, Criterion) else None,
        text=text,
        written_at=at,
    )
    _tell_of_comments(invitation, actor, at)
    return comment


@operation
def resolve_peer_comment(*, actor: Person, comment: PeerComment, at: datetime) -> PeerResolution:
    """Be done with a comment on one's own work. Resolving twice is resolving once.

    Raises:
        NotAllowed: the work is another's.
    """
    own(actor, comment.peer.invitation.pursuit)
    resolution, _is_new = PeerResolution.objects.get_or_create(comment=comment, defaults={"resolved_at": at})
    return resolution


@operation
def end_peer(*, actor: Person, invitation: PeerInvitation, at: datetime) -> PeerEnd:
    """Let somebody read no longer, or read no longer oneself. What was said stays with the educator. Once.

    Raises:
        NotAllowed: the actor is neither the educator nor the one who was asked.
    """
    if invitation.pursuit.person_id != actor.pk:
        _is_theirs(actor, invitation)
    end, _is_new = PeerEnd.objects.get_or_create(invitation=invitation, defaults={"ended_by": actor, "ended_at": at})
    return end


def _is_an_address(typed: str, email: str) -> None:
    if len(email) > LONGEST_ADDRESS:
        raise PeerAddressUnreadable(typed=typed[:80])
    try:
        validate_email(email)
    except ValidationError as error:
        raise PeerAddressUnreadable(typed=typed[:80]) from error


def _is_theirs(actor: Person, invitation: PeerInvitation) -> None:
    if Peer.objects.filter(invitation=invitation, person=actor).exists():
        return
    if identifiers_by_address([invitation.email]).get(invitation.email) != actor.pk:
        raise NotAllowed


def _opens(actor: Person, invitation: PeerInvitation, at: datetime) -> None:
    who = invitation.pursuit.person.name
    if not holds_now(PeerInvitation.objects.filter(pk=invitation.pk)).exists():
        raise ReadingOver(who=who)
    if assesses(actor, at=at):
        raise JudgesSuchWork(who=who)


def _tell_who_is_asked(invitation: PeerInvitation, person: Person, at: datetime) -> None:
    who = invitation.pursuit.person
    tell(
        actor=who,
        person=person,
        kind="peer_invitation",
        subject=_("{who} asks you to read their work"),
        body=_(
            "{who} works on “{title}” and asks you to read it before it is handed in. You see the work and the "
            "rubric, and can comment on each part. Only {who} reads what you say; no assessor ever does.\n\n"
            "You can change nothing of the work, and it closes to you when it is handed in."
        ),
        facts={"who": who.name, "title": title_for_readers(invitation.pursuit.version)},
        path=reverse("peer_readings"),
        key=f"peer-invitation:{invitation.pk}",
        at=at,
    )


def _tell_of_comments(invitation: PeerInvitation, peer: Person, at: datetime) -> None:
    """The educator hears of it once a day for each peer, however much they say."""
    pursuit = invitation.pursuit
    tell(
        actor=peer,
        person=pursuit.person,
        kind="peer_commented",
        subject=_("{who} commented on your work"),
        body=_(
            "{who} read your work on “{title}” and said something of it. The comments stand beside your work; "
            "only you see them."
        ),
        facts={"who": peer.name, "title": title_for_readers(pursuit.version)},
        path=reverse("pursuit", args=[pursuit.pk]),
        key=f"peer-commented:{invitation.pk}:{at.astimezone(UTC).date().isoformat()}",
        at=at,
    )
