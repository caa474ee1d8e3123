"""A lead takes along what a state is told of a period, and the data behind it."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.analytics.queries import compared_of, reliability_report, version_quality, versions_decided
from microcred.analytics.tests.views.test_quality import hand_in, read_by_both
from microcred.catalog.models import Criterion
from microcred.foundation.clock import standing_at
from microcred.scoring.operations import declare_aims, declare_policy
from microcred.scoring.rules import PLATFORM_AIMS, RECOMMENDED, Aims, Kind, Policy
from microcred.scoring.tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def opened(client, cast, who, name, *args, day=9, **asked):
    client.force_login(who)
    with standing_at(cast.at + day * DAY):
        return client.get(reverse(name, args=args), asked)


@pytest.fixture
def read(cast, version, lea, first):
    """Two submissions, read by two people each."""
    uma, vic = (hand_in(cast, version, name) for name in ("Uma", "Vic"))
    read_by_both(cast, lea, uma)
    read_by_both(cast, lea, vic, ben={"short": (first,)}, hers={"short": (first,)})


def told(cast, since: int = 0, until: int = 9):
    bounds = {"since": cast.at + since * DAY, "until": cast.at + until * DAY}
    owner = cast.places["carolinacred"]
    return reliability_report(owner, versions_decided(owner, **bounds), **bounds)


def test_it_rests_on_what_was_decided_in_the_period(cast, read, version):
    (one,) = told(cast).versions

    assert (one.version, one.found.decided, one.found.twice, one.found.once) == (version, 2, 2, 0)
    assert one.found.is_held_back
    assert one.found.overturned.value == 0
    assert told(cast, since=3).versions == []
    # A moment belongs to the period that begins with it.
    assert told(cast, since=2).versions[0].found.decided == 2
    assert told(cast, until=2).versions == []


def test_figures_are_held_against_what_was_aimed_at_when_the_period_began(cast, read):
    owner = cast.places["carolinacred"]
    declare_aims(actor=cast.lena, organization=owner, aims=PLATFORM_AIMS, reason="As before.", at=cast.at)
    low = Aims(exact=50)
    declare_aims(actor=cast.lena, organization=owner, aims=low, reason="It looked bad.", at=cast.at + 5 * DAY)
    (one,) = told(cast).versions

    assert one.held.aims == PLATFORM_AIMS
    assert [each.aims.exact for each in one.said] == [50]


def test_the_policies_of_a_period_are_told_with_their_days(cast, read):
    owner = cast.places["carolinacred"]
    declare_policy(
        actor=cast.lena, organization=owner, policy=Policy(Kind.DOUBLE), reason="Both.", at=cast.at + 4 * DAY
    )
    (one,) = told(cast).versions

    assert [(since, policy and policy.kind) for since, policy in one.policies] == [
        (None, None),
        (cast.at + 4 * DAY, "double"),
    ]


def test_what_was_read_again_only_because_it_was_narrow_is_told_and_no_agreement_takes_it_in(cast, lea):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    offered = make.published(cast)
    needed = Criterion.objects.filter(version=offered).order_by("position")[0]
    owner = cast.places["carolinacred"]
    declare_policy(actor=cast.lena, organization=owner, policy=RECOMMENDED, reason="As is advised.", at=cast.at)
    narrow = make.waiting(cast.ada, offered, at=cast.at)
    for reader in (cast.ben, lea):
        make.read(narrow, reader, at=cast.at + DAY, short=(needed,), by_one=True)
    (one,) = told(cast).versions

    assert (one.found.decided, one.found.narrow, one.found.twice) == (1, 1, 0)
    figures = version_quality(offered, since=None, until=cast.at + 9 * DAY).figures
    assert (figures.read_twice, figures.narrow, len(figures.readers)) == (0, 1, 2)
    assert compared_of([offered], until=cast.at + 9 * DAY).get(offered.pk, 0) == 0, "as its page counts"
    assert [each.pairs for each in one.found.criteria] == [0] * len(one.found.criteria)


def test_a_lead_sees_in_short_what_there_is_and_takes_it_along(client, cast, read):
    page = opened(client, cast, cast.lena, "scoring_reliability", "carolinacred").content.decode()
    assert "it would tell of single people" in page
    assert reverse("scoring_reliability_pdf", args=["carolinacred", "es"]) in page

    for language in ("en", "es"):
        document = opened(client, cast, cast.lena, "scoring_reliability_pdf", "carolinacred", language)
        assert document.content.startswith(b"%PDF")
    data = opened(client, cast, cast.lena, "scoring_reliability_data", "carolinacred")
    assert set(ZipFile(BytesIO(data.content)).namelist()) == {"report.json", "SHA256SUMS"}


def test_a_period_without_decisions_says_so(client, cast, read):
    page = opened(client, cast, cast.lena, "scoring_reliability", "carolinacred", day=900).content.decode()
    assert "Nothing was decided in this period" in page


def test_days_in_the_wrong_order_are_told_and_no_document_is_made(client, cast, read):
    wrong = {"since": "2026-03-02", "until": "2026-03-01"}
    page = opened(client, cast, cast.lena, "scoring_reliability", "carolinacred", **wrong)
    assert page.status_code == 422
    assert "Choose a later one" in page.content.decode()
    for name, *more in (("scoring_reliability_pdf", "en"), ("scoring_reliability_data",)):
        answer = opened(client, cast, cast.lena, name, "carolinacred", *more, **wrong)
        assert (answer.status_code, "since=2026-03-02" in answer.url) == (302, True)


def test_the_ends_of_the_calendar_are_days_like_others(client, cast, read):
    ever = {"since": "0001-01-01", "until": "9999-12-31"}
    assert opened(client, cast, cast.lena, "scoring_reliability", "carolinacred", **ever).status_code == 200


def test_later_on_the_same_day_the_same_data_have_the_same_digest(client, cast, read):
    def data(day: float) -> bytes:
        return opened(client, cast, cast.lena, "scoring_reliability_data", "carolinacred", day=day).content

    assert data(9) == data(9.1)


def test_who_leads_nothing_here_finds_nothing(client, cast, read):
    for who in (cast.ben, cast.ada, cast.femi, cast.elena):
        assert opened(client, cast, who, "scoring_reliability", "carolinacred").status_code == 404


def test_the_number_of_queries_does_not_grow(cast, lea, version, first, read):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            told(cast)
        return len(queries)

    asked()
    before = asked()
    read_by_both(cast, lea, hand_in(cast, version, "Yan"), hers={"higher": (first,)})
    assert asked() == before
