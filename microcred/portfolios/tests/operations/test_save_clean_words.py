"""Clean words take long to write: they are saved as they come, for their educator alone, until they stand in place."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from microcred.foundation.refusals import NotAllowed
from microcred.portfolios import access
from microcred.portfolios.models import CleanWordsDraft, Quarantine
from microcred.portfolios.operations import (
    CleanWordsOvertaken,
    QuarantineOver,
    TextTooLong,
    object_to_quarantine,
    put_in_clean_words,
    quarantine_piece,
    rule_on_quarantine,
    save_answer,
    save_clean_words,
)
from microcred.portfolios.operations.writing import LONGEST
from microcred.portfolios.queries import contents_of
from microcred.portfolios.tests.make import asked, handed_in, started
from microcred.scoring.tests.operations.test_set_aside import lead

NAMED = "We met on Tuesdays. Wenzhi Tschida read aloud, and the others wrote the norms down."
CLEAN = NAMED.replace("Wenzhi Tschida", "A second grader")
HALF = NAMED.replace("Wenzhi Tschida", "A sec")


@pytest.fixture
def quarantine(cast) -> Quarantine:
    """An answer of Ada's that names a student is set aside."""
    pursuit = started(cast)
    requirement = asked(pursuit)
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=requirement, text=NAMED, revision=0, at=cast.at)
    written = handed_in(pursuit, at=cast.at).texts.get(requirement=requirement)
    aside = quarantine_piece(actor=cast.ben, piece=written, reason=Quarantine.Reason.STUDENT_NAME, at=cast.at)
    return access.own_quarantine(cast.ada, aside.pk)


def saved(cast, quarantine, words=HALF, *, revision=0, actor=None):
    return save_clean_words(
        actor=actor or cast.ada, quarantine=quarantine, words=words, revision=revision, at=cast.at + timedelta(hours=1)
    )


def test_what_is_written_so_far_is_there_again_and_no_assessor_reads_it(cast, quarantine):
    first = saved(cast, quarantine)
    assert (first.words, first.revision) == (HALF, 1)
    assert saved(cast, quarantine, CLEAN, revision=1).revision == 2
    assert saved(cast, quarantine, CLEAN, revision=1).revision == 2, "the same words twice are one save"
    assert "second grader" not in repr(contents_of(quarantine.submission))


def test_what_another_tab_saved_since_is_not_written_over(cast, quarantine):
    saved(cast, quarantine, CLEAN)
    with pytest.raises(CleanWordsOvertaken) as overtaken:
        saved(cast, quarantine, HALF)
    assert overtaken.value.theirs.words == CLEAN
    assert CleanWordsDraft.objects.get().words == CLEAN


def test_it_goes_when_the_copy_is_made(cast, quarantine):
    saved(cast, quarantine)
    put_in_clean_words(actor=cast.ada, quarantine=quarantine, words=CLEAN, at=cast.at + timedelta(days=1))
    assert not CleanWordsDraft.objects.exists()
    with pytest.raises(QuarantineOver):
        saved(cast, quarantine)


def test_it_goes_when_it_was_a_false_alarm(cast, quarantine):
    saved(cast, quarantine)
    object_to_quarantine(actor=cast.ada, quarantine=quarantine, words="It is the author.", at=cast.at)
    rule_on_quarantine(actor=lead(cast), quarantine=quarantine, opens=True, at=cast.at + timedelta(days=1))
    assert not CleanWordsDraft.objects.exists()


def test_nobody_else_writes_it_and_it_has_an_end(cast, quarantine):
    with pytest.raises(NotAllowed):
        saved(cast, quarantine, actor=cast.ben)
    with pytest.raises(Http404):
        access.own_quarantine(cast.ben, quarantine.pk)
    with pytest.raises(TextTooLong):
        saved(cast, quarantine, "a" * (LONGEST + 1))


@pytest.fixture
def ada(cast, client: Client) -> Client:
    client.force_login(cast.ada)
    return client


def send(ada: Client, quarantine, words: str, revision: int = 0):
    said = {"words": words, "revision": revision}
    return ada.post(reverse("clean_words_draft", args=[quarantine.pk]), said, headers={"accept": "application/json"})


def test_the_page_saves_it_as_one_writes_and_shows_it_again(ada, quarantine):
    answer = send(ada, quarantine, HALF)
    assert answer.json()["revision"] == 1
    page = ada.get(reverse("quarantine", args=[quarantine.pk])).content.decode()
    assert HALF in page
    assert f"Saved {answer.json()['saved_at_text']}" in page
    assert "The privacy helper has put roles" not in page


def test_two_tabs_are_shown_side_by_side(ada, quarantine):
    send(ada, quarantine, CLEAN)
    late = send(ada, quarantine, HALF)
    assert late.status_code == 409
    assert late.json()["revision"] == 1

    looked = ada.post(reverse("clean_words", args=[quarantine.pk]), {"words": HALF, "revision": 0, "look": "yes"})
    assert looked.status_code == 409
    page = looked.content.decode()
    assert "These words were also changed elsewhere" in page
    assert CLEAN in page
    assert HALF in page


def test_without_scripts_looking_and_being_refused_save_it(ada, quarantine):
    address = reverse("clean_words", args=[quarantine.pk])
    assert ada.post(address, {"words": HALF, "look": "yes"}).status_code == 200
    assert CleanWordsDraft.objects.get().words == HALF
    much = "Everything is told anew, in many other words than before, which is more than a name takes away. " * 3
    assert ada.post(address, {"words": much, "revision": 1}).status_code == 422
    assert "told anew" in CleanWordsDraft.objects.get().words
