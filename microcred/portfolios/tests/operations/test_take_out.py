import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.portfolios.models import Pin, Removal
from microcred.portfolios.operations import (
    BeingJudged,
    StandsForAnother,
    TooManyItems,
    evidence,
    put_back,
    return_for_revision,
    take_out,
)
from microcred.portfolios.queries import contents_of, workspace_of
from microcred.portfolios.tests.make import asked, handed_in, pdf, put, short, started
from microcred.portfolios.tests.operations.test_pins import pinned


def test_what_is_taken_out_is_gone_from_the_work(cast):
    pursuit = started(cast)
    item = put(pursuit, "plan.pdf", pdf(), at=cast.at)

    take_out(actor=cast.ada, item=item, at=cast.at)
    take_out(actor=cast.ada, item=item, at=cast.at)

    assert not any(work.items for work in workspace_of(pursuit).work)
    assert Removal.objects.count() == 1


def test_a_submission_keeps_what_is_taken_out_later(cast):
    pursuit = started(cast)
    item = put(pursuit, "plan.pdf", pdf(), at=cast.at)
    first = handed_in(pursuit, at=cast.at)
    with pytest.raises(BeingJudged):
        take_out(actor=cast.ada, item=item, at=cast.at)
    reopened = asked(pursuit, "artifact").criteria.all()
    return_for_revision(actor=None, submission=first, short=short(reopened), at=cast.at)

    take_out(actor=cast.ada, item=item, at=cast.at)

    before = [piece.sha256 for entry in contents_of(first).by_requirement for piece in entry.items]
    assert item.file.sha256 in before


def test_gus_takes_nothing_of_adas_out(cast):
    item = put(started(cast), "plan.pdf", pdf(), at=cast.at)
    with pytest.raises(NotAllowed):
        take_out(actor=cast.gus, item=item, at=cast.at)


def test_what_was_taken_out_comes_back_with_all_that_was_said_of_it(cast):
    pursuit = started(cast)
    item = put(pursuit, "plan.pdf", pdf(3), at=cast.at)
    pin = pinned(cast, item)
    take_out(actor=cast.ada, item=item, at=cast.at)

    put_back(actor=cast.ada, item=item)
    put_back(actor=cast.ada, item=item)

    assert [there for work in workspace_of(pursuit).work for there in work.items] == [item]
    assert Pin.objects.get() == pin
    take_out(actor=cast.ada, item=item, at=cast.at)
    assert not any(work.items for work in workspace_of(pursuit).work)


def test_only_what_one_took_out_oneself_comes_back(cast):
    item = put(started(cast), "plan.pdf", pdf(), at=cast.at)
    Removal.objects.create(item=item, removed_at=cast.at)

    with pytest.raises(StandsForAnother):
        put_back(actor=cast.ada, item=item)
    with pytest.raises(NotAllowed):
        put_back(actor=cast.gus, item=item)


def test_what_comes_back_needs_room(cast, monkeypatch):
    pursuit = started(cast)
    item = put(pursuit, "plan.pdf", pdf(), at=cast.at)
    take_out(actor=cast.ada, item=item, at=cast.at)
    put(pursuit, "other.pdf", pdf(2), at=cast.at)
    monkeypatch.setattr(evidence, "MOST_ITEMS", 1)

    with pytest.raises(TooManyItems):
        put_back(actor=cast.ada, item=item)


def test_nothing_comes_back_into_work_that_is_being_judged(cast):
    pursuit = started(cast)
    item = put(pursuit, "plan.pdf", pdf(), at=cast.at)
    take_out(actor=cast.ada, item=item, at=cast.at)
    handed_in(pursuit, at=cast.at)

    with pytest.raises(BeingJudged):
        put_back(actor=cast.ada, item=item)
