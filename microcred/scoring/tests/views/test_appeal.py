"""The pages around appeals: the educator's, and the lead's."""

from datetime import timedelta

import pypdfium2
import pytest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from microcred.catalog.models import Criterion
from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.scoring.documents import feedback_document
from microcred.scoring.models import Appeal, AppealScreening, AppealTerms, QueueItem
from microcred.scoring.operations import declare_appeal_terms
from microcred.scoring.tests import make

DAY = timedelta(days=1)


@pytest.fixture
def item(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    item = make.waiting(cast.ada, make.published(cast), at=now() - 2 * DAY)
    make.read(item, cast.ben, at=now() - DAY, short=(Criterion.objects.filter(version=item.version).first(),))
    return QueueItem.objects.get(pk=item.pk)


@pytest.fixture
def ada(cast, client):
    client.force_login(cast.ada)
    return client


def where(name, item) -> str:
    return reverse(name, args=[item.submission_id])


def text(answer) -> str:
    return answer.content.decode()


def test_the_feedback_leads_there_and_says_until_when(ada, item):
    page = text(ada.get(where("feedback", item)))
    assert where("appeal", item) in page
    assert "Did something go wrong in the judging?" in page

    page = text(ada.get(where("appeal", item)))
    assert "Evidence that I handed in was not read" in page
    assert "Do you simply see it differently?" in page


def test_without_a_ground_it_says_what_serves_better_and_keeps_the_words(ada, item):
    answer = ada.post(where("appeal", item), {"words": "I see it differently."})
    assert answer.status_code == 422
    assert "Seeing a level differently is a good reason" in text(answer)
    assert "I see it differently." in text(answer)
    assert not Appeal.objects.exists()


def test_words_that_name_somebody_come_back_with_a_way_to_send_them(ada, item):
    typed = {"grounds": ["bias"], "words": "It was judged by Maria Gonzalez, who was my student teacher."}
    answer = ada.post(where("appeal", item), typed)
    assert answer.status_code == 422
    assert "Maria Gonzalez" in text(answer)

    assert ada.post(where("appeal", item), typed | {"words_stand": "on"}).status_code == 302
    assert Appeal.objects.get().words == typed["words"]


def test_it_stands_on_the_feedback_with_its_date_and_can_be_taken_back(ada, item):
    ada.post(where("appeal", item), {"grounds": ["evidence"]})
    page = text(ada.get(where("feedback", item)))
    assert "Your work waits for fresh readers" in page
    assert "You will hear what came of it by" in page
    assert where("appeal", item) + '"' not in page

    ada.post(where("appeal_withdrawal", item))
    assert "You took it back" in text(ada.get(where("feedback", item)))


def test_the_outcome_stands_with_what_fresh_readers_say(cast, ada, item):
    ada.post(where("appeal", item), {"grounds": ["evidence"]})
    for name in ("Leocadia", "Olegario"):
        make.read(item, make.assessor(cast, name), at=now(), word="All of it is there.")
    outbox.deliver_all()

    page = text(ada.get(where("feedback", item)))
    assert "Upheld: earned" in page
    assert "You earned it." in page
    assert "All of it is there." in page
    assert "met after all" in page
    assert "Leocadia" not in page


def test_what_was_said_before_an_appeal_turned_it_is_told_as_of_then(cast, ada):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    item = make.waiting(cast.ada, make.published(cast), at=now() - 7 * DAY)
    first = Criterion.objects.filter(version=item.version).first()
    make.read(item, cast.ben, at=now() - 6 * DAY, short=(first,), word="Revise section 4.")
    was, is_now = (date_format(localtime(moment), "F j, Y") for moment in (now() - 6 * DAY, now()))
    ada.post(where("appeal", item), {"grounds": ["evidence"]})
    for name in ("Leocadia", "Olegario"):
        make.read(item, make.assessor(cast, name), at=now(), word="All of it is there.")
    outbox.deliver_all()

    page = text(ada.get(where("feedback", item)))
    assert f"decided on {is_now}" in page
    assert f"What was said of the whole on {was}, before it was read afresh" in page
    assert "About the whole" not in page
    paper = pypdfium2.PdfDocument(feedback_document(item.submission))[0].get_textpage().get_text_bounded()
    assert "before it was read afresh" in " ".join(paper.split())
    assert "Not yet" not in paper


def test_a_lead_sees_no_grounds_before_choosing_to_and_answers_once(cast, client, item):
    place = cast.places["carolinacred"]
    said = {"days": 40, "screened": True, "reason": "Few readers."}
    declare_appeal_terms(actor=cast.lena, organization=place, at=now() - 3 * DAY, **said)
    client.force_login(cast.ada)
    client.post(where("appeal", item), {"grounds": ["bias"], "words": "My former principal reads here."})
    client.force_login(cast.lena)
    page = text(client.get(reverse("appeals")))
    one = reverse("appeal_screening", args=[Appeal.objects.get().pk])
    assert one in page
    assert item.submission.alias not in page

    unopened = text(client.get(one))
    assert "My former principal" not in unopened
    assert "See the grounds" in unopened
    opened = text(client.post(one, {"look": "yes"}, follow=True))
    assert "My former principal reads here." in opened
    assert "Ada" not in opened

    assert client.post(one, {"answer": "refuse"}).status_code == 422
    client.post(one, {"answer": "refuse", "reason": "It is about the level. Hand it in again."})
    assert AppealScreening.objects.get().accepted is False
    assert client.get(one).status_code == 404
    client.force_login(cast.ada)
    assert "It is about the level." in text(client.get(where("feedback", item)))


def test_a_lead_says_what_holds(cast, client, item):
    client.force_login(cast.lena)
    page = reverse("appeal_terms", args=["carolinacred"])
    assert 'value="30"' in text(client.get(page))
    assert client.post(page, {"days": 5, "reason": "Quick."}).status_code == 422
    client.post(page, {"days": 60, "screened": "on", "reason": "As elsewhere in the state."})
    assert (AppealTerms.objects.get().days, AppealTerms.objects.get().screened) == (60, True)
    page = text(client.get(reverse("appeals")))
    assert "60 days" in page
    assert "fewer than 5" in page
