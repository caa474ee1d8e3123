import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from microcred.frameworks.models import DryRun, Framework, Standard
from microcred.frameworks.tests.make import PACKAGE, guid, imported, members, without

pytestmark = pytest.mark.django_db


def send(client, made, *, name="topics.json", **more):
    content = made if isinstance(made, bytes) else json.dumps(made).encode()
    return client.post(
        "/framework-imports/",
        {"file": SimpleUploadedFile(name, content), "keeper": "carolinacred", **more},
        follow=True,
    )


@pytest.fixture
def author(client, cast):
    client.force_login(cast.cora)
    return client


def test_an_import_is_seen_first_and_then_confirmed(author):
    page = send(author, PACKAGE)
    assert "New framework" in page.content.decode()
    assert not Framework.objects.exists()
    done = author.post(page.redirect_chain[-1][0], follow=True)
    assert "Topics of Teaching is imported: 5 items differ." in done.content.decode()
    assert Standard.objects.count() == 5


def test_the_same_file_again_would_change_nothing(author, cast):
    imported(at=cast.at, keeper=cast.places["carolinacred"])
    page = send(author, PACKAGE)
    assert "Nothing would change" in page.content.decode()
    assert "Import this" not in page.content.decode()


def test_what_would_change_is_shown_item_by_item(author, cast):
    imported(at=cast.at, keeper=cast.places["carolinacred"])
    made = without("B.1", version="2", colour="red")
    made["CFItems"][2]["fullStatement"] = "Plans <b>first</b>."
    page = send(author, made).content.decode()
    assert "<del>Plans an assessment before teaching.</del> <ins>Plans &lt;b&gt;first&lt;/b&gt;.</ins>" in page
    assert "Knows every student’s name." in page
    assert "<del>1</del> <ins>2</ins>" in page
    assert "CFDocument.colour" in page


def test_every_broken_item_is_named_and_nothing_is_imported(author):
    made = members()
    made["CFItems"][0]["identifier"] = "seven"
    del made["CFItems"][4]["fullStatement"]
    page = send(author, made)
    assert page.status_code == 422
    assert "CFItems 1 (“A”)" in page.content.decode()
    assert "CFItems 5 (“B.1”)" in page.content.decode()
    assert page.content.decode().count("Nothing was imported") == 1
    assert "That was not imported" not in page.content.decode()
    assert not DryRun.objects.exists()


def test_a_table_says_what_it_is_or_is_refused(author):
    table = b"code,name\nA,One\n"
    assert "does not say which framework" in send(author, table, name="t.csv").content.decode()
    page = send(author, table, name="t.csv", title="Topics", publisher="An Agency")
    assert "1 item" in page.content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "one of the two"),
        ({"link": "http://example.org/"}, "only https"),
        ({"link": "https://127.0.0.1/"}, "not a public address"),
        ({"link": "https://[/"}, "address"),
        ({"link": "[]"}, "address"),
        ({"link": "https://example.org/", "keeper": "rock-hill"}, "valid choice"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(author, sent, said):
    page = author.post("/framework-imports/", {"keeper": "carolinacred", **sent})
    assert page.status_code == 422
    assert said in page.content.decode()


def test_what_is_discarded_changes_nothing(author):
    page = send(author, PACKAGE)
    done = author.post(f"{page.redirect_chain[-1][0]}discard/", follow=True)
    assert "Nothing was imported." in done.content.decode()
    assert not Framework.objects.exists()


def test_who_imported_in_between_is_told_of(author, cast):
    imported(at=cast.at, keeper=cast.places["carolinacred"])
    page = send(author, without("A.2", version="2"))
    address = page.redirect_chain[-1][0]
    imported(without("B.1", version="2"), at=cast.at)
    assert "changed after you tried this" in author.get(address).content.decode()
    assert author.post(address).status_code == 409


def test_what_was_imported_when_stands_with_what_it_changed(author, cast):
    imported(at=cast.at, slug="topics")
    imported(without("B.1", version="2"), at=cast.at)
    page = author.get("/frameworks/topics/editions/").content.decode()
    assert "0 added, 0 changed, 1 withdrawn, 0 back again" in page
    assert f"/ims/case/v1p1/CFPackages/{guid('doc')}" in page


def test_a_framework_is_given_as_a_table_that_comes_back_without_a_change(author, cast):
    imported(at=cast.at, slug="topics", keeper=cast.places["carolinacred"])
    table = author.get("/frameworks/topics/table.csv")
    assert table["Content-Type"].startswith("text/csv")
    author.post(send(author, table.content, name="t.csv", framework="topics").redirect_chain[-1][0])
    page = send(author, author.get("/frameworks/topics/table.csv").content, name="t.csv", framework="topics")
    assert "Nothing would change" in page.content.decode()


def test_all_frameworks_stand_in_a_list(client, cast):
    assert "No frameworks yet" in client.get("/frameworks/").content.decode()
    imported(at=cast.at)
    page = client.get("/frameworks/").content.decode()
    assert "Topics of Teaching" in page
    assert "5 items" in page
    assert "Import a framework" not in page
