"""What an assessor is told of their own readings."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.scoring.models import Alarm, Scoring
from microcred.scoring.operations import answer_alarm, declare_policy, look_at_severity
from microcred.scoring.queries import own_scoring
from microcred.scoring.rules import Kind, Policy, day_began
from microcred.scoring.rules import own as own_rules
from microcred.scoring.rules import validity as validity_rules
from microcred.scoring.tests import make
from microcred.scoring.tests.validity import seeded, the_lot_falls, validity_set

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
DAY, MONTH, MINUTE = timedelta(days=1), timedelta(days=31), timedelta(minutes=1)
MANY = [f"Educator{letter}" for letter in "abcdefghijk"]


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


def readings(cast, version, *names: str, by=None):
    """What some hand in, read the next day."""
    found = []
    for name in names:
        item = make.waiting(make.educator(cast, name), version, at=cast.at)
        found.append(make.read(item, by or cast.ben, at=cast.at + DAY))
    return found


def test_of_less_than_ten_readings_nothing_is_told(client, cast, version):
    readings(cast, version, *MANY[:9])
    own = own_scoring(cast.ben, at=cast.at + MONTH)

    assert own.readings == 9
    assert (own.near, own.took, own.levels) == (None, None, None)
    client.force_login(cast.ben)
    page = client.get(reverse("my_scoring")).content.decode()
    assert "Nothing is shown before ten readings" in page
    assert "Nothing is shown before five people" in page


def test_what_is_told_stands_still_within_a_day(cast, version):
    readings(cast, version, *MANY)
    assert own_scoring(cast.ben, at=cast.at + DAY + MINUTE).readings == 0
    own = own_scoring(cast.ben, at=cast.at + 2 * DAY)
    assert own.readings == 11
    assert own.levels.needed > 0
    assert own.near is None, "nobody else read any of it"


def test_readings_of_papers_and_double_readings_are_compared_together(cast, version, monkeypatch):
    declare_policy(
        actor=cast.lena,
        organization=version.micro_credential.owner,
        policy=Policy(Kind.DOUBLE),
        reason="Two read everything.",
        at=cast.at,
    )
    other = make.assessor(cast, "Otto")
    papers = validity_set(cast, version, *(make.educator(cast, name) for name in ("Vi", "Val")))
    the_lot_falls(monkeypatch)
    items = [make.waiting(make.educator(cast, name), version, at=cast.at + DAY) for name in MANY[:8]]
    first = [make.read(item, cast.ben, at=cast.at + DAY) for item in items]
    assert own_scoring(cast.ben, at=cast.at + MONTH).near is None
    for item in items:
        make.read(item, other, at=cast.at + DAY)
    assert own_scoring(cast.ben, at=cast.at + MONTH).near is None, "eight were compared"
    for scoring in first[: len(papers)]:
        paper = seeded(scoring, at=cast.at + DAY)
        make.read(paper, cast.ben, at=cast.at + 2 * DAY)

    own = own_scoring(cast.ben, at=cast.at + MONTH)
    assert own.readings == 10
    assert own.near.readings == 10
    assert own.near.adjacent.of >= own.near.readings


def test_a_paper_counts_as_late_as_work_of_which_something_came_when_its_outcome_is_told(cast, version, monkeypatch):
    """Were it compared when it is read, the ten would be full before its reader is told of ten outcomes."""
    monkeypatch.setattr(own_rules, "COUNTS_WITHIN", 0 * DAY)
    monkeypatch.setattr(validity_rules, "NO_SOONER_THAN", validity_rules.NO_LATER_THAN)
    policy = Policy(Kind.DOUBLE)
    place = version.micro_credential.owner
    declare_policy(actor=cast.lena, organization=place, policy=policy, reason="Two read everything.", at=cast.at)
    other = make.assessor(cast, "Otto")
    validity_set(cast, version, make.educator(cast, "Vi"))
    the_lot_falls(monkeypatch)
    items = [make.waiting(make.educator(cast, name), version, at=cast.at) for name in MANY[:9]]
    firsts = [make.read(item, cast.ben, at=cast.at + DAY) for item in items]
    for item in items:
        make.read(item, other, at=cast.at + DAY)
    reading = make.read(seeded(firsts[0], at=cast.at + DAY), cast.ben, at=cast.at + 2 * DAY)

    told_on = day_began(reading.told_at, cast.ben.time_zone)
    assert told_on > reading.scored_at
    assert own_scoring(cast.ben, at=told_on + MINUTE).near is None
    assert own_scoring(cast.ben, at=told_on + DAY + MINUTE).near.readings == 10


def test_whoever_leads_are_told_about_reads_it_too_but_not_what_papers_said(client, cast, version):
    readings(cast, version, MANY[0])
    read = list(Scoring.objects.values_list("pk", flat=True))
    said = {"assessor": cast.ben, "version": version, "readings": read, "at": cast.at + 3 * DAY}
    look_at_severity(actor=None, severity=-1.5, error=0.3, beside=32, alike=20, **said)
    by_papers = {"assessor": cast.ben, "organization": version.micro_credential.owner, "recalibrates": version}
    Alarm.objects.create(signal="milder", readings=read, checks=9, exact=2, raised_at=cast.at + 5 * DAY, **by_papers)
    client.force_login(cast.ben)
    page = client.get(reverse("my_scoring")).content.decode()
    assert page.count("leads were asked to look at your readings of") == 1
    assert "You read much milder than all who read the same work" in page
    assert "−1.50 logits, standard error 0.30" in page

    reason, alarm = "Ben is tired, keep an eye on him.", Alarm.objects.get(signal="lenient")
    answer_alarm(actor=cast.lena, alarm=alarm, reason=reason, at=cast.at + 4 * DAY)
    page = client.get(reverse("my_scoring")).content.decode()
    assert "A lead looked at it on" in page
    assert "tired" not in page
    assert "Lena" not in page


@pytest.mark.parametrize("comes_first", [True, False])
def test_who_is_milder_than_the_other_reader_is_told_so_kindly(client, cast, version, comes_first):
    declare_policy(
        actor=cast.lena,
        organization=version.micro_credential.owner,
        policy=Policy(Kind.DOUBLE),
        reason="Two read everything.",
        at=cast.at,
    )
    other, first = make.assessor(cast, "Otto"), version.criteria.filter(levels__position__gt=F("required_position"))[0]
    for name in MANY[:10]:
        item = make.waiting(make.educator(cast, name), version, at=cast.at + DAY)
        both = [(cast.ben, (first,)), (other, ())]
        for reader, higher in both if comes_first else both[::-1]:
            make.read(item, reader, higher=higher, at=cast.at + DAY)

    near = own_scoring(cast.ben, at=cast.at + MONTH).near
    assert near.severity.tends == "milder"
    assert near.alike.hits == near.alike.of > near.exact.hits
    assert own_scoring(other, at=cast.at + MONTH).near.severity.by == -near.severity.by
    client.force_login(cast.ben)
    page = client.get(reverse("my_scoring")).content.decode()
    assert "You are a little milder than others" in page


def test_it_costs_as_much_however_many_there_are(client, cast, version):
    client.force_login(cast.ben)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert own_scoring(cast.ben, at=cast.at + MONTH)
        return len(queries)

    readings(cast, version, MANY[0])
    one = cost()
    readings(cast, version, *MANY[1:4])
    assert cost() == one


def test_who_has_no_part_in_assessing_finds_nothing(client, cast):
    client.force_login(cast.ada)
    assert client.get(reverse("my_scoring")).status_code == 404
