"""Many entries at once: what was looked at, all or none, and a second click does nothing."""

from datetime import date, timedelta

import pytest

from microcred.credentials import operations as issuing
from microcred.foundation.days import beginning_of, day_in
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.recognition import operations
from microcred.recognition.models import Ruling
from microcred.recognition.queries import bulk
from microcred.recognition.queries.delegations import cannot_rule_on
from microcred.recognition.queries.ruling_terms import RULING_DAYS, promised_by
from microcred.recognition.reactions.queue import remind
from microcred.recognition.tests import make
from tests.cast import Cast


def looked_at(cast: Cast, **chosen) -> bulk.Preview:
    at = cast.at + timedelta(days=1)
    district = [cast.places["rock-hill"].pk]
    return bulk.preview(bulk.set_of(district, bulk.Chosen(**chosen), cannot=cannot_rule_on(cast.omar, at=at)))


def test_what_was_looked_at_is_confirmed_and_nothing_twice(cast: Cast):
    first = make.entry(cast)
    make.many_like(first, 9)
    shown = looked_at(cast)
    assert (len(shown.entries), shown.people, shown.kinds[0].amount) == (10, 1, 200)
    assert len(operations.confirm_set(actor=cast.omar, entries=shown.entries, at=cast.at)) == 10
    assert operations.confirm_set(actor=cast.omar, entries=shown.entries, at=cast.at) == []
    assert Ruling.objects.count() == 10
    assert not looked_at(cast).entries


def test_what_somebody_else_did_meanwhile_is_left_out(cast: Cast):
    first = make.entry(cast)
    others = make.many_like(first, 2)
    shown = looked_at(cast)
    operations.decline(actor=cast.omar, entry=first, code="not_in_plan", at=cast.at)
    issuing.revoke(actor=cast.lena, award=others[0].award, reason="A mistake.", at=cast.at)
    operations.reverse(actor=None, award=others[0].award, at=cast.at)
    (ruling,) = operations.confirm_set(actor=cast.omar, entries=shown.entries, at=cast.at)
    assert ruling.entry_id == others[1].pk
    assert Ruling.objects.get(entry=first).outcome == "declined"


def test_one_that_is_not_theirs_and_none_is_confirmed(cast: Cast):
    entries = [make.entry(cast)]
    with pytest.raises(NotAllowed):
        operations.confirm_set(actor=cast.femi, entries=entries, at=cast.at)
    assert not Ruling.objects.exists()


def test_the_digest_changes_with_the_set(cast: Cast):
    first = make.entry(cast)
    before = looked_at(cast)
    assert looked_at(cast).digest == before.digest
    make.many_like(first, 1)
    assert looked_at(cast).digest != before.digest


def test_a_set_is_chosen_by_what_it_is_of(cast: Cast):
    entry = make.entry(cast)
    for chosen, found in (
        ({"micro_credential": entry.award.version.micro_credential_id}, 1),
        ({"micro_credential": entry.pk}, 0),
        ({"person": cast.ada.pk}, 1),
        ({"person": cast.mateo.pk}, 0),
        ({"at_most": 20}, 1),
        ({"at_most": 19}, 0),
        ({"entered_before": entry.entered_at}, 0),
        ({"entered_before": entry.entered_at + timedelta(seconds=1)}, 1),
    ):
        assert len(looked_at(cast, **chosen).entries) == found, chosen


def test_a_set_has_an_end_and_says_what_is_left(cast: Cast, monkeypatch):
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 3)
    make.many_like(make.entry(cast), 4)
    shown = looked_at(cast)
    assert (len(shown.entries), shown.more) == (3, 2)


def test_rulings_are_due_in_business_days_and_overdue_ones_are_told_once_a_day(cast: Cast):
    entry = make.entry(cast)  # a Tuesday
    district = cast.places["rock-hill"]
    promised = promised_by(district)
    due = promised.due(entry.entered_at)
    assert promised.calendar.between(day_in(entry.entered_at, district.time_zone), due) == RULING_DAYS
    noon = timedelta(hours=16)
    on_the_day = beginning_of(due, district.time_zone) + noon
    assert not bulk.overdue_in(district, at=on_the_day).exists()
    for _again in range(2):
        remind(at=on_the_day + timedelta(days=1))
    assert Notice.objects.get(kind="credit_overdue").person == cast.omar
    assert isinstance(due, date)
