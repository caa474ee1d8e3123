"""The mail that comes with a submission: it carries the digest and leads to the receipt, on any screen."""

import pytest
from django.core import mail as post
from django.core.mail import EmailMultiAlternatives

from microcred.notices.models import Notice
from microcred.notices.operations import mail
from microcred.portfolios.tests.make import handed_in, started
from tests.journeys.looking import folder_for_pictures


@pytest.fixture
def sent(cast, settings):
    """The submission, and the mail about it as it left."""
    settings.PUBLIC_URL = "https://cred.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    submission = handed_in(started(cast), at=cast.at)
    mail(actor=None, notice=Notice.objects.get(key=f"submission_received:{submission.pk}"), at=cast.at)
    return submission, post.outbox[0]


def html_of(message: EmailMultiAlternatives) -> str:
    [page] = message.alternatives
    return page.content


def test_it_says_what_arrived_when_what_comes_next_and_by_what_it_can_be_checked(sent):
    submission, message = sent
    address = f"https://cred.example.org/submissions/{submission.pk}/"

    assert message.subject == f"We have your submission: {submission.pursuit.version.title}"
    assert address in message.body
    assert f'href="{address}"' in html_of(message)
    for words in (message.body, html_of(message)):
        assert submission.digest in words
        assert "arrived Tuesday, September 1, 2026, 8 a.m. EDT as attempt 1" in words
        assert words.index("You will have your feedback by Monday, September 21, 2026") < words.index("Keep this mail")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1440, "light")])
def test_the_whole_digest_is_seen_on_a_telephone(sent, page, width, scheme):
    _submission, message = sent
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    page.set_content(html_of(message))

    assert page.evaluate("document.documentElement.scrollWidth") == width
    if pictures := folder_for_pictures():
        page.screenshot(path=pictures / f"mail-{width}-{scheme}.png", full_page=True)
