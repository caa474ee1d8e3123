from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.catalog.design import Design, Kind, as_json
from microcred.catalog.operations import publish
from microcred.catalog.tests import make

pytestmark = pytest.mark.django_db


def after(version, edit, **more):
    content = as_json(make.plain_design())
    edit(content)
    return publish(
        actor=make.cora(),
        owner=make.university(),
        design=Design.model_validate(content),
        micro_credential=version.micro_credential,
        at=make.AT + timedelta(days=10),
        **more,
    )


def page(client, label, before, slug="managing-change"):
    return client.get(reverse("changes", args=[slug, label, before]))


def stricter(content):
    criterion = content["rubric"][1]
    criterion["required"] = criterion["levels"][-1]["name"]
    criterion["levels"][1]["descriptor"] += " <b>Always</b>."
    content["requirements"].append({**content["requirements"][0], "id": "more", "prompt": "Tell of one doubt."})
    del content["requirements"][-1]["uuid"]


def test_the_page_marks_what_came_and_names_what_counts(client):
    after(make.version(), stricter, note="Higher, and one question more.")
    response = page(client, 2, 1)
    shown = response.content.decode()
    assert response.status_code == 200
    assert "<ins>" in shown
    assert "&lt;b&gt;Always" in shown, "what people wrote is text, never markup"
    assert "Higher, and one question more." in shown
    assert "Proficient became Exemplary" in shown
    assert "Tell of one doubt." in shown
    assert "read as before and are not shown" in shown


def test_both_ways_and_of_any_two(client):
    first = make.version()
    after(first, lambda content: content.update(hours=30))
    after(first, lambda content: content.update(hours=30, name="Changed"), change=Kind.EDITORIAL, note="Its name.")
    assert "30 became 20" in page(client, 1, 2).content.decode()
    assert "20 became 30" in page(client, "2.1", 1).content.decode()
    assert "Changed" in page(client, "2.1", 2).content.decode()


def test_of_what_is_the_same_or_not_there_nothing_is_found(client):
    make.version()
    for label, before in ((1, 1), (2, 1), ("1.1", 1)):
        assert page(client, label, before).status_code == 404


def test_two_versions_that_read_the_same_say_so(client):
    after(make.version(), lambda content: None)
    assert "Both read the same" in page(client, 2, 1).content.decode()


def test_it_costs_the_same_however_much_changed(client, django_assert_max_num_queries):
    after(make.version(), stricter)
    with django_assert_max_num_queries(12):
        page(client, 2, 1)
