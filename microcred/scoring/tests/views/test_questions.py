"""The pages of questions: the assessor's beside the work, and the lead's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.catalog.models import Criterion
from microcred.foundation.clock import now
from microcred.scoring.models import Question, QuestionStep, QueueItem
from microcred.scoring.operations import ask_lead, claim, go_on_without_answer, publish_rule
from microcred.scoring.tests import make
from microcred.site.homes import assessing

WORDS = "Does one note of a meeting suffice?"


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


@pytest.fixture
def item(cast, version):
    return claim(actor=cast.ben, item=make.waiting(cast.ada, version, at=now()), at=now())


def text(answer) -> str:
    return answer.content.decode()


def test_from_the_workbench_to_the_answer_and_back(cast, client, item):
    criterion = Criterion.objects.filter(version=item.version).first()
    publish_rule(actor=cast.lena, criterion=criterion, words={"en": "One note says what was decided."}, at=now())
    client.force_login(cast.ben)
    asks = reverse("questions", args=[item.pk])
    desk = text(client.get(reverse("workbench", args=[item.pk])))
    assert f"{asks}?criterion={criterion.pk}" in desk
    assert "One note says what was decided." in desk
    assert "selected" in text(client.get(asks, {"criterion": criterion.pk}))

    named = client.post(asks, {"claim_number": 1, "criterion": criterion.pk, "words": "Is it Maria Gonzalez?"})
    assert (named.status_code, Question.objects.count()) == (422, 0)
    assert "The words may stand as they are" in text(named)
    waits = client.post(asks, {"claim_number": 1, "criterion": criterion.pk, "words": WORDS}, follow=True)
    assert "You wait for an answer" in text(waits)
    assert "clock stands still" in text(client.get(reverse("workbench", args=[item.pk])))

    question = Question.objects.get()
    client.force_login(cast.lena)
    assert WORDS not in text(client.get(reverse("lead_question", args=[question.pk])))
    seen = text(client.post(reverse("lead_question", args=[question.pk]), follow=True))
    assert WORDS in seen
    assert criterion.name in seen
    assert "validity" not in seen
    assert "Take it back from its reader" in seen
    client.post(reverse("lead_answer", args=[question.pk]), {"words": "It does."}, follow=True)

    client.force_login(cast.ben)
    page = text(client.get(asks))
    assert "It does." in page
    assert cast.lena.name not in page
    further = reverse("question_further", args=[item.pk, question.pk])
    assert client.post(further, {"claim_number": 1, "words": ""}).status_code == 422
    client.post(further, {"claim_number": 1, "words": "And two?"})
    client.post(reverse("question_wait", args=[item.pk]), {"claim_number": 1})
    assert QuestionStep.objects.filter(kind=QuestionStep.Kind.GONE_ON).count() == 1


def test_what_others_ask_is_nobodys(cast, client, item):
    nora = make.assessor(cast, "Nora")
    step = ask_lead(actor=cast.ben, item=item, claim_number=1, criterion=None, words=WORDS, at=now())
    QueueItem.objects.filter(pk=item.pk).update(lease_expires_at=now() - timedelta(minutes=1))
    claim(actor=nora, item=item, at=now())
    client.force_login(nora)

    assert WORDS not in text(client.get(reverse("questions", args=[item.pk])))
    further = reverse("question_further", args=[item.pk, step.question_id])
    assert client.post(further, {"claim_number": 1, "words": "And?"}).status_code == 404
    client.force_login(cast.ada)
    assert client.get(reverse("questions", args=[item.pk])).status_code == 404


def test_the_list_costs_as_much_for_many_as_for_one(cast, client, version):
    def one_more(name):
        person = make.assessor(cast, name)
        item = claim(actor=person, item=make.waiting(make.educator(cast, f"E{name}"), version, at=now()), at=now())
        ask_lead(actor=person, item=item, claim_number=1, criterion=None, words=WORDS, at=now())
        return item

    client.force_login(cast.lena)
    one_more("Nora")
    client.get(reverse("lead_questions"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("lead_questions"))
    items = [one_more(name) for name in ("Nils", "Nele", "Noor")]
    with CaptureQueriesContext(connection) as many:
        page = text(client.get(reverse("lead_questions")))

    assert len(many) == len(few)
    assert all(item.alias in page for item in items)
    assert page.count("somebody waits") == 4


def test_the_home_of_a_lead_leads_there(cast, item):
    ask_lead(actor=cast.ben, item=item, claim_number=1, criterion=None, words=WORDS, at=now())

    assert assessing.lead_step(cast.lena, at=now()).href == reverse("lead_questions")

    go_on_without_answer(actor=cast.ben, item=item, claim_number=1, at=now())
    assert assessing.lead_step(cast.lena, at=now()).href == reverse("lead_questions")


def test_who_waits_for_an_answer_for_days_does_not_keep_the_work(cast, client, item):
    client.force_login(cast.ben)
    client.post(reverse("questions", args=[item.pk]), {"claim_number": 1, "words": WORDS})
    question = Question.objects.get()
    client.force_login(cast.lena)
    client.post(reverse("lead_question", args=[question.pk]))
    taken = {"claim": item.claims.get().pk, "reason": "Lea reads it today."}

    client.post(reverse("claim_taken", args=[item.key]), taken)

    page = text(client.get(reverse("lead_question", args=[question.pk])))
    assert "Take it back from its reader" not in page
    assert QuestionStep.objects.filter(kind=QuestionStep.Kind.LEFT).count() == 1
