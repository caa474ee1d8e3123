"""An assessor takes the test by which they qualify; a lead says the terms, looks into it and decides."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.calibration.models import AttemptEnd, AttemptPaper, AttemptReading, QualifyingTerms
from microcred.calibration.rules import FEWEST_TO_QUALIFY, USUAL
from microcred.calibration.tests.make import ALIKE, OTHERWISE, SHORT, assessor, met_and_tried, taken, terms
from microcred.calibration.tests.views.test_exemplar_bank import page_of, typed


@pytest.fixture
def tried(db):
    return met_and_tried()


@pytest.fixture
def cast(tried):
    return tried[0]


@pytest.fixture
def version(tried):
    return tried[1]


@pytest.fixture
def kim(tried):
    return tried[2]


def urls(version):
    return reverse("qualifying", args=[version.pk]), reverse("qualifying_paper", args=[version.pk])


def save(client, version, position):
    """Score the paper that is open, as the form sends it."""
    here, there = urls(version)
    assert client.post(here)["Location"] == there
    given = AttemptPaper.objects.get(answer__isnull=True)
    said = {**typed(given.paper, position, ""), "form_key": given.pk, "given": given.pk}
    return given, client.post(there, said, follow=True).content.decode()


def test_kim_takes_the_test_paper_by_paper_and_nothing_tells_how_near_they_are(cast, client, kim, version):
    client.force_login(kim)
    here, there = urls(version)
    assert here in page_of(client, reverse("practice"))
    assert "Begin the test" in page_of(client, here)
    assert client.get(there)["Location"] == here, "nothing is open yet"
    client.post(here)
    page = page_of(client, there)
    assert "What I did for number" in page
    assert cast.ada.name not in page
    assert "It names who was at the table." not in page, "what is agreed, and why, stands nowhere"
    assert "Go on with paper 1" in page_of(client, here)
    given, page = save(client, version, 0)
    assert "Saved for good." in page
    for told in ("as agreed", "Otherwise than agreed", "stricter", "0 %", "100 %"):
        assert told not in page
    assert client.get(reverse("paper", args=[given.paper_id])).status_code == 404
    taken(cast, kim, version, *OTHERWISE[2:])
    _given, page = save(client, version, 0)
    assert "Not yet, on" in page
    assert "Otherwise than agreed" in page
    assert f"Paper {given.paper.number}<" not in page, "no paper with what is agreed of it"
    assert "You can try again from" in page


def test_a_test_is_said_to_end_with_the_last_paper_there_is(cast, client, kim, version):
    terms(cast, most=100)
    client.force_login(kim)
    here, _there = urls(version)
    there_are = f"{2 * FEWEST_TO_QUALIFY} at the latest"
    assert there_are in page_of(client, here)
    client.post(here)
    assert there_are in page_of(client, here), "one is open"
    save(client, version, 0)
    assert there_are in page_of(client, here), "one is scored"
    client.force_login(cast.lena)
    lists = page_of(client, reverse("qualified", args=[version.pk]))
    assert f"It takes {FEWEST_TO_QUALIFY} to {2 * FEWEST_TO_QUALIFY} papers." in lists


def test_who_qualifies_is_told_until_when(cast, client, kim, version):
    taken(cast, kim, version, *ALIKE[1:])
    client.force_login(kim)
    _given, page = save(client, version, 1)
    assert "You are qualified" in page
    assert reverse("qualifying", args=[version.pk]) in page_of(client, reverse("home"))
    queue = page_of(client, reverse("queue"))
    assert "You are not qualified to score yet" not in queue
    assert f"{version.title}, until" in queue


def test_a_form_that_was_overtaken_is_told_so_and_no_level_is_missing(client, kim, version):
    client.force_login(kim)
    here, there = urls(version)
    client.post(here)
    given = AttemptPaper.objects.get()
    answer = client.post(there, {"form_key": given.pk, "given": given.pk})
    assert answer.status_code == 422
    assert "Choose a level." in answer.content.decode()
    said = {**typed(given.paper, 1, ""), "given": given.pk}
    client.post(there, {**said, "form_key": given.pk})
    client.post(there, {**said, "form_key": given.pk})
    assert AttemptReading.objects.count() == 1, "a double click"
    other = client.post(there, {**said, "form_key": given.paper_id}, follow=True)
    assert AttemptReading.objects.count() == 1
    assert "perhaps in another tab" in other.content.decode()


def test_files_of_a_paper_are_open_while_it_is_read(cast, client, kim, version):
    client.force_login(kim)
    client.post(urls(version)[0])
    given = AttemptPaper.objects.get()
    piece = given.paper.submission.items.filter(item__file__isnull=False).first()
    if piece is not None:
        url = reverse("paper_file", args=[given.paper_id, piece.pk])
        assert client.get(url).status_code == 200
        save(client, version, 1)
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("who", ["ada", "cora", "gus"])
def test_nobody_else_finds_it(cast, client, version, who):
    client.force_login(getattr(cast, who))
    for url in urls(version):
        assert client.get(url).status_code == 404
        assert client.post(url).status_code == 404


def test_nobody_answers_anothers_paper(cast, client, kim, version):
    client.force_login(kim)
    client.post(urls(version)[0])
    given = AttemptPaper.objects.get()
    client.force_login(assessor(cast, "Lou"))
    there = urls(version)[1]
    assert client.post(there, {**typed(given.paper), "form_key": given.pk, "given": given.pk}).status_code == 404


def test_lena_sees_who_stands_where_and_by_which_figures(cast, client, kim, version):
    attempt = taken(cast, kim, version, *OTHERWISE).attempt
    client.force_login(cast.lena)
    page = page_of(client, reverse("qualified", args=[version.pk]))
    url = reverse("attempt", args=[version.pk, attempt.pk])
    assert kim.name in page
    assert url in page
    page = page_of(client, url)
    assert "What they scored speaks clearly for an agreement of 10 % rather than 95 %" in page
    assert "10 of 10" in page
    assert client.get(reverse("attempt", args=[version.pk, cast.lena.pk])).status_code == 404


def test_lena_decides_what_the_rule_left_open(cast, client, kim, version):
    terms(cast, replace(SHORT, good=80, poor=60, wrongly_in=5, wrongly_out=5, most=10), at=cast.at + timedelta(days=1))
    attempt = taken(cast, kim, version, *ALIKE, at=cast.at + timedelta(days=2)).attempt
    assert AttemptEnd.objects.get().verdict == "undecided"
    client.force_login(cast.lena)
    url = reverse("attempt", args=[version.pk, attempt.pk])
    assert client.post(url, {"qualifies": "yes"}).status_code == 422
    client.post(url, {"qualifies": "yes", "reason": "Every level as agreed."})
    assert "A lead assessor decided: qualified" in page_of(client, url)
    client.force_login(kim)
    assert "Every level as agreed." in page_of(client, urls(version)[0])


def test_lena_says_the_terms(cast, client, version):
    client.force_login(cast.lena)
    url = reverse("qualifying_terms", args=[version.pk])
    assert 'value="95"' in page_of(client, url)
    assert client.post(url, {**vars(USUAL), "poor": 90}).status_code == 422
    refused = client.post(url, {**vars(USUAL), "fewest": 9})
    assert (refused.status_code, "At least ten" in refused.content.decode()) == (422, True)
    assert client.post(url, {**vars(USUAL), "fewest": 21}).status_code == 302
    assert QualifyingTerms.objects.count() == 2
    assert "Nothing is decided before 21 papers." in page_of(client, reverse("qualified", args=[version.pk]))
    assert "Nobody can take it" in page_of(client, reverse("qualified", args=[version.pk]))


def test_the_lists_cost_the_same_for_one_and_for_many(cast, client, kim, version):
    taken(cast, kim, version, *ALIKE)
    costs = []
    for _more in range(2):
        for who, url in ((cast.lena, reverse("qualified", args=[version.pk])), (kim, reverse("practice"))):
            client.force_login(who)
            page_of(client, url)
            with CaptureQueriesContext(connection) as count:
                page_of(client, url)
            costs.append(len(count))
        for number in range(2):
            taken(cast, assessor(cast, f"Lou{len(costs)}{number}"), version, 0)
    assert costs[:2] == costs[2:]
