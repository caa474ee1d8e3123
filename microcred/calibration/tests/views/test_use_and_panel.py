"""A lead says how often papers are read, is warned of who is not qualified, and qualifies somebody by hand."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.calibration.models import Panelist, Qualification
from microcred.calibration.operations import qualify
from microcred.calibration.queries import limits_of
from microcred.calibration.tests.make import assessor, consented
from microcred.catalog.models import Stack
from microcred.foundation.clock import now
from microcred.notices.models import Notice


@pytest.fixture
def paper(cast, client):
    client.force_login(cast.lena)
    return consented(cast)


@pytest.fixture
def stack(paper):
    return Stack.objects.get(places__micro_credential=paper.version.micro_credential_id)


def text(answer):
    return answer.content.decode()


def test_who_is_not_qualified_is_named_so_before_and_after_they_are_asked(cast, client, paper, stack):
    kim = assessor(cast)
    qualify(actor=cast.lena, assessor=kim, stack=stack, basis="Read.", at=now(), expires_at=now() + timedelta(days=9))
    url = reverse("paper", args=[paper.pk])
    page = text(client.get(url))
    assert "Bea (not qualified for this version)" in page.replace(cast.bea.name, "Bea")
    assert "Kim (not qualified" not in page
    assert page.index(">Kim<") < page.index("(not qualified")

    asked = text(client.post(reverse("panel", args=[paper.pk]), {"person": cast.bea.pk}, follow=True))
    assert "is not qualified for this version. What they find counts" in asked
    asked = text(client.post(reverse("panel", args=[paper.pk]), {"person": kim.pk}, follow=True))
    assert "is not qualified for this version. What they find counts" not in asked
    assert Panelist.objects.count() == 2
    assert asked.count(">not qualified for this version<") == 1


def test_lena_says_a_limit_for_the_stack_and_one_for_a_paper(cast, client, paper, stack):
    bank = reverse("exemplar_bank", args=[paper.version_id])
    assert "50 readings at most, as usual" in text(client.get(bank))
    client.post(reverse("stack_use_limit", args=[paper.version_id]), {"stack": stack.pk, "most": 20})
    assert "20 readings at most" in text(client.get(bank))

    where = reverse("paper_use_limit", args=[paper.pk])
    assert "and why" in text(client.post(where, {"most": 9}, follow=True))
    page = text(client.post(where, {"most": 9, "reason": "A copy was seen in a staff room."}, follow=True))
    assert "retired after 9 readings" in page
    assert "A copy was seen in a staff room." in page
    assert limits_of([paper]) == {paper.pk: 9}


def test_a_stack_of_others_gets_no_limit_here(cast, client, paper, stack):
    elsewhere = Stack.objects.create(
        owner=next(one for one in cast.places.values() if one.pk != stack.owner_id),
        slug="other",
        name="Other",
        position=99,
    )
    client.post(reverse("stack_use_limit", args=[paper.version_id]), {"stack": elsewhere.pk, "most": 1})
    assert limits_of([paper]) == {paper.pk: 50}


def test_lena_qualifies_kim_by_hand_who_reads_by_what(cast, client, paper, stack):
    kim, where = assessor(cast), reverse("qualification_by_hand", args=[paper.version_id])
    day = (now() + timedelta(days=200)).date()
    typed = {"person": kim.pk, "stack": stack.pk, "expires_on": day.isoformat(), "basis": ""}
    refused = client.post(where, typed)
    assert refused.status_code == 422
    assert not Qualification.objects.filter(assessor=kim).exists()

    assert client.post(where, typed | {"basis": "Read 40 portfolios for the state."}).status_code == 302

    right = Qualification.objects.get(assessor=kim)
    assert (right.granted_by, right.stack) == (cast.lena, stack)
    told = Notice.objects.get(person=kim, kind="qualified_by_hand")
    assert "Read 40 portfolios for the state." in told.body
    page = text(client.get(reverse("qualified", args=[paper.version_id])))
    assert "Read 40 portfolios for the state." in page


def test_nobody_qualifies_themselves_or_for_a_day_that_is_over(cast, client, paper, stack):
    where, kim = reverse("qualification_by_hand", args=[paper.version_id]), assessor(cast)
    typed = {"stack": stack.pk, "expires_on": "2020-01-01", "basis": "So I say."}
    assert client.post(where, typed | {"person": cast.lena.pk}).status_code == 422
    answer = client.post(where, typed | {"person": kim.pk})
    assert "must end after it begins" in text(answer)
    assert not Qualification.objects.filter(granted_by=cast.lena, assessor__in=[cast.lena, kim]).exists()
