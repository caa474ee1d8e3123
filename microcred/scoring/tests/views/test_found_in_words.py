"""What is found in comments stands beside them as they are saved, and once more before the reading is."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.catalog.models import Criterion, Level
from microcred.foundation.clock import now
from microcred.scoring.models import FeedbackFinding, Scoring
from microcred.scoring.operations import claim, note
from microcred.scoring.tests import make

pytestmark = pytest.mark.django_db
NO_EVIDENCE, STANDS = "seems to name nothing", "My words stand"


@pytest.fixture
def held(cast, client):
    make.qualified(cast, cast.ben, at=now())
    item = make.waiting(cast.ada, make.published(cast), at=now() - timedelta(days=1))
    client.force_login(cast.ben)
    item = claim(actor=cast.ben, item=item, at=now())
    make.mark_all(item, cast.ben, at=now())
    return item


def say(cast, held, comment):
    """Of the first criterion, which falls short."""
    criterion = Criterion.objects.filter(version=held.version).order_by("position").first()
    level = Level.objects.get(criterion=criterion, position=0)
    typed = {"actor": cast.ben, "item": held, "claim_number": 1, "criterion": criterion, "at": now()}
    note(level=level, comment=comment, **typed)
    return criterion


def page(client, name, held):
    return client.get(reverse(name, args=[held.pk])).content.decode()


def test_beside_the_comment_it_is_said_gently(client, cast, held):
    assert NO_EVIDENCE not in page(client, "workbench", held)

    say(cast, held, "Not clear.")

    assert NO_EVIDENCE in page(client, "workbench", held)


def test_each_saving_brings_it_along(client, cast, held):
    criterion = say(cast, held, "Not clear.")

    part = page(client, "preview", held)

    assert f'data-shown="found-{criterion.pk}"' in part
    assert NO_EVIDENCE in part
    assert "data-shown" not in page(client, "workbench", held)


def test_before_the_reading_is_saved_each_finding_asks_for_an_answer(client, cast, held):
    criterion = say(cast, held, "Not clear.")
    review = page(client, "scoring", held)
    values = [f"evidence:{criterion.pk}", f"next-step:{criterion.pk}"]
    assert review.count(STANDS) == 2
    assert all(f'value="{value}"' in review for value in values)

    address = reverse("scoring", args=[held.pk])
    first = client.post(address, {"claim_number": 1, "stands": values[:1]})
    assert first.status_code == 422
    assert first.content.decode().count(' checked form="save-reading"') == 1
    assert not Scoring.objects.exists()

    assert client.post(address, {"claim_number": 1, "stands": values}).status_code == 302
    assert FeedbackFinding.objects.filter(stands=True).count() == 2


def test_what_is_certain_is_to_be_mended_and_nothing_saves_it(client, cast, held):
    say(cast, held, "On page 1, [what you saw] is missing. Add it.")

    review = page(client, "scoring", held)

    assert "A placeholder is not filled in." in review
    assert "Save the reading" not in review
    answer = client.post(reverse("scoring", args=[held.pk]), {"claim_number": 1})
    assert answer.status_code == 422
    assert "still says “[what you saw]”" in answer.content.decode()


def test_a_remark_about_a_person_asks_why_and_keeps_what_was_typed(client, cast, held):
    criterion = say(cast, held, "You are lazy. On page 1 you name the team. Say who was at the table.")
    value, address = f"person:{criterion.pk}", reverse("scoring", args=[held.pk])
    assert f'name="why:{value}"' in page(client, "scoring", held)

    typed = {"claim_number": 1, "stands": value, f"why:{value}": "ok"}
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "say in a few words why it stands" in refused.content.decode()
    assert ">\nok</textarea>" in refused.content.decode()

    typed[f"why:{value}"] = "A line of the play."
    assert client.post(address, typed).status_code == 302
    lead = reverse("reader", args=[held.version.micro_credential.owner.slug, cast.ben.pk])
    assert "A line of the play." not in client.get(reverse("my_scoring")).content.decode()
    client.force_login(cast.lena)
    seen = client.get(lead).content.decode()
    assert "A line of the play." in seen
    assert held.submission.alias not in seen


@pytest.mark.parametrize("name", ["why:", "why:person", "why:person:x"])
def test_a_reason_for_what_no_page_asks_is_no_answer(client, held, name):
    answer = client.post(reverse("scoring", args=[held.pk]), {"claim_number": 1, name: "because"})

    assert answer.status_code == 400


def test_a_comment_in_which_nothing_is_found_is_saved_at_once(client, cast, held):
    say(cast, held, "On page 1 you name the team. Say who was at the table.")

    assert STANDS not in page(client, "scoring", held)
    assert client.post(reverse("scoring", args=[held.pk]), {"claim_number": 1}).status_code == 302


@pytest.mark.parametrize("value", ["evidence", "evidence:x", "weather:whole", ":"])
def test_what_no_page_of_ours_sends_is_no_answer(client, held, value):
    answer = client.post(reverse("scoring", args=[held.pk]), {"claim_number": 1, "stands": [value]})

    assert answer.status_code == 400


def test_what_is_found_is_said_in_spanish_too(client, cast, held):
    say(cast, held, "No queda claro.")

    cast.ben.language = "es"
    cast.ben.save()

    assert "Parece no nombrar nada" in page(client, "workbench", held)
