import re

import pytest
from django.urls import reverse

from microcred.authoring.queries import history_of
from microcred.authoring.tests.make import draft, nils, save
from microcred.authoring.tests.operations.test_put_in_image import put
from microcred.catalog.tests.make import cora, gus

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    client.force_login(cora())
    return client


def page_of(author, of, **asked):
    response = author.get(reverse("draft_history", args=[of.pk]), asked)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_saves_of_one_sitting_stand_together_and_the_last_two_sittings_are_compared(author):
    mine = save(save(draft(), name="First"), name="Second")
    mine = save(mine, nils(), name="Second, by Nils")
    page = page_of(author, mine)

    assert "1–2" in page
    assert "2 saves" in page
    assert "by Nils</ins>" in page


def test_any_two_states_are_compared(author):
    mine = save(draft(), name="First")
    mine = save(mine, nils(), competency="Nils saw to it.")
    last, _first, beginning = history_of(mine)
    page = page_of(author, mine, **{"from": str(beginning.pk), "to": str(last.pk)})
    assert "From save 0 to save 2" in page
    assert "Competency" in page
    assert "From save" in page_of(author, mine, **{"from": "nonsense", "to": "\x00"})


def test_a_picture_is_told_by_its_words_and_the_name_of_its_file(author):
    mine = put(draft(), name="cycle.png", alt="Four steps in a circle.")
    (image,) = mine.design["images"]
    page = page_of(author, mine)
    assert "Image 1" in page
    assert re.search(r"<ins[^>]*>Four steps in a circle\.(<br>| )cycle\.png", page)
    assert image["sha256"] not in page
    assert f"{image['file']}<" not in page


def test_an_empty_row_that_was_filled_is_added_and_nothing_taken_out(author):
    mine = save(draft(), components=[{"name": "", "text": ""}])
    mine = save(mine, nils(), components=[{"name": "Listen", "text": "Listen first."}])
    page = page_of(author, mine)
    assert "Component 1" in page
    assert "Added" in page
    assert "Taken out" not in page

    mine = save(mine, components=[])
    assert "Taken out" in page_of(author, mine)


def test_an_earlier_state_is_brought_back_as_a_new_one(author):
    mine = save(draft(), name="First")
    beginning = history_of(mine).last()
    author.post(reverse("restoration", args=[mine.pk, beginning.pk]))
    mine.refresh_from_db()
    assert (mine.design["name"], mine.revision) == ("Managing Change", 2)
    assert "Brought back save 0" in page_of(author, mine)


def test_the_history_costs_the_same_for_one_save_and_for_many(author, django_assert_max_num_queries):
    mine = draft()
    for number in range(12):
        mine = save(mine, (cora(), nils())[number % 2], name=f"Name {number}")
    with django_assert_max_num_queries(16):
        page_of(author, mine)


def test_strangers_see_no_history_and_bring_nothing_back(client):
    mine = draft()
    client.force_login(gus())
    assert client.get(reverse("draft_history", args=[mine.pk])).status_code == 404
    assert client.post(reverse("restoration", args=[mine.pk, history_of(mine).get().pk])).status_code == 404
