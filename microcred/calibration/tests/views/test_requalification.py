from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.calibration.models import Requalification
from microcred.calibration.operations import qualify
from microcred.calibration.queries import How, bench_of
from microcred.catalog.design import Design, as_json
from microcred.catalog.operations import open_stack, place, publish
from microcred.catalog.tests.make import plain_design
from microcred.foundation.clock import now
from microcred.notices.models import Notice

BASIS = "Ten papers by the new rubric."


@pytest.fixture
def second(cast):
    """A version with another rubric, for whose stack two people qualified before it was published."""
    owner, at = cast.places["carolinacred"], now() - timedelta(days=50)
    stack = open_stack(actor=None, owner=owner, slug="circles", name="Circles", description="", position=1)
    first = publish(actor=cast.cora, owner=owner, design=plain_design(), at=at)
    place(actor=None, stack=stack, micro_credential=first.micro_credential, position=1)
    for assessor in (cast.bea, cast.ben):
        qualify(actor=cast.lena, assessor=assessor, stack=stack, basis="Papers.", at=at, expires_at=at + timedelta(999))
    content = as_json(plain_design())
    content["rubric"][1]["required"] = content["rubric"][1]["levels"][-1]["name"]
    return publish(
        actor=cast.cora,
        owner=owner,
        design=Design.model_validate(content),
        micro_credential=first.micro_credential,
        note="Readers missed it most often.",
        at=at + timedelta(days=10),
    )


def address(version):
    return reverse("requalification", args=[version.pk])


def page_of(client, url):
    return client.get(url).content.decode()


def test_a_lead_sees_who_is_asked_and_why(client, cast, second):
    client.force_login(cast.lena)
    page = page_of(client, address(second))
    assert "Readers missed it most often." in page
    assert "Criterion 2" in page, "the reason that decides it"
    assert cast.bea.name in page
    assert "could score this version until" in page, "thirty days are over"
    assert "2 of 2" in page_of(client, reverse("requalifications"))


def test_several_are_requalified_at_once_and_told(client, cast, second):
    client.force_login(cast.lena)
    posted = {"assessors": [cast.bea.pk, cast.ben.pk], "basis": BASIS}
    assert client.post(address(second), posted).status_code == 302
    assert {row.assessor for row in Requalification.objects.all()} == {cast.bea, cast.ben}
    assert {one.how for one in bench_of(second, at=now()).standings} == {How.REQUALIFIED}
    page = page_of(client, address(second))
    assert BASIS in page
    assert "Everyone who is qualified" in page
    assert {notice.person for notice in Notice.objects.filter(kind="requalified")} == {cast.bea, cast.ben}


@pytest.mark.parametrize(("left_out", "said"), [("assessors", "Tick whom you requalify."), ("basis", "required")])
def test_what_is_left_out_is_asked_for_and_what_was_typed_stays(client, cast, second, left_out, said):
    client.force_login(cast.lena)
    posted = {"assessors": [cast.bea.pk], "basis": BASIS}
    del posted[left_out]
    answer = client.post(address(second), posted)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert (BASIS if left_out == "assessors" else "checked") in answer.content.decode()
    assert not Requalification.objects.exists()


def test_whom_somebody_else_requalified_meanwhile_cannot_be_chosen_again(client, cast, second):
    client.force_login(cast.lena)
    posted = {"assessors": [cast.bea.pk], "basis": BASIS}
    client.post(address(second), posted)
    assert "not waiting to be requalified any more" in client.post(address(second), posted).content.decode()


@pytest.mark.parametrize("who", ["ben", "cora", "gus"])
def test_nobody_else_finds_it(client, cast, second, who):
    client.force_login(getattr(cast, who))
    for url in (address(second), reverse("requalifications")):
        assert client.get(url).status_code == 404


def test_a_leads_home_says_what_waits_and_is_silent_when_nothing_does(client, cast, second):
    client.force_login(cast.lena)
    assert address(second) in page_of(client, reverse("home"))
    client.post(address(second), {"assessors": [cast.bea.pk, cast.ben.pk], "basis": BASIS})
    assert address(second) not in page_of(client, reverse("home"))


def test_the_versions_page_leads_a_lead_there(client, cast, second):
    url = reverse("versions", args=[second.micro_credential.slug])
    assert address(second) not in page_of(client, url)
    client.force_login(cast.lena)
    assert address(second) in page_of(client, url)


def test_the_list_costs_the_same_for_one_and_for_many(client, cast, second, django_assert_max_num_queries):
    client.force_login(cast.lena)
    client.get(reverse("requalifications"))
    for number in range(3):
        content = as_json(Design.model_validate(second.design))
        rubric = content["rubric"][1]
        rubric["required"] = rubric["levels"][1 + number % 2]["name"]
        publish(
            actor=cast.cora,
            owner=second.micro_credential.owner,
            design=Design.model_validate(content),
            micro_credential=second.micro_credential,
            at=now() - timedelta(days=9 - number),
        )
    with django_assert_max_num_queries(12):
        assert page_of(client, reverse("requalifications")).count("of 2") == 4
