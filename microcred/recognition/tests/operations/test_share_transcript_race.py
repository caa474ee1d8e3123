"""The button of a link is pressed twice at the same moment; shown without its lock first."""

from datetime import timedelta
from threading import Barrier, local

import pytest
from django.db import IntegrityError

from microcred.recognition.models import TranscriptShare
from microcred.recognition.operations import sharing
from microcred.recognition.operations.sharing import new_token, share_transcript
from microcred.scoring.tests.racing import two_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_once(cast):
    """The same form, sent twice."""
    last_day, token = cast.at.date() + timedelta(days=30), new_token()

    def send():
        return share_transcript(actor=cast.ada, for_whom="Lincoln", last_day=last_day, at=cast.at, token=token)

    return lambda: two_at_once(send, send)


def test_without_the_lock_the_second_breaks(at_once, monkeypatch):
    both_have_looked, looked, digest_of = Barrier(2, timeout=30), local(), sharing.digest_of

    def digest(token: str) -> str:
        # The first of each is for the look, the second for the row that it writes.
        if getattr(looked, "once", False):
            both_have_looked.wait()
        looked.once = True
        return digest_of(token)

    monkeypatch.setattr(sharing, "hold", lambda _person: None)
    monkeypatch.setattr(sharing, "digest_of", digest)
    with pytest.raises(IntegrityError):
        at_once()


def test_with_it_both_are_told_the_same_address(at_once):
    first, second = at_once()
    assert first == second
    assert TranscriptShare.objects.count() == 1
