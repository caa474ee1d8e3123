import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from microcred.foundation.models import AuditEntry
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Invitation, Role
from microcred.organizations.operations import INVITATION_JOB, digest_of, invite, mail_invitation


@pytest.fixture
def invited(cast):
    return invite(
        actor=cast.omar,
        organization=cast.places["rock-hill"],
        email="Maria@RockHill.example",
        role=Role.RECOGNIZER,
        at=cast.at,
    )


def test_an_invitation_waits_to_be_mailed(invited):
    invitation, _token = invited

    [job] = ProcrastinateJob.objects.filter(task_name=INVITATION_JOB)
    assert job.args == {"invitation_id": str(invitation.pk)}


def test_the_token_stands_in_the_mail_and_nowhere_else(cast, invited, settings):
    settings.PUBLIC_URL = "https://cred.example.org"
    invitation, token = invited

    assert mail_invitation(actor=None, invitation=invitation, at=cast.at)

    [message] = mail.outbox
    assert message.to == ["maria@rockhill.example"]
    assert message.subject == "Omar Haddad invites you to Rock Hill Schools"
    assert f"https://cred.example.org/invitations/{token}/" in message.body
    kept = Invitation.objects.values_list().get()
    assert token not in map(str, kept)
    assert digest_of(token) in kept
    assert not AuditEntry.objects.filter(subjects__icontains=token).exists()
    assert not ProcrastinateJob.objects.filter(args__icontains=token).exists()


def test_a_name_cannot_add_a_header_to_the_mail(invited, cast):
    invitation, _token = invited
    invitation.organization.name = "Rock Hill\r\nBcc: everyone@example.org"

    mail_invitation(actor=None, invitation=invitation, at=cast.at)

    [message] = mail.outbox
    assert message.message()["Bcc"] is None
    assert message.recipients() == ["maria@rockhill.example"]


def test_an_expired_invitation_is_not_mailed(invited):
    invitation, _token = invited

    assert not mail_invitation(actor=None, invitation=invitation, at=invitation.expires_at)
    assert mail.outbox == []


def test_every_invitation_has_a_token_of_its_own(invited, cast):
    _, second = invite(
        actor=cast.omar,
        organization=cast.places["rock-hill"],
        email="maria@rockhill.example",
        role=Role.RECOGNIZER,
        at=cast.at,
    )

    assert second != invited[1]
    assert len(second) >= 43


@pytest.mark.parametrize("who", ["ada", "elena", "femi", "gus"])
def test_only_administrators_invite(cast, who):
    with pytest.raises(NotAllowed):
        invite(
            actor=getattr(cast, who),
            organization=cast.places["rock-hill"],
            email="friend@example.org",
            role=Role.ORG_ADMIN,
            at=cast.at,
        )
