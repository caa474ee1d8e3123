import pytest
from django.urls import reverse

from microcred.portfolios.models import Pin
from microcred.portfolios.tests import make
from microcred.portfolios.tests.operations.test_pins import fed, pinned


@pytest.fixture
def pursuit(cast):
    return make.started(cast)


@pytest.fixture
def ada(cast, client):
    client.force_login(cast.ada)
    return client


@pytest.fixture
def plan(cast, pursuit):
    return make.put(pursuit, "plan.pdf", make.pdf(3), at=cast.at)


def test_an_educator_pins_by_a_plain_form(ada, plan):
    form = {"words": "The norms", "criteria": [fed(plan)[0].pk], "page": 2, "left": "", "begins": "0:10"}
    answer = ada.post(reverse("pins", args=[plan.pk]), form)

    one = Pin.objects.get()
    assert answer.status_code == 302
    assert (one.words, one.page, one.left, one.from_second) == ("The norms", 2, None, None)
    page = ada.get(answer.url).content.decode()
    assert "The norms" in page
    assert 'id="pin-' in page
    assert "1 pin, name and more" in ada.get(reverse("pursuit", args=[plan.pursuit_id])).content.decode()
    assert "page 2" in ada.get(reverse("item_more", args=[plan.pk])).content.decode()


def test_what_was_typed_stays_when_a_pin_is_refused(ada, plan):
    form = {"words": "Far out", "criteria": [fed(plan)[0].pk], "page": 9}
    page = ada.post(reverse("pins", args=[plan.pk]), form)

    assert page.status_code == 422
    assert "no such page" in page.content.decode()
    assert "Far out" in page.content.decode()
    assert not Pin.objects.exists()


def test_a_pin_is_changed_and_taken_off_where_it_stands(ada, cast, plan):
    one = pinned(cast, plan)
    changed = {"words": "Anew", "criteria": [fed(plan)[0].pk], "page": 3}

    assert ada.post(reverse("pin", args=[one.pk]), changed | {"page": "x"}).status_code == 422
    assert ada.post(reverse("pin", args=[one.pk]), changed).status_code == 302
    assert (Pin.objects.get().words, Pin.objects.get().page) == ("Anew", 3)
    assert ada.post(reverse("pin_removal", args=[one.pk])).status_code == 302
    assert not Pin.objects.exists()


def test_times_are_typed_as_people_say_them(ada, cast):
    from microcred.portfolios.tests.operations.test_asked_of_evidence import sound, started

    pursuit = started(cast)
    recording = make.put(pursuit, "talk.wav", sound(90), at=cast.at)
    form = {"words": "Listen", "criteria": [fed(recording)[0].pk], "begins": "1:05", "ends": "1:20"}

    assert ada.post(reverse("pins", args=[recording.pk]), form).status_code == 302
    assert (Pin.objects.get().from_second, Pin.objects.get().to_second) == (65, 80)
    assert 'value="1:05"' in ada.get(reverse("pins", args=[recording.pk])).content.decode()


def test_before_submitting_the_criteria_without_a_pin_are_listed(ada, cast, pursuit, plan):
    page = ada.get(reverse("submission_form", args=[pursuit.pk])).content.decode()
    assert "Not pinned to any place yet" not in page or fed(plan)[0].name in page

    pinned(cast, plan, words="Look at the second page")
    page = ada.get(reverse("submission_form", args=[pursuit.pk])).content.decode()
    assert "Look at the second page" in page


def test_a_workspace_asks_as_often_with_forty_pins_as_with_one(ada, cast, plan):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = reverse("pursuit", args=[plan.pursuit_id])
    pinned(cast, plan)
    ada.get(address)
    with CaptureQueriesContext(connection) as with_one:
        ada.get(address)
    for number in range(20):
        pinned(cast, plan, words=f"Number {number}")
    with CaptureQueriesContext(connection) as with_many:
        ada.get(address)

    assert len(with_many) == len(with_one)
