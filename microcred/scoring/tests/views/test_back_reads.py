"""The pages of a look before the release: the lead's, and of who is asked for better words."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.catalog.models import Criterion
from microcred.foundation.clock import now
from microcred.scoring.models import BackRead, BackReadStep, Decision, FeedbackFinding, QueueItem
from microcred.scoring.operations import declare_policy
from microcred.scoring.rules import BackReads, Kind, Policy
from microcred.scoring.tests import make
from microcred.site.homes import assessing

DAY = timedelta(days=1)


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    declare_policy(
        actor=cast.lena,
        organization=cast.places["carolinacred"],
        policy=Policy(Kind.CONDITIONAL, near=0),
        back_reads=BackReads(share=100),
        reason="We look first.",
        at=cast.at,
    )
    return make.published(cast)


def held_for(person, version, by) -> BackRead:
    item = make.waiting(person, version, at=now() - 2 * DAY)
    make.read(item, by, at=now() - DAY, short=tuple(Criterion.objects.filter(version=version)), word="A start.")
    return BackRead.objects.get(item=item)


@pytest.fixture
def held(cast, version):
    return held_for(cast.ada, version, cast.ben)


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def lena(cast, client):
    client.force_login(cast.lena)
    return client


def test_the_list_leads_to_it_and_only_who_chooses_to_sees_it(cast, lena, held):
    page = text(lena.get(reverse("back_reads")))
    assert held.item.alias in page
    assert reverse("back_read", args=[held.pk]) in page
    assert cast.ada.name not in page
    assert assessing.lead_step(cast.lena, at=now()).href == reverse("back_reads")

    where = reverse("back_read", args=[held.pk])
    page = text(lena.get(where))
    assert "you are no reader of it" in page
    assert "Say who was at the table." not in page
    assert lena.post(where).status_code == 302
    page = text(lena.get(where))
    assert "Say who was at the table." in page
    assert "It comes to: not yet" in page
    assert cast.ada.name not in page
    assert cast.ben.name not in page


def test_its_evidence_opens_for_who_looks_and_for_nobody_else(lena, held):
    piece = held.item.submission.items.first()
    where = reverse("evidence", args=[held.item_id, piece.pk])
    assert lena.get(where).status_code == 404
    lena.post(reverse("back_read", args=[held.pk]))
    assert lena.get(where).status_code == 200
    lena.post(reverse("back_read_release", args=[held.pk]))
    assert Decision.objects.exists()
    assert lena.get(where).status_code == 404


def test_who_read_says_it_in_better_words(cast, lena, client, held):
    lena.post(reverse("back_read", args=[held.pk]))
    where = reverse("better_words", args=[held.pk, held.scoring_id])
    assert lena.post(where, {"words": ""}).status_code == 302
    assert not BackReadStep.objects.filter(kind="words_asked").exists()
    lena.post(where, {"words": "Name the evidence."})
    step = BackReadStep.objects.get(kind="words_asked")

    client.force_login(cast.ben)
    page = text(client.get(reverse("queue")))
    assert reverse("rewording", args=[step.pk]) in page
    page = text(client.get(reverse("rewording", args=[step.pk])))
    assert "Name the evidence." in page
    assert "Say who was at the table." in page
    assert cast.lena.name not in page
    first = Criterion.objects.filter(version=held.item.version).order_by("position").first()
    answer = client.post(reverse("rewording", args=[step.pk]), {f"comment-{first.pk}": "", "word": "Kept."})
    assert answer.status_code == 422
    assert "Kept." in text(answer)
    typed = {f"comment-{first.pk}": "The plan names nobody."}
    answer = client.post(reverse("rewording", args=[step.pk]), typed)
    assert answer.status_code == 422
    assert f'value="next-step:{first.pk}"' in text(answer)
    answer = client.post(reverse("rewording", args=[step.pk]), typed | {"stands": f"next-step:{first.pk}"})
    assert answer.status_code == 302
    assert [(one.kind, one.stands) for one in FeedbackFinding.objects.exclude(step=None)] == [("next-step", True)]
    assert client.get(reverse("rewording", args=[step.pk])).status_code == 404

    client.force_login(cast.lena)
    assert "The plan names nobody." in text(client.get(reverse("back_read", args=[held.pk])))


def test_another_reading_is_asked_for(lena, held):
    lena.post(reverse("back_read", args=[held.pk]))
    lena.post(reverse("back_read_afresh", args=[held.pk]), {"words": "Harsh."})
    assert QueueItem.objects.get(pk=held.item_id).readings_asked == 2
    assert lena.get(reverse("back_read", args=[held.pk])).status_code == 404


def test_the_list_costs_the_same_for_one_and_three(cast, lena, version, held):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            lena.get(reverse("back_reads"))
        return len(asked)

    cost()
    one = cost()
    for name in ("Uma", "Vic"):
        held_for(make.educator(cast, name), version, cast.ben)
    assert cost() == one


def test_the_policy_is_declared_with_looks_and_says_so(cast, lena, version):
    where = reverse("reading_policy", args=["carolinacred"])
    chosen = {"kind": "double", "third": "criterion", "back_share": "5", "back_first": "10", "back_alarms": "on"}
    page = text(lena.get(where, chosen))
    assert "5 in a hundred decisions, drawn by lot, wait until a lead has looked." in page
    assert 'name="back_alarms" value="on"' in page
    assert lena.post(where, {**chosen, "reason": "As NAEP does."}).status_code == 302
    page = text(lena.get(reverse("reading_policies")))
    assert "one of the first 10 readings of an assessor" in page
    assert "about whom an alarm is open" in page
