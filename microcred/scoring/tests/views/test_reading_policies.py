"""The pages on which a lead says how many people read what."""

import pytest
from django.urls import reverse

from microcred.scoring.forms_policies import PolicyForm
from microcred.scoring.models import AssignmentPolicy
from microcred.scoring.tests import make

POLICIES = reverse("reading_policies")
CHOICE = {"kind": "conditional", "near": "1", "first": "", "share": "0", "third": "decision"}


@pytest.fixture
def version(cast):
    make.qualified(cast, cast.ben)
    return make.published(cast)


@pytest.fixture
def lena(client, cast):
    client.force_login(cast.lena)
    return client


def page(client, address, **query):
    return client.get(address, query).content.decode()


def test_a_lead_looks_at_what_a_policy_would_mean_and_declares_it(lena, cast, version):
    here = reverse("reading_policy", args=["carolinacred"])
    assert "Nobody has said yet how many people read" in page(lena, POLICIES)

    first = page(lena, here)
    assert "Declare it" not in first, "nothing is declared unseen"
    looked = page(lena, here, **CHOICE)
    assert "What a first reading would pass, or finds short by 1 criterion, is read a second time." in looked
    assert "372 essays" in looked
    assert "what you chose" in looked
    assert "from fewer than 50 no figure is made" in looked
    assert not AssignmentPolicy.objects.exists()

    answer = lena.post(here, {**CHOICE, "reason": "Narrow ones were decided by a coin."}, follow=True)
    assert "It holds for what is handed in from now on" in answer.content.decode()
    edition = AssignmentPolicy.objects.get()
    assert (edition.kind, edition.near, edition.declared_by) == ("conditional", 1, cast.lena)
    assert "Narrow ones were decided by a coin." in page(lena, POLICIES)


def test_where_nobody_declared_one_the_pages_say_in_words_what_holds(lena, version):
    for address in (POLICIES, reverse("reading_policy", args=["carolinacred"])):
        said = page(lena, address)
        assert "Nobody has said yet how many people read, so what the platform does of itself holds:" in said
        assert "What a first reading would pass, or finds short by 1 criterion, is read a second time." in said
        assert "Of the others 10 in a hundred, drawn by lot, are read twice too." in said
        assert "a third person reads, and most decide" in said
        assert "One in 13 readings" in said

    version_page = page(lena, reverse("version_reading_policy", args=[version.pk]))
    assert "Nobody has said yet how many people read" in version_page
    lena.post(reverse("reading_policy", args=["carolinacred"]), {**CHOICE, "kind": "double", "reason": "Both."})
    for address in (POLICIES, reverse("version_reading_policy", args=[version.pk])):
        assert "Nobody has said yet" not in page(lena, address)
        assert "Everything is read twice" in page(lena, address)


def test_without_a_reason_nothing_is_declared(lena, version):
    answer = lena.post(reverse("reading_policy", args=["carolinacred"]), {**CHOICE, "reason": ""})
    assert answer.status_code == 422
    assert not AssignmentPolicy.objects.exists()


def test_a_refusal_is_said_where_it_was_asked(lena, version):
    choice = {**CHOICE, "kind": "share", "share": "3", "reason": "Little work."}
    answer = lena.post(reverse("reading_policy", args=["carolinacred"]), choice)
    assert answer.status_code == 422
    assert "At least 10 in a hundred submissions" in answer.content.decode()


def test_numbers_of_the_past_stand_on_the_page_once_there_are_enough(lena, version, monkeypatch):
    from microcred.scoring.tests.test_policy_replay import read_by
    from microcred.scoring.views import policies

    work = [read_by(*[(3, 3, 3, 3)] * 5 + [(2, 3, 3, 3)])] * 60
    monkeypatch.setattr(policies.queries, "read_by_several", lambda *_: work)
    looked = page(lena, reverse("reading_policy", args=["carolinacred"]), **CHOICE)
    assert "On 60 submissions of yours that several people have read" in looked
    assert "not enough readings" not in looked


def test_a_version_is_read_otherwise_and_then_as_all_else(lena, version):
    here = reverse("version_reading_policy", args=[version.pk])
    lena.post(here, {**CHOICE, "kind": "double", "reason": "It moves a pay step."})
    assert "Read otherwise" in page(lena, POLICIES)
    assert "Read it as everything else of the organization" in page(lena, here)

    lena.post(reverse("version_reading_policy_end", args=[version.pk]))
    assert "Read otherwise" not in page(lena, POLICIES)
    again = lena.post(reverse("version_reading_policy_end", args=[version.pk]), follow=True)
    assert "has no policy of its own" in again.content.decode()


def test_a_choice_that_the_form_does_not_know_is_said(lena, version):
    answer = lena.get(reverse("reading_policy", args=["carolinacred"]), {"kind": "thrice", "third": "decision"})
    assert answer.status_code == 422


def test_neither_assessor_nor_educator_sees_how_many_read(client, cast, version, lena):
    lena.post(reverse("reading_policy", args=["carolinacred"]), {**CHOICE, "kind": "double", "reason": "Two see more."})
    item = make.waiting(cast.ada, version, at=cast.at)
    for person, addresses in (
        (cast.ben, [reverse("queue")]),
        (cast.ada, [reverse("submission", args=[item.submission_id]), reverse("feedback", args=[item.submission_id])]),
    ):
        client.force_login(person)
        for address in addresses:
            shown = page(client, address).lower()
            for word in ("reading policy", "twice", "second reading", "two people", "conditional"):
                assert word not in shown, (address, word)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "first", "first": "0"}, "1 or more"),
        ({"kind": "first", "first": ""}, "1 or more"),
        ({"kind": "double", "one_in": "1"}, "Every reading would be of a validity paper"),
    ],
)
def test_figures_that_mean_nothing_are_refused(typed, said):
    form = PolicyForm(CHOICE | typed)
    assert not form.is_valid()
    assert said in str(form.errors)
    assert PolicyForm(CHOICE | {"kind": "first", "first": "5", "one_in": "0"}).is_valid()
