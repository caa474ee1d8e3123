"""What an assessor is told of their own readings."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.analytics.queries import readers
from microcred.scoring.models import Alarm, Scoring
from microcred.scoring.operations import answer_alarm, declare_policy, look_at_severity
from microcred.scoring.queries import own as own_queries
from microcred.scoring.queries import own_scoring
from microcred.scoring.rules import Kind, Policy, day_began, month_began
from microcred.scoring.rules import own as own_rules
from microcred.scoring.rules import validity as validity_rules
from microcred.scoring.tests import make
from microcred.scoring.tests.validity import seeded, the_lot_falls, validity_set

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
DAY, MONTH, MINUTE = timedelta(days=1), timedelta(days=31), timedelta(minutes=1)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]*"')
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


def read_by_two(cast, version, *names: str):
    """What some hand in, read by Ben and another the next day."""
    place, policy = version.micro_credential.owner, Policy(Kind.DOUBLE)
    declare_policy(actor=cast.lena, organization=place, policy=policy, reason="Two read everything.", at=cast.at)
    other = make.assessor(cast, "Otto")
    for name in names:
        item = make.waiting(make.educator(cast, name), version, at=cast.at)
        for reader in (cast.ben, other):
            make.read(item, reader, at=cast.at + DAY)


def test_a_severity_waits_for_the_lot_of_each_of_its_ten(cast, version, monkeypatch):
    """Else it would move the day after a decision, and say that what was decided then was no paper."""
    monkeypatch.setattr(readers, "ENOUGH_READ", 10)
    read_by_two(cast, version, *MANY[:10])
    assert not list(readers.own_on_versions(cast.ben, until=cast.at + 2 * DAY))
    ((of, _figures),) = readers.own_on_versions(cast.ben, until=cast.at + DAY + own_rules.COUNTS_WITHIN + MINUTE)
    assert of == version


def test_what_was_compared_is_told_once_a_month(cast, version, monkeypatch):
    monkeypatch.setattr(own_rules, "COUNTS_WITHIN", 0 * DAY)
    read_by_two(cast, version, *MANY[:10])
    last = month_began(cast.at + MONTH)
    assert own_scoring(cast.ben, at=last - MINUTE).near is None
    assert own_scoring(cast.ben, at=last + MINUTE).near.readings == 10


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
    monkeypatch.setattr(own_queries, "month_began", day_began)
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

    told_on = day_began(reading.told_at)
    assert told_on > reading.scored_at
    assert own_scoring(cast.ben, at=told_on + MINUTE).near is None
    assert own_scoring(cast.ben, at=told_on + DAY + MINUTE).near.readings == 10


def test_nothing_moves_because_leads_were_asked_to_look(client, cast, version):
    """Whoever knew the day would know when papers rise in number; and where no severity was named, that papers did."""
    readings(cast, version, MANY[0])
    client.force_login(cast.ben)

    def told() -> str:
        return TOKEN.sub("", client.get(reverse("my_scoring")).content.decode())

    before = told()
    read = list(Scoring.objects.values_list("pk", flat=True))
    said = {"assessor": cast.ben, "version": version, "readings": read, "at": cast.at + 3 * DAY}
    look_at_severity(actor=None, severity=-1.5, error=0.3, beside=32, alike=20, **said)
    by_papers = {"assessor": cast.ben, "organization": version.micro_credential.owner, "recalibrates": version}
    Alarm.objects.create(signal="milder", readings=read, checks=9, exact=2, raised_at=cast.at + 5 * DAY, **by_papers)
    assert told() == before
    answer_alarm(
        actor=cast.lena, alarm=Alarm.objects.get(signal="lenient"), reason="She is tired.", at=cast.at + 6 * DAY
    )
    assert told() == before


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
