"""The way to score: a learner reads, answers and is done; a lead writes, asks, and sees who did what."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.calibration.models import (
    TrainingAnswer,
    TrainingCompletion,
    TrainingEdition,
    TrainingMark,
    TrainingTerms,
)
from microcred.calibration.operations import open_rubric_module, publish_edition, say_training, take_test
from microcred.calibration.tests.make import assessor, met_and_tried
from microcred.calibration.tests.make_training import done, edition_of, general, read_through, required
from microcred.calibration.tests.views.test_exemplar_bank import page_of
from microcred.foundation.clock import standing_at
from microcred.organizations.operations import choose_language


@pytest.fixture
def tried(db):
    return met_and_tried()


@pytest.fixture
def cast(tried):
    return tried[0]


@pytest.fixture
def version(tried):
    return tried[1]


@pytest.fixture
def kim(tried):
    return tried[2]


def at_page(module, number):
    return reverse("training_page", args=[module.pk, number])


def test_kim_reads_a_module_from_the_first_page_to_the_certificate_of_time(cast, client, kim, version):
    overview, bias, *_rest = general(cast)
    required(cast, overview, bias, months=24)
    client.force_login(kim)
    way = page_of(client, reverse("learn_to_score"))
    assert "How scoring works here" in way
    assert "again after 24 months" in way
    assert "for 5 minutes at most each time" in way
    refused = page_of(client, reverse("qualifying", args=[version.pk]))
    assert reverse("training_module", args=[bias.pk]) in refused

    with standing_at(cast.at):
        here = page_of(client, at_page(overview, 1))
        assert "0 minutes counted so far" in here
        assert "The level that the evidence for this criterion shows" in here
    with standing_at(cast.at + timedelta(minutes=3)):
        wrong = client.post(at_page(overview, 1), {"question": 1, "chosen": 0}, follow=True).content.decode()
        assert "Not quite" in wrong
        right = client.post(at_page(overview, 1), {"question": 1, "chosen": 2}, follow=True).content.decode()
        assert "Each criterion is judged by itself." in right
        assert "3 minutes counted so far" in right
    assert TrainingAnswer.objects.filter(person=kim).count() == 2
    module = page_of(client, reverse("training_module", args=[overview.pk]))
    assert "1 question left" in module
    assert "not read yet" in module


def test_a_page_that_is_looked_at_says_so_and_gets_the_time_so_far(cast, client, kim):
    overview = general(cast)[0]
    client.force_login(kim)
    with standing_at(cast.at):
        client.get(at_page(overview, 1))
    tab = TrainingMark.objects.get().tab
    there = reverse("training_time", args=[overview.pk, 1])
    with standing_at(cast.at + timedelta(minutes=2)):
        assert "2 minutes counted so far" in client.post(there, {"tab": tab, "kind": "seen"}).content.decode()
    with standing_at(cast.at + timedelta(minutes=3)):
        client.post(there, {"tab": tab, "kind": "left"})
    with standing_at(cast.at + timedelta(minutes=30)):
        assert "3 minutes" in client.post(there, {"tab": tab, "kind": "nonsense"}).content.decode()
    assert client.head(at_page(overview, 2)).status_code == 200
    assert TrainingMark.objects.filter(page=2).count() == 0, "what only looks whether there is a page opens none"


def test_done_with_all_of_it_kim_says_so(cast, client, kim):
    overview = general(cast)[0]
    edition = edition_of(overview)
    read_through(kim, edition, at=cast.at)
    client.force_login(kim)
    there = reverse("training_completion", args=[overview.pk])
    assert there in page_of(client, reverse("training_module", args=[overview.pk]))
    assert client.post(there, {"edition": edition.pk})["Location"] == reverse("learn_to_score")
    assert TrainingCompletion.objects.get().person == kim
    assert "nothing more is counted" in page_of(client, reverse("training_module", args=[overview.pk]))
    assert client.get(at_page(overview, 1)).status_code == 200
    assert not TrainingMark.objects.exists()


def test_what_is_left_is_said_instead(cast, client, kim):
    overview = general(cast)[0]
    client.force_login(kim)
    sent = {"edition": edition_of(overview).pk}
    page = client.post(reverse("training_completion", args=[overview.pk]), sent, follow=True).content.decode()
    assert "Left to read: 1, 2, 3, 4" in page
    assert client.get(at_page(overview, 9)).status_code == 404
    assert client.post(at_page(overview, 1), {"question": "x"}).status_code == 404


def test_in_spanish_the_module_is_spanish(cast, client, kim):
    bias = general(cast)[1]
    choose_language(actor=kim, language="es")
    client.force_login(kim)
    page = page_of(client, at_page(bias, 1))
    assert "Qué se entiende por sesgo" in page


def test_lena_publishes_the_general_modules_and_asks_for_two(cast, client, kim):
    client.force_login(cast.lena)
    here, opening = reverse("training", args=["carolinacred"]), reverse("training_opening", args=["carolinacred"])
    assert "There are no modules yet" in page_of(client, here)
    client.post(opening, {"what": "general"})
    page = page_of(client, here)
    assert "Nothing must be done yet" in page
    overview, bias = (TrainingEdition.objects.get(module__subject=one).module for one in ("overview", "bias"))
    terms = reverse("training_terms", args=["carolinacred"])
    said = {f"place_{bias.pk}": 2, f"months_{bias.pk}": 24, f"place_{overview.pk}": 1}
    assert client.post(terms, said)["Location"] == here
    asked = TrainingTerms.objects.get().requirements.order_by("position")
    assert [(one.module, one.months) for one in asked] == [(overview, None), (bias, 24)]
    assert "These" not in client.post(terms, said).content.decode()
    assert client.post(terms, said).status_code == 422, "the same again is refused"
    done(kim, bias, at=cast.at)
    page = page_of(client, here)
    assert "8 minutes" in page
    assert "How scoring works here" in page


def test_lena_writes_a_module_of_her_own(cast, client):
    client.force_login(cast.lena)
    opening = reverse("training_opening", args=["carolinacred"])
    assert "Say what it is called." in client.post(opening, {"what": "own"}, follow=True).content.decode()
    there = client.post(opening, {"what": "own", "title": "Our forms"})["Location"]
    module_id = there.split("/")[2]
    first = reverse("training_draft_page", args=[module_id, "en", 1])
    assert first in page_of(client, there)
    said = {"title": "Forms", "words": "**Here** they are.", "questions": "? Which?\n- this\n+ that", "revision": 1}
    assert client.post(first, said)["Location"] == first
    assert "<strong>Here</strong>" in page_of(client, first)
    late = client.post(first, said | {"words": "Mine."})
    assert late.status_code == 422
    assert "was saved in the meantime" in late.content.decode()
    assert client.post(there, {"minutes": 5, "title_en": "Forms of ours", "revision": 2})["Location"] == there
    added = client.post(reverse("training_draft_pages", args=[module_id]), {"revision": 3})["Location"]
    assert added == reverse("training_draft_page", args=[module_id, "en", 2])
    publication = reverse("training_publication", args=[module_id])
    assert "Page 2 has no title" in client.post(publication, {"revision": 4}, follow=True).content.decode()
    client.post(reverse("training_draft_page_end", args=[module_id, 2]), {"revision": 4})
    assert client.post(publication, {"revision": 5})["Location"] == reverse("training", args=["carolinacred"])
    assert TrainingEdition.objects.get().said("en")[1].title == "Forms of ours"
    client.post(opening, {"what": "edition", "module": module_id})
    assert "Draft of edition 2" in page_of(client, there)


def test_the_module_of_a_rubric_begins_with_a_choice(cast, client, version):
    client.force_login(cast.lena)
    opening = reverse("training_opening", args=["carolinacred"])
    there = client.post(opening, {"what": "rubric", "version": version.pk})["Location"]
    page = page_of(client, there)
    assert "The whole rubric" in page
    assert str(version.pk) not in page_of(client, reverse("training", args=["carolinacred"]))


def test_lists_cost_the_same_however_many_there_are(cast, client, kim):
    modules = general(cast)
    required(cast, *modules)

    def cost(person, address):
        client.force_login(person)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address)
        return len(asked)

    learning, leading = reverse("learn_to_score"), reverse("training", args=["carolinacred"])
    done(kim, modules[0], at=cast.at)
    before = cost(kim, learning), cost(cast.lena, leading)
    for number in range(5):
        done(assessor(cast, f"A{number}"), modules[0], at=cast.at)
    for module in modules[1:]:
        done(kim, module, at=cast.at)
    assert (cost(kim, learning), cost(cast.lena, leading)) == before


def test_a_module_that_comes_while_a_test_goes_on_is_for_the_next_one_on_both_pages(cast, client, kim, version):
    general(cast)
    given = take_test(actor=kim, version=version, at=cast.at, seed=1)
    draft = open_rubric_module(actor=cast.lena, version=version, at=cast.at).draft
    publish_edition(actor=cast.lena, draft=draft, again=False, revision=draft.revision, at=cast.at)
    say_training(
        actor=cast.lena,
        organization=cast.places["carolinacred"],
        modules=[],
        rubric=True,
        rubric_months=None,
        at=cast.at,
    )

    assert take_test(actor=kim, version=version, at=cast.at) == given, "by what was asked for on its day"
    client.force_login(kim)
    assert "required, before your next test" in client.get(reverse("learn_to_score")).content.decode()
    client.force_login(cast.lena)
    page = client.get(reverse("training", args=["carolinacred"])).content.decode()
    assert "required, before the test of its rubric" in page
