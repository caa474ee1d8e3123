import re
from html import unescape

import pytest
from django.urls import reverse

from microcred.catalog.design import Design, as_json
from microcred.catalog.operations import retire
from microcred.catalog.tests import make

pytestmark = pytest.mark.django_db


def read(client, name, *parts):
    response = client.get(reverse(name, args=parts))
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_shows_every_word_of_the_rubric_and_all_that_is_asked(client):
    make.standards()
    version = make.version(make.design())
    page = read(client, "micro_credential", "managing-change")
    design = Design.model_validate(version.design)
    for criterion in design.rubric:
        assert criterion.name in page
        for level in criterion.levels:
            assert level.descriptor in page
    assert page.count("level-needed") == len(design.rubric)
    assert "up to 250 words" in page
    assert version.digest in page
    assert "Demonstration content" in page
    assert 'href="/frameworks/scts-4/#PRO"' in page


def test_where_no_research_was_confirmed_the_page_says_so(client):
    make.version(make.plain_design(research=[], research_note="None was found that can be read freely."))
    assert "None was found that can be read freely." in read(client, "micro_credential", "managing-change")


def test_an_earlier_version_stays_and_points_to_the_newest(client):
    first = make.version()
    make.version(make.plain_design(name="Changed"), micro_credential=first.micro_credential)
    old = read(client, "version", "managing-change", 1)
    assert "An earlier version" in old
    assert "Sign in to start" not in old
    assert "An earlier version" not in read(client, "micro_credential", "managing-change")


def test_what_is_retired_says_why_and_cannot_be_started(client):
    version = make.version()
    retire(actor=make.cora(), micro_credential=version.micro_credential, reason="Replaced.", at=make.AT)
    page = read(client, "micro_credential", "managing-change")
    assert "Replaced." in page
    assert "Sign in to start" not in page


def test_the_print_view_holds_the_whole_rubric(client):
    version = make.version()
    page = read(client, "micro_credential_print", "managing-change")
    assert all(c.levels[0].descriptor in page for c in Design.model_validate(version.design).rubric)


def test_the_print_view_says_what_is_handed_in_and_within_which_limits(client):
    content = as_json(make.plain_design())
    place = next(place for place, row in enumerate(content["requirements"]) if row["kind"] == "artifact")
    content["requirements"][place] |= {
        "accepts": ["document", "video"],
        "size_limit": 20,
        "minute_limit": 5,
        "page_limit": 4,
        "template": {"title": "Planning sheet", "url": "https://example.org/sheet"},
        "shows": "students",
        "consents": ["family"],
    }
    make.version(Design.model_validate(content))
    page = read(client, "micro_credential_print", "managing-change")
    for words in (
        content["requirements"][0]["prompt"][:40],
        "At most 20 MB",
        "At most 5 minutes",
        "At most 4 pages",
        "To start from: Planning sheet.",
        "Students may be seen",
        "a parent or guardian",
        "Accepted:",
    ):
        assert words in page, words


def test_the_page_costs_the_same_queries_whatever_it_holds(client, django_assert_max_num_queries):
    version = make.version()
    with django_assert_max_num_queries(13):
        read(client, "micro_credential", "managing-change")
    for number in range(2, 5):
        make.version(make.plain_design(name=f"Change {number}"), micro_credential=version.micro_credential)
    with django_assert_max_num_queries(13):
        read(client, "micro_credential", "managing-change")


def test_what_is_not_there_is_404(client):
    make.version()
    assert client.get("/catalogue/nothing/").status_code == 404
    assert client.get("/catalogue/managing-change/versions/2/").status_code == 404
    assert client.get("/stacks/nothing/").status_code == 404
    assert client.get("/crosswalks/nothing/").status_code == 404
    assert client.get("/frameworks/nothing/").status_code == 404


def test_wrong_methods_are_refused(client):
    assert client.post("/catalogue/").status_code == 405
    assert client.delete("/stacks/").status_code == 405


def spoken(page):
    """The words of each element that says its own language, by that language."""
    words = {}
    for _tag, language, text in re.findall(
        r"<(h1|h2|h3|p|span|div)\b[^>]* lang=\"([a-z]+)\"[^>]*>(.*?)</\1>", page, re.DOTALL
    ):
        words.setdefault(language, []).append(unescape(re.sub(r"<[^>]+>", "", text)).strip())
    return words


@pytest.mark.parametrize("name", ["micro_credential", "micro_credential_print"])
def test_what_authors_wrote_says_its_language_where_the_page_speaks_another(client, name):
    version = make.version(make.plain_design())
    design = Design.model_validate(version.design)
    client.cookies["django_language"] = "es"
    told = spoken(client.get(reverse(name, args=["managing-change"])).content.decode())["en"]
    assert version.title in told
    assert version.competency in told
    for criterion in design.rubric:
        assert criterion.name in told
        assert {level.descriptor for level in criterion.levels} <= set(told)
        assert {level.name for level in criterion.levels} <= set(told)
    client.cookies["django_language"] = "en"
    assert "en" not in spoken(read(client, name, "managing-change"))


def test_a_card_of_the_catalogue_says_the_language_of_its_words(client):
    make.version(make.plain_design())
    client.cookies["django_language"] = "es"
    found = reverse("catalogue") + "?q=change"
    page = client.get(found).content.decode()
    assert "Managing Change" in spoken(page)["en"]
    client.cookies["django_language"] = "en"
    assert "Managing Change" not in spoken(client.get(found).content.decode()).get("en", [])
