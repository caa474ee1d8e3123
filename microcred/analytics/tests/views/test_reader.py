"""A lead goes from the figures of a version to one of its readers and back; readers see their own, and no more."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape

from microcred.analytics.queries import own_on_versions, reader_on_versions
from microcred.analytics.queries import readers as asked
from microcred.analytics.rules import judging, reading
from microcred.foundation.clock import standing_at
from microcred.organizations.operations import dismiss
from microcred.scoring.rules import own
from microcred.scoring.tests import make

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
DAY = timedelta(days=1)


@pytest.fixture
def from_two_on(monkeypatch):
    """Figures are shown of two submissions already."""
    for rules in (judging, reading):
        monkeypatch.setattr(rules, "SMALL", 2)


def read_by_both(cast, lea, version, *names: str, higher=(), after=0 * DAY) -> None:
    for name in names:
        item = make.waiting(make.educator(cast, name), version, at=cast.at)
        for day, reader, raised in ((1, cast.ben, ()), (2, lea, higher)):
            item.refresh_from_db()
            make.read(item, reader, at=cast.at + day * DAY + after, higher=raised)


def opened(client, cast, who, address):
    client.force_login(who)
    with standing_at(cast.at + 9 * DAY):
        return client.get(address)


@pytest.mark.usefixtures("from_two_on")
def test_a_lead_goes_from_the_figures_to_a_reader_and_back(client, cast, version, lea, first):
    read_by_both(cast, lea, version, "Uma", "Vic", higher=(first,))
    of_lea = reverse("reader", args=[version.micro_credential.owner.slug, lea.pk])
    of_version = reverse("scoring_quality", args=[version.pk])

    assert f'href="{of_lea}"' in opened(client, cast, cast.lena, of_version).content.decode()
    page = opened(client, cast, cast.lena, of_lea).content.decode()

    assert f'href="{of_version}"' in page
    assert escape(first.name) in page
    assert "They read no validity paper yet" in page
    assert "Severity and habits are told from 30 submissions on" in page
    assert not [name for name in ("Uma", "Vic") if name in page]


def test_criterion_by_criterion_they_stand_beside_the_others(cast, version, lea, first):
    read_by_both(cast, lea, version, "Uma", "Vic", higher=(first,))

    (on,) = reader_on_versions(lea, version.micro_credential.owner, until=cast.at + 9 * DAY)

    assert (on.version, on.read, on.readers) == (version, 2, 2)
    by_name = {row.criterion.id: row.beside for row in on.criteria}
    assert (by_name[first.pk].pairs, by_name[first.pk].exact.estimate.value) == (2, 0)
    assert by_name[first.pk].difference.value == 1
    assert {row.exact.estimate.value for pk, row in by_name.items() if pk != first.pk} == {1}
    assert {row.papers for row in on.criteria} == {None}


def test_of_nine_submissions_a_lead_is_told_their_number(client, cast, version, lea):
    read_by_both(cast, lea, version, "Uma")
    page = opened(client, cast, cast.lena, reverse("reader", args=["carolinacred", lea.pk])).content.decode()

    assert "Too little was read with others to say anything" in page
    assert "How they agree, criterion by criterion" not in page


def test_who_left_is_still_found_by_what_they_read(client, cast, version, lea):
    read_by_both(cast, lea, version, "Uma")
    dismiss(actor=lea, membership=lea.memberships.get(), at=cast.at + 3 * DAY)
    address = reverse("reader", args=["carolinacred", lea.pk])

    for who, status in ((cast.lena, 200), (cast.ben, 404)):
        client.force_login(who)
        with standing_at(cast.at + 3_000 * DAY):
            assert client.get(address).status_code == status


def test_no_figure_of_ones_own_moves_for_a_single_reading(cast, version, lea, monkeypatch):
    monkeypatch.setattr(asked, "FEWEST_OWN", 2)
    monkeypatch.setattr(asked, "ENOUGH_READ", 2)
    monkeypatch.setattr(own, "COUNTS_WITHIN", 0 * DAY)
    until, counted = cast.at + 9 * DAY, []
    for day, name in enumerate(("Uma", "Vic", "Wes", "Xia")):
        read_by_both(cast, lea, version, name, after=day * DAY)
        counted.append([one.read for _version, one in own_on_versions(cast.ben, until=until)])

    assert counted == [[], [2], [2], [4]]


def test_of_less_than_thirty_an_assessor_is_told_no_severity(client, cast, version, lea):
    read_by_both(cast, lea, version, "Uma")
    client.force_login(cast.ben)
    with standing_at(cast.at + 40 * DAY):
        page = client.get(reverse("my_scoring")).content.decode()

    assert "Nothing is shown before 30 submissions of one micro-credential" in page
    assert not re.search(r"\bLea\b", page)


def test_no_door_of_an_assessor_leads_to_the_charts(client, cast, version, lea):
    """The charts are of validity papers alone: whoever saw how many came when would know which they were."""
    client.force_login(cast.ben)
    page = client.get(reverse("my_scoring")).content.decode()

    assert "validity" not in page.lower()
    assert "drift" not in page.lower()
