"""The last two of a stack signed at the same moment: one credential of it, neither none nor two."""

from threading import Barrier

import pytest

from microcred.credentials import operations
from microcred.credentials.models import DocumentIntent
from microcred.credentials.operations import stacks
from microcred.credentials.tests import make
from microcred.credentials.tests.operations.test_stacks import stacked
from microcred.scoring.tests.racing import two_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sign_at_once(cast):
    make.issuer(cast)
    versions = [make.version(cast, name) for name in ("managing-change", "building-your-team")]
    stacked(cast, versions)
    intents = [make.intent(cast, of=version, earned_at=cast.at) for version in versions]
    return lambda: two_at_once(
        *(lambda each=intent: operations.sign(actor=None, intent=each, at=cast.at) for intent in intents)
    )


def test_without_the_lock_neither_sees_the_other_and_the_stack_is_lost(sign_at_once, monkeypatch):
    both_have_looked, look = Barrier(2, timeout=30), stacks.people_completing

    def looked(*args):
        found = look(*args)
        both_have_looked.wait()
        return found

    monkeypatch.setattr(stacks, "_hold_for", lambda _stacks, _people: None)
    monkeypatch.setattr(stacks, "people_completing", looked)
    sign_at_once()
    assert not DocumentIntent.objects.exists()


def test_with_it_the_second_sees_what_the_first_has_granted(sign_at_once):
    sign_at_once()
    assert DocumentIntent.objects.get().awards.count() == 2
