"""What the workspace shows of a file that is still being checked, was refused, or is under seal."""

import pytest
from django.urls import reverse

from microcred.foundation import storage
from microcred.portfolios.models import Item
from microcred.portfolios.operations import evidence, examine, receive
from microcred.portfolios.tests.make import asked, pdf, put, started


@pytest.fixture
def arrival(cast, monkeypatch):
    monkeypatch.setattr(evidence, "AT_ONCE", 0)
    pursuit = started(cast)
    original = storage.store([pdf()], name="plan.pdf", media_type=evidence.SEALED)
    where = {"actor": cast.ada, "pursuit": pursuit, "requirement": asked(pursuit, "artifact")}
    return receive(**where, name="plan.pdf", original=original, at=cast.at)


def place(arrival):
    return reverse("pending", args=[arrival.pursuit_id, arrival.requirement_id])


def test_the_workspace_says_that_it_is_being_checked_and_asks_again(client, cast, arrival):
    client.force_login(cast.ada)
    page = client.get(reverse("pursuit", args=[arrival.pursuit_id])).content.decode()

    assert "Being checked" in page
    assert "still being checked" in page
    assert f'hx-get="{place(arrival)}" hx-trigger="every 3s' in page


def test_the_part_that_asks_again_shows_the_file_when_it_is_done_and_asks_no_more(client, cast, arrival):
    client.force_login(cast.ada)
    before = client.get(place(arrival), headers={"HX-Request": "true"}).content.decode()
    assert f'hx-get="{place(arrival)}" hx-trigger="every 3s' in before

    examine(arrival, at=cast.at)
    after = client.get(place(arrival), headers={"HX-Request": "true"}).content.decode()
    assert reverse("item", args=[Item.objects.get().pk]) in after
    assert "Being checked" not in after
    said = after[after.index('<template data-shown="standing-') :]
    assert "Ready" in said, "what says how far the work is comes along"
    assert "every 3s" not in after, "only when it is called otherwise is it asked for again"


def test_without_a_script_its_address_leads_to_the_place_on_the_page(client, cast, arrival):
    client.force_login(cast.ada)
    answer = client.get(place(arrival))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("pursuit", args=[arrival.pursuit_id]))


def test_it_is_taken_out_by_a_form(client, cast, arrival):
    client.force_login(cast.ada)
    client.post(reverse("dismissal", args=[arrival.pk]))
    page = client.get(reverse("pursuit", args=[arrival.pursuit_id])).content.decode()
    assert "plan.pdf" not in page


def test_nobody_reads_what_is_under_examination_not_even_its_owner(client, cast, arrival):
    client.force_login(cast.ada)
    assert client.get(reverse("original", args=[arrival.pk])).status_code == 404
    assert client.get(reverse("item", args=[arrival.pk])).status_code == 404


def test_the_owner_may_have_the_original_back_as_a_download(client, cast):
    item = put(started(cast), "plan.pdf", pdf(Author="Ada Whitfield"), at=cast.at)
    client.force_login(cast.ada)
    answer = client.get(reverse("original", args=[item.pk]))

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert b"Ada Whitfield" in b"".join(answer.streaming_content)
