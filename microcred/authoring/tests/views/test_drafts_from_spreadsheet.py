import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from microcred.authoring.bulk import template
from microcred.authoring.models import Draft
from microcred.authoring.tests.test_bulk import filled
from microcred.catalog.tests import make

pytestmark = pytest.mark.django_db
PAGE = "/drafts/spreadsheet/"


@pytest.fixture
def author(client):
    client.force_login(make.cora())
    return client


def hand_in(client, content=None, **more):
    file = {} if content is None else {"spreadsheet": SimpleUploadedFile("many.xlsx", content)}
    return client.post(PAGE, {"owner": make.university().slug, **file, **more})


def words(answer) -> str:
    return unescape(answer.content.decode())


def test_the_template_is_there_to_be_downloaded(author):
    sent = author.get(reverse("drafts_template"))
    assert sent["Content-Disposition"].endswith('.xlsx"')
    assert "Filled template</label>" in words(author.get(PAGE)), "it is asked for, not optional"


def test_what_is_handed_in_is_looked_at_first_and_started_then(author):
    looked = hand_in(author, filled(make.plain_design(), make.plain_design(name="Another")))
    assert looked.status_code == 200
    assert "2 drafts would be started" in words(looked)
    assert not Draft.objects.exists()
    held = re.search(r'name="looked_at" value="([^"]+)"', words(looked))[1]

    started = hand_in(author, looked_at=held)

    assert started["Location"] == reverse("drafts")
    assert {draft.design["name"] for draft in Draft.objects.all()} == {make.plain_design().name, "Another"}


def test_broken_rows_are_named_and_nothing_is_started(author):
    answer = hand_in(author, filled(make.plain_design(), Micro__credentials_E3="many"))
    assert answer.status_code == 422
    assert "to mend in the spreadsheet" in words(answer)
    assert "Start them" not in words(answer)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("content", [None, b"", b"name;hours", template()])
def test_what_cannot_be_read_or_holds_nothing_is_refused(author, content):
    answer = hand_in(author, content)
    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_something_else_than_what_was_looked_at_starts_nothing(author):
    assert hand_in(author, looked_at="bm8gc3ByZWFkc2hlZXQ=").status_code in (400, 422)
    assert not Draft.objects.exists()


def test_who_writes_nowhere_finds_nothing(client):
    client.force_login(make.gus())
    assert client.get(PAGE).status_code == 404
