"""What an assessor is told of their own readings."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.scoring.operations import declare_policy
from microcred.scoring.queries import own_scoring
from microcred.scoring.rules import Kind, Policy
from microcred.scoring.tests import make
from microcred.scoring.tests.validity import seeded, the_lot_falls, validity_set

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
DAY, MONTH = timedelta(days=1), timedelta(days=31)
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


def test_what_is_told_stands_still_within_a_month(cast, version):
    readings(cast, version, *MANY)
    assert own_scoring(cast.ben, at=cast.at + 2 * DAY).readings == 0
    own = own_scoring(cast.ben, at=cast.at + MONTH)
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
