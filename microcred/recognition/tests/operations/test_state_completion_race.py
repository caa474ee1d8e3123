"""Two at the same moment: a training is stated twice, two rule on it, or take it back; each shown without its lock
first."""

from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError

from microcred.recognition.models import CompletionRetraction, CompletionRuling, CompletionStatement
from microcred.recognition.operations import standing as operations
from microcred.recognition.operations import taking_back
from microcred.recognition.tests import make
from microcred.scoring.tests.racing import two_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stated(cast):
    """Ada presses the button twice."""
    make.policy(cast)
    return lambda: operations.state_completion(
        actor=cast.ada,
        person=cast.ada,
        name="Jason Flatt training",
        completed_on=date(2025, 8, 1),
        at=cast.at,
    )


def without_the_lock(monkeypatch, write, verbs=operations):
    """Both look before either writes."""
    both_have_looked = Barrier(2, timeout=30)

    def write_together(self, *args, **kwargs):
        both_have_looked.wait()
        return write(self, *args, **kwargs)

    monkeypatch.setattr(verbs, "hold", lambda _person: None)
    return write_together


def test_without_the_lock_the_second_statement_breaks(stated, monkeypatch):
    save = operations.Completion.save
    monkeypatch.setattr(operations.Completion, "save", without_the_lock(monkeypatch, save))
    with pytest.raises(IntegrityError):
        two_at_once(stated, stated)


def test_with_it_it_is_stated_once(stated):
    assert any(isinstance(one, operations.NothingChanged) for one in two_at_once(stated, stated))
    assert CompletionStatement.objects.count() == 1


@pytest.fixture
def ruled(cast, stated):
    """The coordinator confirms what the officer declines."""
    said = {"statement": stated(), "at": cast.at}
    return lambda: two_at_once(
        lambda: operations.confirm_statement(actor=cast.omar, **said),
        lambda: operations.decline_statement(actor=cast.femi, reason="No certificate.", **said),
    )


def test_without_the_lock_the_second_ruling_breaks(ruled, monkeypatch):
    save = CompletionRuling.save
    monkeypatch.setattr(CompletionRuling, "save", without_the_lock(monkeypatch, save))
    with pytest.raises(IntegrityError):
        ruled()


def test_with_it_one_word_stands(ruled):
    assert any(isinstance(one, operations.RuledOnAlready) for one in ruled())
    assert CompletionRuling.objects.count() == 1


@pytest.fixture
def taken_back(cast, stated):
    """The coordinator and the officer take back what was confirmed."""
    statement = stated()
    operations.confirm_statement(actor=cast.omar, statement=statement, at=cast.at)
    said = {"completion": statement.completion, "at": cast.at + timedelta(hours=1)}
    return lambda: two_at_once(
        lambda: taking_back.take_back_completion(actor=cast.omar, reason="It is of another course.", **said),
        lambda: taking_back.take_back_completion(actor=cast.femi, reason="It is of another person.", **said),
    )


def test_without_the_lock_the_second_to_take_it_back_breaks(taken_back, monkeypatch):
    save = CompletionRetraction.save
    monkeypatch.setattr(CompletionRetraction, "save", without_the_lock(monkeypatch, save, taking_back))
    with pytest.raises(IntegrityError):
        taken_back()


def test_with_it_it_is_taken_back_once(taken_back):
    assert any(isinstance(one, taking_back.NotConfirmed) for one in taken_back())
    assert CompletionRetraction.objects.count() == 1
