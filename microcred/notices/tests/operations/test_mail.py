import email
import socket
from datetime import timedelta
from email import policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from allauth.account.models import EmailAddress
from procrastinate.contrib.django.models import ProcrastinateJob

from microcred.notices import reactions
from microcred.notices.models import Notice
from microcred.notices.operations import mail, message_id_of
from microcred.notices.tests.make import told


class PostOffice:
    """What a real SMTP server took in, and whom from whom."""

    def __init__(self):
        self.taken = []
        self.closed = False

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.closed:
            return "451 try again later"
        self.taken.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=policy.default)))
        return "250 taken"


class Counter(Controller):
    """An SMTP server at a socket that is bound already, so that nobody else can be given its port."""

    def __init__(self, office):
        self.socket = socket.create_server(("127.0.0.1", 0))
        super().__init__(office, hostname="127.0.0.1", port=self.socket.getsockname()[1])

    def _create_server(self):
        return self.loop.create_server(self._factory_invoker, sock=self.socket)


@pytest.fixture
def post_office(settings):
    office = PostOffice()
    server = Counter(office)
    server.start()
    port = server.port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.PUBLIC_URL = "https://cred.example.org"
    yield office
    server.stop()


def test_a_mail_leaves_over_smtp_with_text_and_html(cast, post_office):
    notice = told(cast.ada, at=cast.at)

    assert mail(actor=None, notice=notice, at=cast.at)

    [(recipients, message)] = post_office.taken
    assert recipients == [cast.ada.email]
    assert message["Subject"] == "We have your submission"
    assert message["Message-ID"] == message_id_of(notice) == f"<{notice.pk}@cred.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    text = message.get_body(("plain",)).get_content()
    assert f"Hello {cast.ada.name}," in text
    assert "https://cred.example.org/submissions/1/" in text
    page = message.get_body(("html",)).get_content()
    assert '<a href="https://cred.example.org/submissions/1/"' in page
    assert "<p>An assessor reads it next.</p>" in page
    notice.refresh_from_db()
    assert notice.mailed_at == cast.at


def test_what_people_wrote_is_text_in_the_html_and_as_written_in_the_text(cast, post_office):
    notice = told(cast.ada, at=cast.at, body="About <script>alert(1)</script> & co.")

    mail(actor=None, notice=notice, at=cast.at)

    [(_, message)] = post_office.taken
    assert "<script>" not in message.get_body(("html",)).get_content()
    assert "About <script>alert(1)</script> & co." in message.get_body(("plain",)).get_content()


def test_a_job_that_runs_twice_mails_once(cast, post_office):
    notice = told(cast.ada, at=cast.at)
    later = cast.at + timedelta(minutes=5)

    assert mail(actor=None, notice=notice, at=cast.at)
    assert not mail(actor=None, notice=notice, at=later)

    assert len(post_office.taken) == 1
    assert Notice.objects.get().mailed_at == cast.at


def test_a_killed_worker_may_mail_twice_but_under_one_message_id(cast, post_office):
    notice = told(cast.ada, at=cast.at)
    mail(actor=None, notice=notice, at=cast.at)
    Notice.objects.update(mailed_at=None)  # the mail server had said yes; the commit never came

    mail(actor=None, notice=notice, at=cast.at)

    assert [message["Message-ID"] for _, message in post_office.taken] == [message_id_of(notice)] * 2


def test_a_mail_server_that_says_no_leaves_the_notice_unmailed(cast, post_office):
    notice = told(cast.ada, at=cast.at)
    post_office.closed = True

    with pytest.raises(Exception, match="try again later"):
        mail(actor=None, notice=notice, at=cast.at)

    notice.refresh_from_db()
    assert notice.mailed_at is None
    post_office.closed = False
    assert mail(actor=None, notice=notice, at=cast.at)


def test_mail_goes_to_the_verified_primary_address_only(cast, post_office):
    EmailAddress.objects.filter(user=cast.ada).update(primary=False)
    EmailAddress.objects.create(user=cast.ada, email="ada@home.example", verified=True, primary=True)

    mail(actor=None, notice=told(cast.ada, at=cast.at), at=cast.at)

    assert [recipients for recipients, _ in post_office.taken] == [["ada@home.example"]]


def test_nothing_is_mailed_to_an_address_that_nobody_verified(cast, post_office):
    EmailAddress.objects.filter(user=cast.ada).update(verified=False)
    notice = told(cast.ada, at=cast.at)

    assert not mail(actor=None, notice=notice, at=cast.at)

    assert post_office.taken == []
    assert reactions.take_up_mail_told_before(cast.at + timedelta(minutes=15)) == 0


def test_without_a_mail_server_each_mail_is_a_file(cast, settings, tmp_path):
    settings.EMAIL_BACKEND = "microcred.foundation.mail.MailToFiles"
    settings.MAIL_ROOT = tmp_path

    mail(actor=None, notice=told(cast.ada, at=cast.at), at=cast.at)

    [file] = Path(tmp_path).glob("*.eml")
    message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert message["To"] == cast.ada.email


def test_mail_that_a_dead_worker_left_behind_is_taken_up_again(cast):
    notice = told(cast.ada, at=cast.at)
    ProcrastinateJob.objects.all()._raw_delete("default")  # the job went down with its worker

    assert reactions.take_up_mail_told_before(cast.at) == 0, "not yet: it was told this very moment"
    assert reactions.take_up_mail_told_before(cast.at + timedelta(minutes=15)) == 1
    assert reactions.take_up_mail_told_before(cast.at + timedelta(minutes=30)) == 0, "a job waits already"

    mail(actor=None, notice=notice, at=cast.at)
    assert reactions.take_up_mail_told_before(cast.at + timedelta(minutes=45)) == 0
