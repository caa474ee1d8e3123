"""Whose readings of papers went away from what is agreed is looked at by a lead; nothing else happens of itself."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.calibration.models import Paper
from microcred.calibration.queries import standings_of
from microcred.catalog.models import Criterion
from microcred.foundation.clock import standing_at
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.scoring.models import Alarm, AlarmAnswer, QueueItem
from microcred.scoring.operations import (
    NoAnswerGiven,
    answer_alarm,
    claim,
    claim_next,
    let_go,
    look_after,
    note,
    recuse,
    score,
    seed_validity,
)
from microcred.scoring.queries import alarms_to_answer, checks_of, is_watched, reader_report, readers_of
from microcred.scoring.tests import make
from microcred.scoring.tests.validity import seeded, the_lot_falls, validity_set
from tests.remembered import remembered

pytestmark = pytest.mark.slow

MINUTE = timedelta(minutes=1)


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


@pytest.fixture
def place(cast):
    return cast.places["carolinacred"]


AGREED = 1
"""the level that a panel found every paper to show throughout"""


def papers_read(cast, version, monkeypatch, *, given, count=4):
    """Ben reads so many papers, and gives one level throughout."""
    the_lot_falls(monkeypatch)
    return remembered(
        f"{count} papers read at {given}", lambda: _papers_read(cast, version, given, count), cast, version
    )


def _papers_read(cast, version, given, count):
    educators = [make.educator(cast, f"Eve{number}") for number in range(count)]
    validity_set(cast, version, *educators, position=AGREED)
    saved = make.read(make.waiting(cast.ada, version, at=cast.at), cast.ben, at=cast.at)
    at = cast.at
    for _each in range(count):
        at += MINUTE
        item = seeded(saved, at=at)
        held = claim_next(actor=cast.ben, at=at)
        assert held.pk == item.pk
        for criterion in Criterion.objects.filter(version=version):
            note(
                actor=cast.ben,
                item=held,
                claim_number=held.claim_number,
                criterion=criterion,
                level=criterion.levels.get(position=given),
                comment="Say who was at the table.",
                at=at,
            )
        saved = score(actor=cast.ben, item=held, claim_number=held.claim_number, at=at)
        look_after(actor=None, scoring=saved, at=at)
    return saved, at


def test_that_a_validity_paper_was_read_counts_for_how_often_it_was(cast, version, monkeypatch):
    papers_read(cast, version, monkeypatch, given=AGREED - 1, count=3)
    assert [one.used for one in standings_of(Paper.objects.filter(version=version).order_by("number"))] == [1, 1, 1]


def test_who_judges_harsher_is_looked_at_once(cast, version, place, monkeypatch):
    saved, at = papers_read(cast, version, monkeypatch, given=AGREED - 1, count=3)

    alarms = Alarm.objects.filter(assessor=cast.ben)

    assert {alarm.signal for alarm in alarms} == {"disagrees", "harsher"}
    assert all(alarm.readings for alarm in alarms)
    assert Notice.objects.get(kind="alarm_raised").person == cast.lena
    assert is_watched(cast.ben, place)
    assert look_after(actor=None, scoring=saved, at=at) == []


def test_who_agrees_is_left_in_peace(cast, version, place, monkeypatch):
    _saved, at = papers_read(cast, version, monkeypatch, given=AGREED)

    (ben,) = readers_of(place, until=at)

    assert not Alarm.objects.exists()
    assert (ben.exact.hits, ben.papers) == (ben.exact.of, 4)


def test_the_answer_of_a_lead_lets_the_charts_begin_anew(cast, version, place, monkeypatch):
    saved, at = papers_read(cast, version, monkeypatch, given=AGREED - 1)
    alarm = Alarm.objects.first()

    for each in Alarm.objects.all():
        answer_alarm(actor=cast.lena, alarm=each, reason="We read two papers together.", at=at + MINUTE)

    assert not is_watched(cast.ben, place)
    assert not alarms_to_answer(cast.lena, at=at).exists()
    assert look_after(actor=None, scoring=saved, at=at + MINUTE) == []
    assert len(checks_of(place, until=at)[cast.ben.pk]) > 0
    with pytest.raises(NoAnswerGiven):
        answer_alarm(actor=cast.lena, alarm=alarm, reason=" ", at=at + MINUTE)
    with pytest.raises(NotAllowed):
        answer_alarm(actor=cast.ben, alarm=alarm, reason="All is well.", at=at + MINUTE)


def test_more_papers_come_up_for_who_is_watched(cast, version, place, monkeypatch):
    saved, at = papers_read(cast, version, monkeypatch, given=AGREED - 1)
    asked = []
    monkeypatch.setattr(
        "microcred.scoring.operations.validity.falls_on", lambda _seed, _reading, one_in: asked.append(one_in) or False
    )

    seed_validity(actor=None, scoring=saved, at=at)

    assert asked == [5]


def test_a_lead_sees_the_readings_that_it_rests_on_and_answers(client, cast, version, place, monkeypatch):
    _saved, at = papers_read(cast, version, monkeypatch, given=AGREED - 1)
    alarm = Alarm.objects.first()
    client.force_login(cast.lena)
    with standing_at(at):
        home = client.get(reverse("home")).content.decode()
        listed = client.get(reverse("readers", args=[place.slug])).content.decode()
        page = client.get(reverse("reader", args=[place.slug, cast.ben.pk])).content.decode()
        client.post(reverse("alarm_answer", args=[alarm.pk]), {"reason": "We talked."})
        after = client.get(reverse("reader", args=[place.slug, cast.ben.pk])).content.decode()

    report = reader_report(cast.ben, place, until=at)
    assert cast.ben.name in listed
    assert "asks for a look" in listed
    assert f'href="{reverse("reader", args=[place.slug, cast.ben.pk])}"' in home
    assert "Assessors who wait for you" in home
    assert Alarm.objects.count() > 1
    assert home.count(f"{cast.ben.name} ·") == 1, "whatever waits about somebody stands in one line"
    assert f'href="{reverse("readers", args=[place.slug])}"' in home
    assert all(row.is_off for one in report.alarms for row in one.evidence)
    assert "What you found and did" in page
    assert "We talked." in after
    assert AlarmAnswer.objects.count() == 1


def test_who_is_looked_at_does_not_see_it(client, cast, version, place, monkeypatch):
    papers_read(cast, version, monkeypatch, given=AGREED - 1)
    client.force_login(cast.ben)

    assert client.get(reverse("readers", args=[place.slug])).status_code == 404
    assert client.get(reverse("reader", args=[place.slug, cast.ben.pk])).status_code == 404


def test_a_lead_sees_how_often_somebody_stepped_back_and_why_but_not_from_what(client, cast, version, place):
    for name, reason in (("Ida", "A neighbour's."), ("Abe", ""), ("Amy", None)):
        item = claim(actor=cast.ben, item=make.waiting(make.educator(cast, name), version, at=cast.at), at=cast.at)
        act = {"actor": cast.ben, "item": item, "claim_number": item.claim_number, "at": cast.at}
        if reason is None:
            let_go(**act)
        else:
            recuse(**act, reason=reason)
    client.force_login(cast.lena)
    with standing_at(cast.at + MINUTE):
        page = client.get(reverse("reader", args=[place.slug, cast.ben.pk])).content.decode()

    assert "Of 3 submissions that they held in the last 90 days they stepped back from 2." in page
    assert "A neighbour&#x27;s." in page
    assert all(item.alias not in page for item in QueueItem.objects.select_related("submission"))
    assert reader_report(cast.ben, place, until=cast.at + timedelta(days=99)).stepped_back.times == 0


def test_other_words_about_what_is_answered_are_refused_and_shown(client, cast, version, place, monkeypatch):
    _saved, at = papers_read(cast, version, monkeypatch, given=AGREED - 1)
    alarm = Alarm.objects.first()
    client.force_login(cast.lena)
    with standing_at(at):
        first = client.post(reverse("alarm_answer", args=[alarm.pk]), {"reason": "We talked."})
        again = client.post(reverse("alarm_answer", args=[alarm.pk]), {"reason": "We talked."})
        other = client.post(reverse("alarm_answer", args=[alarm.pk]), {"reason": "We read paper 3 together."})

    assert (first.status_code, again.status_code, other.status_code) == (302, 302, 422)
    assert "We read paper 3 together." in other.content.decode()
    assert "We talked." in other.content.decode()
    assert AlarmAnswer.objects.get().reason == "We talked."
