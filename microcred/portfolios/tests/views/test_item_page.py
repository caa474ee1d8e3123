"""Pages as pictures: for whose file it is, drawn once, and never where the pages are served."""

from io import BytesIO
from tempfile import TemporaryFile

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from microcred.foundation.inspection.apart import PageSeen
from microcred.portfolios.models import PagePicture
from microcred.portfolios.operations import add_pages, picturing
from microcred.portfolios.queries import pages_shown
from microcred.portfolios.tests import make


@pytest.fixture
def pursuit(cast):
    return make.started(cast)


@pytest.fixture
def plan(cast, pursuit):
    return make.put(pursuit, "plan.pdf", make.pdf(3), at=cast.at)


@pytest.fixture
def ada(cast, client):
    client.force_login(cast.ada)
    return client


@pytest.fixture
def asked(monkeypatch):
    """Which pages are drawn."""
    drawn = []
    really = picturing.picture_apart
    monkeypatch.setattr(picturing, "picture_apart", lambda clean, number: drawn.append(number) or really(clean, number))
    return drawn


def page_of(client, item, number=1):
    return client.get(reverse("item_page", args=[item.pk, number]))


def test_its_educator_gets_a_page_as_a_picture_that_is_drawn_once(ada, plan, asked):
    first = page_of(ada, plan, 2)
    assert first.status_code == 200
    assert first["Content-Type"] == "image/png"
    assert first["Cache-Control"] == "private, no-store"
    assert Image.open(BytesIO(b"".join(first.streaming_content))).format == "PNG"
    assert page_of(ada, plan, 2).status_code == 200
    assert asked == [2]
    assert PagePicture.objects.get().pages == 3


def test_nobody_else_gets_it(cast, plan, asked):
    for person in (cast.gus, cast.ben, cast.elena, cast.omar):
        other = Client()
        other.force_login(person)
        assert page_of(other, plan).status_code == 404
    assert page_of(Client(), plan).status_code == 302
    assert not asked


def test_what_has_no_such_page_has_no_picture_and_what_is_known_is_not_asked_again(ada, cast, plan, asked):
    assert page_of(ada, plan, 4).status_code == 404
    assert page_of(ada, plan, 0).status_code == 404
    assert not asked, "how many pages there are was found when it came"
    notes = make.put(plan.pursuit, "notes.txt", b"We decided it on Tuesday.", at=cast.at)
    assert page_of(ada, notes).status_code == 404
    assert pages_shown(notes) is None
    assert pages_shown(plan).count == 3


def test_an_office_file_is_pointed_at_on_the_pages_that_were_laid_out(ada, cast, pursuit):
    notes = make.put(pursuit, "notes.txt", b"We decided it on Tuesday.", at=cast.at)
    assert page_of(ada, notes).status_code == 404
    with TemporaryFile() as view:
        view.write(make.pdf(2))
        view.seek(0)
        add_pages(actor=None, item=notes, view=view)
    assert page_of(ada, notes, 2).status_code == 200
    assert pages_shown(notes).count == 2


@pytest.mark.parametrize("seen", [None, PageSeen(3, None)], ids=["too much work", "not there after all"])
def test_a_page_that_cannot_be_drawn_is_not_tried_again_at_once(ada, plan, monkeypatch, seen):
    tried = []
    monkeypatch.setattr(picturing, "picture_apart", lambda _clean, number: tried.append(number) or seen)
    assert [page_of(ada, plan).status_code for _time in range(3)] == [404, 404, 404]
    assert tried == [1]


def test_the_forms_offer_the_pages_and_the_document_without_a_script(ada, plan):
    for form in (reverse("pins", args=[plan.pk]), reverse("item_redaction", args=[plan.pk])):
        page = ada.get(form).content.decode()
        assert f'data-address="{reverse("item_page", args=[plan.pk, 1])}"' in page
        assert 'data-count="3"' in page
        assert 'class="document-frame no-js-only"' in page
        assert 'data-place="page"' in page
