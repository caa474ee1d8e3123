from datetime import timedelta

import pytest
from django.core import mail

from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import PeerComment, PeerEnd
from microcred.portfolios.operations import (
    BeingJudged,
    CommentEmpty,
    CommentTooLong,
    InvitesThemselves,
    JudgesSuchWork,
    MayComeToJudge,
    PeerAddressUnreadable,
    ReadingOver,
    TooManyPeers,
    comment_as_peer,
    end_peer,
    invite_peer,
    join_as_peer,
    mail_peer_invitation,
    resolve_peer_comment,
    return_for_revision,
)
from microcred.portfolios.operations import peers as verbs
from microcred.portfolios.queries import invitations_to_read, knowers_of, peers_of
from microcred.portfolios.tests.make import asked, handed_in, short, started


def ask(cast, pursuit, *, email=None, at=None):
    return invite_peer(actor=cast.ada, pursuit=pursuit, email=email or cast.gus.email, at=at or cast.at)


def reading(cast, pursuit):
    """Gus was asked and has joined."""
    invitation = ask(cast, pursuit)
    join_as_peer(actor=cast.gus, invitation=invitation, at=cast.at)
    return invitation


def says(cast, invitation, text="Who was at the table?", **more):
    about = more.pop("about", None) or asked(invitation.pursuit)
    return comment_as_peer(actor=cast.gus, invitation=invitation, about=about, text=text, at=cast.at, **more)


def test_a_colleague_is_asked_reads_and_comments_to_the_educator_alone(cast):
    pursuit = started(cast)
    invitation = reading(cast, pursuit)

    comment = says(cast, invitation)

    assert [one.comment for one in peers_of(pursuit).words] == [comment]
    assert Notice.objects.filter(person=cast.gus, kind="peer_invitation").count() == 1
    assert Notice.objects.filter(person=cast.ada, kind="peer_commented").count() == 1


def test_asked_twice_is_one_invitation_in_whatever_letters(cast):
    pursuit = started(cast)

    assert ask(cast, pursuit) == ask(cast, pursuit, email=" GUS@Example.org ")


def test_an_address_without_an_account_is_written_to_and_opens_to_who_signs_up_with_it(cast):
    invitation = ask(cast, started(cast), email="new@example.org")
    assert mail_peer_invitation(actor=None, invitation=invitation, at=cast.at)
    assert mail.outbox[-1].to == ["new@example.org"]
    assert cast.ada.name in mail.outbox[-1].subject

    newcomer = register(actor=None, name="Newcomer", email="new@example.org")
    assert list(invitations_to_read(newcomer)) == [invitation]
    assert join_as_peer(actor=newcomer, invitation=invitation, at=cast.at).person == newcomer


def test_no_mail_leaves_for_an_invitation_that_was_ended(cast):
    invitation = ask(cast, started(cast), email="new@example.org")
    end_peer(actor=cast.ada, invitation=invitation, at=cast.at)

    assert not mail_peer_invitation(actor=None, invitation=invitation, at=cast.at)


@pytest.mark.parametrize("typed", ["", "gus", "gus@", "a@b@c.org", "x" * 300 + "@example.org"])
def test_what_is_no_address_is_refused(cast, typed):
    with pytest.raises(PeerAddressUnreadable):
        ask(cast, started(cast), email=typed or " ")


def test_nobody_asks_themselves(cast):
    with pytest.raises(InvitesThemselves):
        ask(cast, started(cast), email=cast.ada.email)


@pytest.mark.parametrize("who", ["ben", "bea", "lena"])
def test_whoever_scores_cannot_be_asked_qualified_or_not(cast, who):
    with pytest.raises(MayComeToJudge, match="must not know whose it is"):
        ask(cast, started(cast), email=getattr(cast, who).email)


def test_whoever_came_to_score_meanwhile_is_refused_in_words_of_their_own(cast):
    pursuit = started(cast)
    invitation = ask(cast, pursuit)
    appoint(actor=None, person=cast.gus, organization=cast.places["carolinacred"], role=Role.ASSESSOR, at=cast.at)

    with pytest.raises(JudgesSuchWork, match="nothing of it was shown"):
        join_as_peer(actor=cast.gus, invitation=invitation, at=cast.at)


