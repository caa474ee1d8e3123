"""Whoever looks whether work opens: the queue, the page without a name, and what comes of it."""

import pytest

from microcred.catalog.queries import rubric_of
from microcred.foundation.clock import standing_at
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.models import PreCheckWay
from microcred.portfolios.operations import set_terms
from microcred.portfolios.queries import state_of
from microcred.portfolios.rules import State
from microcred.portfolios.tests.make import fill, handed_in, pdf, put, started


@pytest.fixture
def scene(cast, client):
    """Ada's work waits to be looked at; Inés is signed in."""
    set_terms(actor=None, organization=cast.places["carolinacred"], pre_check=PreCheckWay.PERSON, at=cast.at)
    pursuit = started(cast)
    put(pursuit, "Ada Whitfield plan.pdf", pdf(), at=cast.at)
    submission = handed_in(pursuit, at=cast.at)
    client.force_login(cast.ines)
    with standing_at(cast.at):
        yield submission


def opened(client):
    return client.post("/pre-checks/claim/", follow=True)


def everything(page, verdict="in_order", **more):
    form = page.context["form"]
    keys = {one.key: verdict for one in form.things}
    return {**keys, "claim_number": form["claim_number"].value(), **more}


def test_the_queue_says_what_waits_and_until_when(client, scene):
    page = client.get("/pre-checks/")

    assert "1 submission waits for its pre-check" in page.content.decode()
    assert "promised by Wednesday, September 2" in page.content.decode()


def test_the_page_shows_neither_who_did_it_nor_how_it_is_judged(cast, client, scene):
    page = opened(client)

    shown = page.content.decode()
    assert page.status_code == 200
    assert scene.alias in shown
    for name in ("Ada", "Whitfield", "Cedar Creek"):
        assert name not in shown
    rubric = rubric_of(scene.pursuit.version)
    for criterion in rubric.criteria:
        assert all(level.descriptor not in shown for level in criterion.levels)
    # Nothing can be written but where something is.
    assert "<textarea" not in shown
    piece = scene.items.order_by("position")[0]
    file = client.get(f"{page.request['PATH_INFO']}files/{piece.pk}/")
    assert file.status_code == 200
    assert "Ada" not in str(file.headers)


def test_everything_in_order_goes_on(client, scene):
    page = opened(client)

    after = client.post(page.request["PATH_INFO"], everything(page), follow=True)

    assert "on its way to those who judge it" in after.content.decode()
    assert client.get(page.request["PATH_INFO"]).status_code == 404


def test_what_cannot_be_read_comes_back(client, scene):
    page = opened(client)
    thing = next(one for one in page.context["form"].things if one.piece)
    sent = everything(page, **{thing.key: "not_legible", f"{thing.key}-note": "page 2"})

    after = client.post(page.request["PATH_INFO"], sent, follow=True)

    assert "back with its educator" in after.content.decode()
    assert state_of(scene.pursuit) is State.INCOMPLETE


def test_what_is_not_looked_at_is_asked_for_and_a_judgement_is_refused_at_its_field(client, scene):
    page = opened(client)
    thing = next(one for one in page.context["form"].things if one.piece)

    unseen = client.post(page.request["PATH_INFO"], everything(page, "")).content.decode()
    judged = client.post(
        page.request["PATH_INFO"],
        everything(page, **{thing.key: "not_legible", f"{thing.key}-note": "a weak plan"}),
    )

    assert "Not saved yet" in unseen
    assert judged.status_code == 422
    assert "speaks of how good the work is" in str(judged.context["form"][f"{thing.key}-note"].errors)
    assert "a weak plan" in judged.content.decode()


def test_it_is_given_back_to_the_queue(client, scene):
    page = opened(client)

    client.post(f"{page.request['PATH_INFO']}end/", {"claim_number": page.context["pre_check"].claim_number})

    assert client.get("/pre-checks/").context["queue"].count == 1
    assert client.get(page.request["PATH_INFO"]).status_code == 404


@pytest.mark.parametrize("number", ["", "x", "-1", "²", "9" * 5000])
def test_no_odd_number_gives_anything_back(client, scene, number):
    page = opened(client)

    answer = client.post(f"{page.request['PATH_INFO']}end/", {"claim_number": number})

    assert answer.status_code == 302
    assert client.get(page.request["PATH_INFO"]).status_code == 200


def test_whoever_is_close_to_it_finds_nothing(cast, client, scene):
    page = opened(client)
    appoint(actor=None, person=cast.ines, organization=cast.places["cedar-creek"], role=Role.EDUCATOR, at=cast.at)

    assert client.get(page.request["PATH_INFO"]).status_code == 404
    assert client.get("/pre-checks/").context["queue"].count == 0


def test_before_it_is_handed_in_the_look_is_promised_and_after_it_told(cast, client, scene):
    client.force_login(cast.ada)
    receipt = client.get(f"/submissions/{scene.pk}/").content.decode()

    assert "By Wednesday, September 2 the pre-check is done: somebody checks that everything can be opened" in receipt
    other = fill(started(cast, person=cast.gus), at=cast.at)
    client.force_login(cast.gus)
    review = client.get(f"/pursuits/{other.pk}/submission/").content.decode()
    assert "First comes the pre-check, within 1 business day" in review


def test_the_list_of_all_work_says_that_it_is_looked_at_as_the_work_itself_does(cast, client, scene):
    client.force_login(cast.ada)

    page = client.get("/pursuits/").content.decode()

    assert "in the pre-check" in page
    assert "waiting for an assessor" not in page
