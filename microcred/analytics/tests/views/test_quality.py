"""A lead looks at how far readings can be trusted: the figures, the pairs that differ, and the list to count again."""

import csv
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from typer.testing import CliRunner

from microcred.analytics.queries import version_quality
from microcred.analytics.rules import judging
from microcred.analytics.tests.test_groups import drawn
from microcred.analytics.views import quality
from microcred.cli.app import app
from microcred.foundation.clock import standing_at
from microcred.scoring.tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def hand_in(cast, version, name: str):
    return make.waiting(make.educator(cast, name), version, at=cast.at)


def read_by_both(cast, lea, item, *, ben: dict | None = None, hers: dict | None = None) -> None:
    for day, reader, found in ((1, cast.ben, ben), (2, lea, hers)):
        item.refresh_from_db()
        make.read(item, reader, at=cast.at + day * DAY, **(found or {}))


@pytest.fixture
def read(cast, version, lea, first):
    """Uma's is earned, though Lea gave one level more; Vic's both found short; Wes waits for a third reader."""
    uma, vic, wes = (hand_in(cast, version, name) for name in ("Uma", "Vic", "Wes"))
    raised = {"higher": (first,)}
    read_by_both(cast, lea, uma, hers=raised)
    read_by_both(cast, lea, vic, ben={"short": (first,)}, hers={"short": (first,)})
    read_by_both(cast, lea, wes, ben={"short": (first,)})
    return uma, vic, wes


def opened(client, cast, who, name, *args, **asked):
    client.force_login(who)
    with standing_at(cast.at + 9 * DAY):
        return client.get(reverse(name, args=args), asked)


def test_a_lead_sees_what_was_read_and_opens_one(client, cast, version, read):
    page = opened(client, cast, cast.lena, "scoring_qualities").content.decode()

    assert reverse("scoring_quality", args=[version.pk]) in page
    assert "not enough yet" in page


def test_figures_are_counted_from_the_first_two_of_what_is_decided(cast, version, lea, first, read):
    found = version_quality(version, since=None, until=cast.at + 9 * DAY)

    assert found.figures.read_twice == 2
    assert found.figures.decisions.estimate.value == 1
    (one,) = (each for each in found.figures.criteria if each.criterion == first.pk)
    others = [each for each in found.figures.criteria if each.criterion != first.pk]
    assert one.pairs == 2
    assert {held.name: held.estimate.value for held in one.figures if held.estimate}["exact"] == 0.5
    assert {other.figures[0].estimate.value for other in others} == {1}
    by_reader = {each.reader: each for each in found.figures.readers}
    assert by_reader[lea.pk].difference.value == -by_reader[cast.ben.pk].difference.value > 0


def test_a_period_leaves_out_what_was_decided_before(client, cast, version, read):
    assert version_quality(version, since=cast.at + 3 * DAY, until=cast.at + 9 * DAY).figures.read_twice == 0
    with standing_at(cast.at + 300 * DAY):
        client.force_login(cast.lena)
        page = client.get(reverse("scoring_quality", args=[version.pk]), {"period": "quarter"}).content.decode()
    assert "Nothing to compare yet" in page


def test_of_so_little_nothing_is_told_that_was_said_of_single_work(client, cast, version, first, read):
    page = opened(client, cast, cast.lena, "scoring_quality", version.pk).content.decode()

    assert "2 submissions were read twice in this time" in page
    assert first.name not in page
    assert "Read with others" not in page
    assert opened(client, cast, cast.lena, "double_readings_csv", version.pk).status_code == 404


@pytest.fixture
def from_two_on(monkeypatch):
    """Figures are shown of two submissions already."""
    monkeypatch.setattr(judging, "SMALL", 2)


@pytest.mark.usefixtures("from_two_on")
def test_whether_a_criterion_is_harder_for_a_group_is_told_to_leads(client, cast, version, read, monkeypatch):
    page = opened(client, cast, cast.lena, "scoring_quality", version.pk).content.decode()
    assert "Of nobody whose work was decided is it known" in page

    found = drawn({"K-5": 220, "6-8": 160}, harder=0.8)
    monkeypatch.setattr(quality, "by_grade", lambda *_asked, **_within: found)
    page = opened(client, cast, cast.lena, "scoring_quality", version.pk).content.decode()
    assert "K-5 (about 220 people) beside 6-8 (about 160)" in page
    assert "easier: look into why" in page
    assert "No score is changed by it" in page


@pytest.mark.usefixtures("from_two_on")
def test_the_page_concludes_nothing_from_two(client, cast, version, read):
    page = opened(client, cast, cast.lena, "scoring_quality", version.pk).content.decode()

    assert "2 of 30 submissions that it takes" in page
    assert "not enough readings" in page
    assert "would be decided otherwise" not in page


def test_a_period_that_is_none_is_the_whole(client, cast, version, read):
    assert opened(client, cast, cast.lena, "scoring_quality", version.pk, period="x").status_code == 200


@pytest.mark.usefixtures("from_two_on")
def test_anyone_counts_the_figures_again_from_the_list(client, cast, version, read, tmp_path):
    whole = opened(client, cast, cast.lena, "double_readings_csv", version.pk).content.decode("utf-8-sig")
    assert next(csv.reader(whole.splitlines())) == ["unit", "rater", "criterion", "value"]
    assert not [name for name in ("Uma", "Lea", "Ben", read[0].submission.alias) if name in whole]
    file = tmp_path / "readings.csv"
    found = version_quality(version, since=None, until=cast.at + 9 * DAY)
    same = {"exact": "exact_agreement", "near": "adjacent_agreement", "alpha": "krippendorff_alpha_ordinal"}
    same |= {"ac2": "gwet_ac2_quadratic", "kappa": "fleiss_kappa_quadratic"}
    same |= {"ac1": "gwet_ac1", "plain_kappa": "fleiss_kappa"}
    for one in found.figures.criteria:
        levels = ",".join(str(position) for position in range(len(one.used)))
        part = opened(client, cast, cast.lena, "double_readings_csv", version.pk, levels=len(one.used))
        file.write_bytes(part.content)
        asked = ["agreement", str(file), "--level", "ordinal", "--categories", levels, "--json"]
        counted = CliRunner().invoke(app, asked)
        assert counted.exit_code == 0, counted.output
        theirs = json.loads(counted.stdout)["criteria"][found.criteria[one.criterion].name]["statistics"]
        for held in one.figures:
            assert theirs[same[held.name]]["estimable"] == (held.estimate is not None)
            if held.estimate:
                assert theirs[same[held.name]]["value"] == pytest.approx(held.estimate.value)


def test_the_number_of_queries_does_not_grow(cast, version, lea, first, read):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            version_quality(version, since=None, until=cast.at + 9 * DAY)
        return len(queries)

    before = asked()
    read_by_both(cast, lea, hand_in(cast, version, "Yan"), hers={"higher": (first,)})
    assert asked() == before


def test_who_leads_elsewhere_finds_nothing(client, cast, version, read):
    for who in (cast.ben, cast.ada, cast.cora):
        assert opened(client, cast, who, "scoring_quality", version.pk).status_code == 404
