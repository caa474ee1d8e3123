"""A request is decided and taken back at the same moment: shown without the lock first."""

from datetime import timedelta
from threading import Barrier

import pytest

from microcred.credentials.tests import make as credentials
from microcred.recognition.models import ApprovalDecision, ApprovalWithdrawal
from microcred.recognition.operations import prior_approval as verbs
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_prior_approval import asked, decided
from microcred.scoring.tests.racing import two_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_once(cast):
    make.wants_approval(cast)
    request = asked(cast, credentials.version(cast))
    later = cast.at + timedelta(hours=1)
    return lambda: two_at_once(
        lambda: decided(cast, request),
        lambda: verbs.withdraw_approval_request(actor=cast.ada, request=request, at=later),
    )


def outcomes() -> int:
    return ApprovalDecision.objects.count() + ApprovalWithdrawal.objects.count()


def test_without_the_lock_it_is_both(at_once, monkeypatch):
    both_have_looked, look = Barrier(2, timeout=30), verbs._hold_open

    def looked(request):
        look(request)
        both_have_looked.wait()

    monkeypatch.setattr(verbs, "hold", lambda _request: None)
    monkeypatch.setattr(verbs, "_hold_open", looked)
    at_once()
    assert outcomes() == 2


def test_with_it_one_of_them_is_refused(at_once):
    came = at_once()
    assert sum(isinstance(one, verbs.NoLongerOpen) for one in came) == 1
    assert outcomes() == 1
