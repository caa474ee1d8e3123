"""Two who act at the same moment: each race is shown without its lock first."""

from threading import Barrier

import pytest
from django.db import IntegrityError

from microcred.recognition.models import AcceptanceDecision, AcceptanceReading, Agreement
from microcred.recognition.operations import acceptance, agreements
from microcred.recognition.operations.agreements import AgreementsOverlap
from microcred.recognition.tests.operations.test_acceptance import another_officer, asked, looked, ready
from microcred.recognition.tests.operations.test_agreements import stated
from microcred.scoring.tests.racing import two_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def read_at_once(cast):
    """Two officers look at a request for which two of one mind are asked."""
    ready(cast, reviewers=2)
    request, second = asked(cast), another_officer(cast)
    return lambda: two_at_once(lambda: looked(cast, request), lambda: looked(cast, request, actor=second))


def test_without_the_lock_neither_reading_decides(read_at_once, monkeypatch):
    both_have_read, settle = Barrier(2, timeout=30), acceptance.settled

    def settled(found, *, reviewers):
        both_have_read.wait()
        return settle(found, reviewers=reviewers)

    monkeypatch.setattr(acceptance, "hold", lambda _request: None)
    monkeypatch.setattr(acceptance, "settled", settled)
    read_at_once()
    assert AcceptanceReading.objects.count() == 2
    assert not AcceptanceDecision.objects.exists()


def test_of_two_readings_at_once_the_second_decides(read_at_once):
    read_at_once()
    assert AcceptanceReading.objects.count() == 2
    assert AcceptanceDecision.objects.get().accepted


def test_without_the_lock_the_second_statement_breaks(cast, monkeypatch):
    both_have_looked, look = Barrier(2, timeout=30), agreements.overlapping

    def overlapping(starts_on, ends_on, others):
        both_have_looked.wait()
        return look(starts_on, ends_on, others)

    monkeypatch.setattr(agreements, "hold", lambda _recognizer: None)
    monkeypatch.setattr(agreements, "overlapping", overlapping)
    with pytest.raises(IntegrityError):
        two_at_once(lambda: stated(cast), lambda: stated(cast))


def test_of_two_statements_at_once_one_is_refused_in_words(cast):
    came = two_at_once(lambda: stated(cast), lambda: stated(cast))
    assert sorted(isinstance(one, AgreementsOverlap) for one in came) == [False, True]
    assert Agreement.objects.count() == 1
