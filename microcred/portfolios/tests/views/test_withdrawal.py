from datetime import timedelta

from microcred.foundation.clock import standing_at
from microcred.portfolios.models import Withdrawal
from microcred.portfolios.operations import open_submission
from microcred.portfolios.tests.make import handed_in, started


def test_the_receipt_leads_to_taking_it_back_and_the_page_says_what_that_means(cast, client):
    submission = handed_in(started(cast), at=cast.at)
    client.force_login(cast.ada)

    with standing_at(cast.at + timedelta(hours=1)):
        receipt = client.get(f"/submissions/{submission.pk}/").content.decode()
        page = client.get(f"/submissions/{submission.pk}/withdrawal/").content.decode()
        after = client.post(f"/submissions/{submission.pk}/withdrawal/", follow=True).content.decode()
        kept = client.get(f"/submissions/{submission.pk}/").content.decode()

    assert f'href="/submissions/{submission.pk}/withdrawal/"' in receipt
    assert "It does not use up an attempt" in page
    assert "open again with everything in it" in after
    assert "You took this submission back" in kept
    assert submission.digest in kept
    assert Withdrawal.objects.count() == 1


def test_what_was_opened_shows_no_way_and_refuses_in_words(cast, client):
    submission = handed_in(started(cast), at=cast.at)
    open_submission(actor=cast.ben, submission=submission, at=cast.at)
    client.force_login(cast.ada)

    with standing_at(cast.at + timedelta(hours=1)):
        receipt = client.get(f"/submissions/{submission.pk}/").content.decode()
        refused = client.post(f"/submissions/{submission.pk}/withdrawal/", follow=True).content.decode()

    assert "Take it back" not in receipt
    assert "Somebody has opened this submission" in refused
    assert not Withdrawal.objects.exists()
