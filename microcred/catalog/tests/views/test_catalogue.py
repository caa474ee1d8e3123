import re

import pytest
from django.urls import reverse

from microcred.catalog.tests import make, many

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue():
    make.standards()
    return make.catalogue()


def read(client, **asked):
    response = client.get(reverse("catalogue"), asked)
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_sees_the_stacks_as_shelves(client, catalogue):
    page = read(client)
    assert f"{len(catalogue)} micro-credentials" in page
    assert "4 more in Collective Leadership" in page
    assert "Whole Child Education Crosswalk" in page


def test_a_visitor_searches_narrows_and_takes_off_again(client, catalogue):
    page = read(client, q="leadership", stack="collective-leadership")
    assert "for “leadership”" in page
    assert reverse("micro_credential", args=["understanding-your-leadership-strengths"]) in page
    assert '<input type="hidden" name="stack" value="collective-leadership">' in page
    assert 'href="/catalogue/?q=leadership"' in page


def test_what_was_mended_is_said(client, catalogue):
    assert "These have “restorative”" in read(client, q="restoritive")


def test_nothing_found_shows_a_way_on(client, catalogue):
    assert "Nothing matches" in read(client, q="xylophone")


def test_an_empty_catalogue_says_so(client):
    assert "The catalogue is empty" in read(client)


def test_words_are_shown_as_text(client, catalogue):
    page = read(client, q="<script>alert(1)</script>")
    assert "<script>alert(1)" not in page


def test_odd_addresses_are_answered(client, catalogue):
    for asked in ({"page": "-1"}, {"page": "9" * 30}, {"page": "x"}, {"stack": "\x00"}, {"q": "\x00"}, {"page": "٣"}):
        read(client, **asked)


def test_pages_turn_and_the_last_is_the_last(client):
    many.fill(60)
    assert "Page 3 of 3" in read(client, page="3")
    assert "Page 3 of 3" in read(client, page="99")


@pytest.mark.parametrize("count", [1, 3, 1_000])
def test_the_page_costs_the_same_queries_at_any_size(client, count, django_assert_max_num_queries):
    many.fill(count)
    read(client, page="1", language="en")
    with django_assert_max_num_queries(6):
        read(client, language="en")
    with django_assert_max_num_queries(11):
        read(client)


def test_suggestions_are_a_fragment_with_links(client, catalogue):
    response = client.get(reverse("suggestions"), {"q": "perf"})
    titles = re.findall(r">([^<]+)</a>", response.content.decode())
    assert titles[0] == "Performance Assessment Design"
    assert "<html" not in response.content.decode()


def test_a_card_says_how_much_is_asked(client, catalogue):
    page = read(client, q="building your team")
    card = page[page.index("Building Your Team") :]
    asked = card[: card.index("</article>") if "</article>" in card else 3000]
    assert re.search(r"\d+ questions?, \d+ artifacts?, \d+ reflections?", asked)


def test_what_every_result_has_is_not_offered_to_narrow_by(client, catalogue):
    page = read(client)
    assert "language=en" not in page, "all are in English"
    assert "stack=collective-leadership" in page


def test_what_was_chosen_can_always_be_taken_off(client, catalogue):
    page = read(client, language="en")
    assert re.search(r'href="/catalogue/"[^>]*>(?:(?!</a>).)*Take off', page, re.DOTALL)


def test_a_page_number_without_end_is_the_last_page(client, catalogue):
    assert f"{len(catalogue)} micro-credentials" in read(client, page="9" * 5000)