def test_as_many_as_can_be_listened_to(cast, monkeypatch):
    monkeypatch.setattr(verbs, "MOST_PEERS", 1)
    pursuit = started(cast)
    first = ask(cast, pursuit)
    with pytest.raises(TooManyPeers):
        ask(cast, pursuit, email="another@example.org")

    end_peer(actor=cast.ada, invitation=first, at=cast.at)
    assert ask(cast, pursuit, email="another@example.org")


def test_nobody_writes_to_strangers_by_asking_and_ending(cast, monkeypatch):
    monkeypatch.setattr(verbs, "MOST_ASKED", 2)
    pursuit = started(cast)
    for number in range(2):
        asked_one = ask(cast, pursuit, email=f"stranger{number}@example.org")
        end_peer(actor=cast.ada, invitation=asked_one, at=cast.at)

    with pytest.raises(TooManyPeers):
        ask(cast, pursuit, email="stranger9@example.org")


def test_submitting_closes_it_and_a_return_opens_it_only_to_who_is_asked_again(cast):
    pursuit = started(cast)
    invitation = reading(cast, pursuit)
    submission = handed_in(pursuit, at=cast.at)
    with pytest.raises(ReadingOver):
        says(cast, invitation)
    with pytest.raises(BeingJudged):
        ask(cast, pursuit, email="late@example.org")

    reopened = asked(pursuit, "reflection").criteria.all()
    return_for_revision(actor=None, submission=submission, short=short(reopened), at=cast.at)
    with pytest.raises(ReadingOver):
        says(cast, invitation)

    again = reading(cast, pursuit)
    assert (again.number, again != invitation) == (2, True)
    assert says(cast, again)


def test_it_ends_for_both_whoever_ends_it_and_what_was_said_stays(cast):
    pursuit = started(cast)
    for who in (cast.ada, cast.gus):
        invitation = reading(cast, pursuit)
        says(cast, invitation)
        end_peer(actor=who, invitation=invitation, at=cast.at)
        with pytest.raises(ReadingOver):
            says(cast, invitation)

    assert PeerEnd.objects.count() == 2
    assert len(peers_of(pursuit).words) == 2


def test_only_what_was_asked_of_one_opens_to_one(cast):
    pursuit = started(cast)
    invitation = ask(cast, pursuit)

    for forbidden in (
        lambda: join_as_peer(actor=cast.omar, invitation=invitation, at=cast.at),
        lambda: says(cast, invitation),  # asked, but not joined
        lambda: end_peer(actor=cast.omar, invitation=invitation, at=cast.at),
        lambda: invite_peer(actor=cast.gus, pursuit=pursuit, email="x@example.org", at=cast.at),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


def test_comments_say_something_and_not_a_book(cast):
    invitation = reading(cast, started(cast))

    with pytest.raises(CommentEmpty):
        says(cast, invitation, text=" \n ")
    with pytest.raises(CommentTooLong, match="4001"):
        says(cast, invitation, text="x" * 4001)


def test_a_criterion_can_be_spoken_of_but_not_one_of_other_work(cast):
    invitation = reading(cast, started(cast))
    criterion = invitation.pursuit.version.criteria.first()
    assert says(cast, invitation, about=criterion).criterion == criterion

    from microcred.programs.tests.make import version

    other = version(cast, name="Another").criteria.first()
    with pytest.raises(NotAllowed):
        says(cast, invitation, about=other)


def test_the_educator_alone_is_done_with_a_comment_once(cast):
    comment = says(cast, reading(cast, started(cast)))
    with pytest.raises(NotAllowed):
        resolve_peer_comment(actor=cast.gus, comment=comment, at=cast.at)

    first = resolve_peer_comment(actor=cast.ada, comment=comment, at=cast.at)
    assert resolve_peer_comment(actor=cast.ada, comment=comment, at=cast.at + timedelta(days=1)) == first


def test_the_educator_hears_once_a_day_however_much_is_said(cast):
    invitation = reading(cast, started(cast))
    for number in range(3):
        says(cast, invitation, text=f"Comment {number}")

    assert PeerComment.objects.count() == 3
    assert Notice.objects.filter(person=cast.ada, kind="peer_commented").count() == 1


def test_whoever_read_is_known_for_good(cast):
    invitation = reading(cast, started(cast))
    end_peer(actor=cast.gus, invitation=invitation, at=cast.at)

    assert knowers_of(cast.ada) == [cast.gus.pk]
