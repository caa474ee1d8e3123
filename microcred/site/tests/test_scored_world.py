"""A small scored world, brought about by the operations: the pages that a lead opens find its truth again."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import count
from statistics import correlation, mean

import pytest
from django.urls import reverse
from rich.console import Console

from microcred.analytics.queries import quality, version_quality
from microcred.analytics.reactions import look_at_severities
from microcred.analytics.rules import Use, judging
from microcred.calibration.models import RightPause
from microcred.calibration.queries import figures_in, set_to_recalibrate_by, standing_of_pause
from microcred.catalog.operations import place, publish
from microcred.catalog.tests.make import design, standards
from microcred.foundation.clock import standing_at
from microcred.foundation.ids import uuid7
from microcred.foundation.kept_figures import KeptFigures
from microcred.notices.models import Notice
from microcred.organizations.models import Person
from microcred.organizations.operations import register
from microcred.scoring.models import Alarm, Scoring
from microcred.scoring.operations import answer_alarm
from microcred.scoring.queries import readers_of
from microcred.scoring.rules import COUNTS_WITHIN, severity_signal
from microcred.scoring.tests import make
from microcred.site.demo import enlarging
from microcred.site.demo.enlarging import AnotherWorld, enlarge, scale_wanted
from microcred.site.demo.mails import mails
from microcred.site.demo.scored import RealPeople, Scale, ScoredWorld, by_link
from microcred.site.demo.truth import FIRST_HABITS, Habit

pytestmark = pytest.mark.slow

TINY = Scale(assessors=6, works=108, papers=14, one_in=3, to_recalibrate=12)
DESIGN = "sending-messages-that-start-conversations"
HARSH, LENIENT, DRIFTS, CENTRAL, HALO = map(FIRST_HABITS.index, FIRST_HABITS)


def began(cast, scale=TINY) -> ScoredWorld:
    written = by_link(design(DESIGN, alignments=[]), name="Messages That Start Conversations, by Link")
    version = publish(actor=cast.cora, owner=cast.places["carolinacred"], design=written, at=cast.at)
    make.issuer(cast)
    place(actor=None, stack=make.shelf(cast), micro_credential=version.micro_credential, position=1)
    return ScoredWorld(
        lead=cast.lena,
        version=version,
        stack=make.shelf(cast),
        schools=[cast.places["cedar-creek"]],
        begins=cast.at,
        ends=cast.at + timedelta(days=50),
        scale=scale,
        seed=1,
    )


@pytest.fixture
def _the_lot_is_settled(monkeypatch):
    """Every other reading brings a paper, the first that is left, at once: else each run would be another world."""
    where, drawn = "microcred.scoring.operations.validity", count()
    monkeypatch.setattr(f"{where}.falls_on", lambda *_drawn: next(drawn) % 2 == 0)
    monkeypatch.setattr(f"{where}.chosen", lambda _seed, _reading, papers: papers[0])
    monkeypatch.setattr(f"{where}.handed_in", lambda _seed, _reading, scored_at: scored_at)


@pytest.mark.usefixtures("_the_lot_is_settled")
def test_the_pages_find_the_truth_again(cast, settings, client, monkeypatch):
    settings.DEMO = True
    world = began(cast)
    assert list(world.bring_about())[-1] == TINY.works
    until = world.ends + timedelta(days=6)
    assert world.is_over
    places = {person.pk: place for place, person in enumerate(world.people())}
    found = version_quality(world.version, since=None, until=until)

    # Everything was read twice, and how severe everybody is is found again.
    assert found.figures.read_twice == TINY.works
    readings: dict[int, list[tuple[int, float]]] = {place: [] for place in range(TINY.assessors)}
    works = world._works()
    when = {
        (submission, assessor): world.share(at)
        for submission, assessor, at in Scoring.objects.values_list("submission", "assessor", "scored_at")
    }
    for pair in found.readings:
        for reader in pair.readers:
            readings[places[reader]].append((works[pair.submission], when[pair.submission, reader]))
    told = {places[each.reader]: each for each in found.figures.readers if each.severity is not None}
    assert set(told) == set(range(TINY.assessors))
    true = {
        place: mean(world.truth.assessors[place].severity_at(at) for _work, at in readings[place]) for place in told
    }
    # Whose steps stand elsewhere is no more or less severe, wherever the analysis puts them.
    measured = {place: each.severity.corrected for place, each in told.items() if place != CENTRAL}
    away = mean(measured.values()) - mean(true[place] for place in measured)
    inside = [abs(found_at - away - true[place]) <= told[place].reach for place, found_at in measured.items()]
    assert sum(inside) >= len(inside) - 1
    assert correlation(list(measured.values()), [true[place] for place in measured]) > 0.9
    assert min(measured, key=measured.get) == LENIENT
    assert {max(measured, key=measured.get)} <= {HARSH, DRIFTS}
    assert told[HARSH].is_notable
    assert told[LENIENT].is_notable

    # Nobody is as unusual as who shrinks back from both ends, and who draws one impression for all. So little work does
    # not always tell it beyond doubt; and of nobody else either is told.
    habits = {places[each.reader]: each.habits for each in found.figures.readers}
    assert max(habits, key=lambda place: habits[place].middle.z) == CENTRAL
    assert max(habits, key=lambda place: habits[place].halo.z) == HALO
    assert {place for place in habits if Use.MIDDLE in habits[place].stand_out} <= {CENTRAL}
    assert {place for place in habits if Use.ONE_IMPRESSION in habits[place].stand_out} <= {HALO}
    assert not any({Use.ENDS, Use.APART} & set(each.stand_out) for each in habits.values())

    # Two agree as often as two would who see as these do.
    chances = [
        chance
        for pair in found.readings
        for chance in world.truth.agreeing(
            *(places[reader] for reader in pair.readers),
            works[pair.submission],
            when=tuple(when[pair.submission, reader] for reader in pair.readers),
        )
    ]
    same = sum(one == other for pair in found.readings for one, other in pair.levels.values())
    assert len(chances) == TINY.works * len(world.criteria)
    assert abs(same - sum(chances)) < 3 * sum(chance * (1 - chance) for chance in chances) ** 0.5

    # A lead is asked to look at who drifts, from when it is so, and told that nobody stays away who is as most are.
    watched = {places[each.assessor.pk] for each in readers_of(world.owner, until=until) if each.is_watched}
    assert DRIFTS in watched
    onset = world.begins + (world.ends - world.begins) * world.truth.assessors[DRIFTS].onset
    raised = Alarm.objects.filter(assessor=world.people()[DRIFTS], signal="harsher").get()
    assert raised.raised_at >= onset
    staying = {places[alarm.assessor_id] for alarm in Alarm.objects.filter(signal="stays")}
    assert all(world.truth.assessors[place].habit for place in staying), "charts ask for a look without cause too"
    assert world.truth.assessors[DRIFTS].habit is Habit.DRIFTS

    # And so it stands on the pages.
    client.force_login(cast.lena)
    judged = client.get(reverse("scoring_quality", args=[world.version.pk])).content.decode()
    readers = client.get(reverse("readers", args=[world.owner.slug])).content.decode()
    for who, use, words in (
        (CENTRAL, Use.MIDDLE, "keeps to the middle"),
        (HALO, Use.ONE_IMPRESSION, "gives all criteria nearly the same level"),
    ):
        told_of = re.search(rf">{world.people()[who].name}</a>\s*– [^<]*{words}", judged)
        assert (told_of is not None) == (use in habits[who].stand_out)
    for person in world.people():
        assert person.name in judged
        assert person.name in readers

    # What takes more than two readings of a work is reckoned, and said to be.
    chosen = {"kind": "double", "third": "criterion", "one_in": 12, "share": 0, "near": 1, "first": 20}
    chosen |= {"back_share": 0, "back_first": 0}
    policy = client.get(reverse("version_reading_policy", args=[world.version.pk]), chosen).content.decode()
    assert "not enough readings" not in policy
    assert policy.count('<span class="muted">≈</span>') >= 8

    # Who is more than a logit away from all who read the same is to be recalibrated, and a lead has heard of it, once.
    asked = Alarm.objects.filter(signal__in=["severe", "lenient"])
    with standing_at(until):
        look_at_severities()
    far = {
        place for place, each in told.items() if severity_signal(each.severity.corrected, each.severity.corrected_error)
    }
    assert LENIENT in far
    assert sorted(places[alarm.assessor_id] for alarm in asked) == sorted(far)
    assert all(alarm.recalibrates == world.version for alarm in asked)
    assert Notice.objects.filter(person=world.lead, kind="alarm_severity").count() == len(far)

    # Who drifts reads papers before they go on; and for all others there are enough that they never had.
    pause = RightPause.objects.get()
    assert places[pause.assessor_id] == DRIFTS
    assert standing_of_pause(pause, at=until).is_open
    papers = figures_in(world.owner).recalibration
    assert all(set_to_recalibrate_by(person, world.version, papers, at=until) for person in world.people())
    page = client.get(reverse("reader", args=[world.owner.slug, pause.assessor_id])).content.decode()
    assert f"0 of {papers} papers read" in page

    # Of whom a lead answered before, only what was decided since counts, and not what was talked over.
    mild, middle = world.people()[LENIENT], world.moment(TINY.works // 2)
    before = asked.get(assessor=mild)
    answer_alarm(actor=world.lead, alarm=before, reason="We talked.", at=middle)
    with standing_at(until):
        look_at_severities()
    assert asked.get(assessor=mild) == before, "since the answer too little was read"
    monkeypatch.setattr(judging, "ENOUGH_READ", 10)
    monkeypatch.setattr(quality, "_KEPT", KeptFigures(1))
    with standing_at(until):
        look_at_severities()
    alarm = asked.exclude(pk=before.pk).get(assessor=mild)
    paired = {pair.submission for pair in found.readings if mild.pk in pair.readers and pair.decided_at > middle}
    theirs = Scoring.objects.filter(assessor=mild, submission__in=paired)
    assert alarm.signal == "lenient"
    assert set(alarm.readings) == set(theirs.values_list("pk", flat=True))
    assert alarm.checks == len(world.criteria) * len(alarm.readings)
    page = client.get(reverse("reader", args=[world.owner.slug, mild.pk])).content.decode()
    assert "is much milder than all who read the same work" in page
    assert f"It rests on {len(alarm.readings)} readings." in page

    # And who reads so is told the same a week later, by the same figures up to a whole ten.
    client.force_login(mild)
    with standing_at(until + COUNTS_WITHIN + timedelta(days=1)):
        own = client.get(reverse("my_scoring")).content.decode()
    assert "leads read it as worth a look" in own or "leads may have your work read again" in own
    assert "Nothing is to be done." not in own


def test_a_loading_that_was_stopped_goes_on(cast, settings):
    settings.DEMO = True
    scale = Scale(assessors=2, works=4, papers=0, one_in=0)
    world = began(cast, scale)
    assert next(world.bring_about()) == 2

    assert list(began_again(world).bring_about()) == [4, 4]
    assert Scoring.objects.values("submission").distinct().count() == 4
    assert Person.objects.filter(email__startswith="scored-educator").count() == 4


def began_again(world):
    return ScoredWorld(
        lead=world.lead,
        version=world.version,
        stack=world.stack,
        schools=world.schools,
        begins=world.begins,
        ends=world.ends,
        scale=world.scale,
        seed=world.seed,
    )


@pytest.mark.parametrize(("demo", "email"), [(False, "x@example.org"), (True, "somebody@school.example")])
def test_nothing_is_written_where_people_could_be_real(cast, settings, demo, email):
    settings.DEMO = demo
    register(actor=None, name="Somebody", email=email)
    world = began(cast)

    with pytest.raises(RealPeople):
        next(world.bring_about())
    assert not Person.objects.filter(email__startswith="scored-").exists()


def test_the_demonstration_is_enlarged_once(cast, settings):
    settings.DEMO = True
    standards()
    make.issuer(cast)
    scale = Scale(assessors=2, works=2, papers=0, one_in=0)

    for _time in range(2):
        enlarge(Console(quiet=True), scale)
    with pytest.raises(AnotherWorld):
        enlarge(Console(quiet=True), replace(scale, assessors=3))

    assert Person.objects.filter(email__startswith="scored-educator").count() == 2
    assert Scoring.objects.values("submission").distinct().count() == 2


def test_the_usual_one_belongs_to_a_demonstration_from_its_beginning(cast, settings, monkeypatch):
    settings.DEMO = True
    standards()
    make.issuer(cast)
    usual, large = Scale(assessors=2, works=4, papers=0, one_in=0), enlarging.LARGE
    monkeypatch.setattr(enlarging, "USUAL", usual)
    assert [scale_wanted(world, is_new=True) for world in ("usual", "cast", "large")] == [usual, None, large]
    assert scale_wanted("usual", is_new=False) is None, "what was loaded without it stays as it is"

    # One that was cut off goes on at the next start, unless somebody is there by now who could be real.
    next(enlarging._in_demonstration(usual).bring_about())
    assert scale_wanted("usual", is_new=False) == usual
    somebody = register(actor=None, name="Somebody", email="somebody@school.example")
    assert scale_wanted("usual", is_new=False) is None
    Person.objects.filter(pk=somebody.pk).update(email="somebody@example.org")

    enlarge(Console(quiet=True), usual)
    assert scale_wanted("usual", is_new=False) is None, "it has come to its end"


def test_mails_to_the_many_do_not_hide_those_to_the_cast(settings, tmp_path):
    settings.MAIL_ROOT = tmp_path
    addresses = ["ada@example.org", "scored-educator-7@example.org", "ben@example.org"]
    for number, address in enumerate(addresses):
        written = f"From: m@localhost\nTo: {address}\nSubject: Yes\n\nTo: {addresses[1]}, we wrote.\n"
        (tmp_path / f"{uuid7(number)}.eml").write_text(written)

    assert [mail.to for mail in mails(newest=2)] == ["ben@example.org", "ada@example.org"]
