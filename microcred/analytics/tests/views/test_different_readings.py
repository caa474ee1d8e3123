"""A lead looks at readings that differ: of work that nobody reads again, by what is asked for, page by page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.analytics.queries import Size, Wanted, differences_between
from microcred.analytics.views import differences as door
from microcred.catalog.models import Criterion
from microcred.foundation.clock import standing_at
from microcred.scoring.tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def read_by_both(cast, version, person, lea, *, later=0, ben: dict | None = None, hers: dict | None = None):
    item = make.waiting(person, version, at=cast.at)
    for day, reader, found in ((1, cast.ben, ben), (2, lea, hers)):
        item.refresh_from_db()
        make.read(item, reader, at=cast.at + (later + day) * DAY, **(found or {}))
    return item.submission


@pytest.fixture
def uma(cast, version, lea, first):
    """Uma's is earned, though Lea gave one level more."""
    return read_by_both(cast, version, make.educator(cast, "Uma"), lea, hers={"higher": (first,)})


def opened(client, cast, who, **asked):
    client.force_login(who)
    with standing_at(cast.at + 9 * DAY):
        return client.get(reverse("different_readings"), asked)


def shown(client, cast, **asked):
    answer = opened(client, cast, cast.lena, **asked)
    assert answer.status_code == 200
    return [each.submission for each in answer.context["shown"]]


def test_only_work_that_nobody_reads_again_is_opened_and_the_page_says_so_first(client, cast, version, lea, first, uma):
    read_by_both(cast, version, make.educator(cast, "Vic"), lea, ben={"short": (first,)}, hers={"short": (first,)})
    came_back = {"ben": {"short": (first,)}, "hers": {"short": (first,), "by_one": True}}
    read_by_both(cast, version, make.educator(cast, "Xia"), lea, **came_back)

    answer = opened(client, cast, cast.lena, version=version.pk)

    assert [each.submission for each in answer.context["shown"]] == [uma]
    (pair,) = answer.context["shown"]
    assert [one.criterion.id for one in pair.differences] == [first.pk]
    page = answer.content.decode()
    assert page.index("Only work that was earned is opened here") < page.index("One more pair differs")
    assert page.index("One more pair differs") < page.index(uma.alias)
    assert not [name for name in ("Uma", "Vic", "Xia") if name in page]


def test_it_is_asked_for_by_version_criterion_assessor_size_and_period(client, cast, version, lea, first, uma):
    other = Criterion.objects.filter(version=version).exclude(pk=first.pk)[0]
    for asked, found in (
        ({}, [uma]),
        ({"version": version.pk, "criterion": first.pk}, [uma]),
        ({"version": version.pk, "criterion": other.pk}, []),
        ({"reader": lea.pk}, [uma]),
        ({"reader": cast.lena.pk}, []),
        ({"size": "two"}, []),
        ({"size": "decides"}, []),
        ({"period": "quarter"}, [uma]),
        ({"version": version.pk, "criterion": "x", "reader": "x", "size": "x", "period": "x"}, [uma]),
    ):
        assert shown(client, cast, **asked) == found, asked
    elsewhere = opened(client, cast, cast.lena, version="0190d8f0-0000-7000-8000-000000000000")
    assert elsewhere.status_code == 404


def test_sizes_and_times_are_told_apart(cast, version, lea, first, uma):
    until = cast.at + 9 * DAY

    def found(**wanted):
        return len(differences_between([version], Wanted(**wanted), lead=cast.lena, until=until).pairs)

    assert found(size=Size.ANY) == 1
    assert found(since=cast.at + DAY) == 1
    assert found(since=cast.at + 2 * DAY) == 0


def test_how_much_is_kept_back_of_one_assessor_is_not_told(cast, version, lea, first):
    came_back = {"ben": {"short": (first,)}, "hers": {"short": (first,), "by_one": True}}
    read_by_both(cast, version, make.educator(cast, "Xia"), lea, **came_back)
    until = cast.at + 9 * DAY

    told = [
        differences_between([version], wanted, lead=cast.lena, until=until).kept_back
        for wanted in (Wanted(), Wanted(reader=lea.pk), Wanted(criterion=first.pk), Wanted(size=Size.DECIDES))
    ]

    assert told == [1, None, None, None]


def test_who_read_ones_own_work_is_told_to_no_lead(cast, version, lea, first):
    read_by_both(cast, version, cast.lena, lea, hers={"higher": (first,)})

    found = differences_between([version], Wanted(), lead=cast.lena, until=cast.at + 9 * DAY)

    assert (found.pairs, found.readers, found.kept_back) == ((), frozenset(), 0)


def test_pages_follow_each_other_the_latest_first(client, cast, version, lea, first, uma, monkeypatch):
    monkeypatch.setattr(door, "PAGE", 1)
    raised = {"hers": {"higher": (first,)}}
    vic = read_by_both(cast, version, make.educator(cast, "Vic"), lea, later=1, **raised)

    assert shown(client, cast, version=version.pk) == [vic]
    assert shown(client, cast, version=version.pk, page=2) == [uma]
    page = opened(client, cast, cast.lena, version=version.pk, size="").content.decode()
    assert f"?version={version.pk}&amp;page=2" in page


def test_it_costs_the_same_number_of_queries_at_one_pair_and_at_three(client, cast, version, lea, first, uma):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert shown(client, cast)
        return len(queries)

    shown(client, cast)
    before = asked()
    for name in ("Vic", "Wes"):
        read_by_both(cast, version, make.educator(cast, name), lea, hers={"higher": (first,)})
    shown(client, cast)
    assert asked() == before


def test_who_leads_nowhere_finds_nothing(client, cast, version, uma):
    for who in (cast.ben, cast.ada, cast.cora):
        assert opened(client, cast, who).status_code == 404
