"""Covering something by the pages alone, without scripts: numbers in, the copy to look at, used and deleted again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from microcred.foundation.clock import standing_at
from microcred.foundation.tests.inspection.recordings import film, spoken
from microcred.portfolios.models import Quarantine, Redaction, SubmittedItem
from microcred.portfolios.operations import carry_out, quarantine_piece
from microcred.portfolios.tests.make import declared, handed_in, put
from microcred.portfolios.tests.operations.test_redact import has_canary, in_the_work, item, mine, photo, read

__all__ = ["item", "mine"]
BOX = {"left": "50", "top": "50", "width": "50", "height": "50"}


@pytest.fixture
def ada(cast):
    client = Client()
    client.force_login(cast.ada)
    with standing_at(cast.at + timedelta(minutes=5)):
        yield client


def row(number=0, **more):
    return {f"mark-{number}-{name}": value for name, value in more.items()}


def begun(ada, item, **rows):
    answer = ada.post(reverse("item_redaction", args=[item.pk]), rows)
    assert answer.status_code == 302, answer.content.decode()
    return Redaction.objects.order_by("asked_at").last()


def test_numbers_are_enough(ada, mine, item):
    form = reverse("item_redaction", args=[item.pk])
    assert form in ada.get(reverse("item_more", args=[item.pk])).content.decode()
    assert 'name="mark-1-left"' in ada.get(form).content.decode()

    redaction = begun(ada, item, **row(2, **BOX))

    page = ada.get(reverse("redaction", args=[redaction.pk])).content.decode()
    assert "50 × 50 %, from the left 50 %" in page
    copy = b"".join(ada.get(reverse("redaction_file", args=[redaction.pk, "copy"])).streaming_content)
    assert not has_canary(copy)
    assert "a redacted copy waits" in ada.get(reverse("pursuit", args=[mine.pk])).content.decode()

    ada.post(reverse("redaction_use", args=[redaction.pk]))
    work = ada.get(reverse("pursuit", args=[mine.pk])).content.decode()
    assert "Something is covered in it." in work
    assert reverse("item", args=[item.pk]) not in work

    ada.post(reverse("redaction_undoing", args=[redaction.pk]))
    assert "Something is covered in it." not in ada.get(reverse("pursuit", args=[mine.pk])).content.decode()
    assert "was deleted" in ada.get(reverse("redaction", args=[redaction.pk])).content.decode()


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ({}, "Say what is to be covered first"),
        (row(left="50"), "A region needs all of its numbers."),
        (row(**BOX | {"left": "60"}), "reaches beyond the edge"),
        (row(**BOX | {"left": "many"}), "Enter a number."),
    ],
    ids=["nothing", "half a region", "beyond the edge", "no number"],
)
def test_what_is_wrong_is_said_where_it_was_typed_and_stays(ada, item, rows, words):
    answer = ada.post(reverse("item_redaction", args=[item.pk]), rows)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    for value in rows.values():
        assert f'value="{value}"' in page
    assert not Redaction.objects.exists()


def test_more_rows_come_with_what_was_typed(ada, item):
    page = ada.post(reverse("item_redaction", args=[item.pk]), {**row(3, left="12.5"), "more": "1"}).content.decode()
    assert 'value="12.5"' in page
    assert 'name="mark-7-left"' in page
    assert not Redaction.objects.exists()


def test_a_recording_takes_time_codes_and_says_how_far_it_is(ada, cast, mine):
    lesson = put(mine, "lesson.mp4", film(), at=cast.at)
    wrong = ada.post(reverse("item_redaction", args=[lesson.pk]), row(begins="soon", ends="0:02"))
    assert "such as 1:05 or 1:05.5" in wrong.content.decode()

    redaction = begun(ada, lesson, **row(begins="0:01", ends="0:02", picture="black", sound="beep"))

    address = reverse("redaction", args=[redaction.pk])
    assert "The copy is being made" in ada.get(address).content.decode()
    part = ada.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "a redacted copy is being made" in ada.get(reverse("pursuit", args=[mine.pk])).content.decode()
    carry_out(redaction, at=cast.at)
    page = ada.get(address).content.decode()
    assert "from 0:01 to 0:02: picture black, beep" in page
    assert reverse("redaction_file", args=[redaction.pk, "poster"]) in page
    again = ada.get(reverse("item_redaction", args=[lesson.pk])).content.decode()
    assert 'value="0:01"' in again, "covering something else begins with what is covered"


def test_a_transcript_without_times_stands_below_to_be_gone_through(ada, cast, mine):
    from microcred.portfolios.operations import transcribe

    talk = put(mine, "talk.wav", spoken(), at=cast.at)
    transcribe(actor=cast.ada, item=talk, text="Well done, Jayden.", at=cast.at)
    form = reverse("item_redaction", args=[talk.pk])
    assert "Well done, Jayden." in ada.get(form).content.decode()
    kept = ada.post(form, {**row(begins="1", ends="2", sound="mute"), "transcript": "Well done, Jayden."})
    assert kept.status_code == 422
    assert "The transcript has no times" in kept.content.decode()
    begun(ada, talk, **row(begins="1", ends="2", sound="mute"), transcript="Well done.")


def test_what_was_set_aside_is_covered_there_and_then_and_becomes_the_clean_copy(ada, cast, mine, item):
    declared(item, at=cast.at)
    submission = handed_in(mine, at=cast.at)
    piece = SubmittedItem.objects.get(submission=submission, item=item)
    quarantine = quarantine_piece(actor=cast.ben, piece=piece, reason=Quarantine.Reason.STUDENT_SEEN, at=cast.at)
    form = reverse("quarantine_redaction", args=[quarantine.pk])
    assert form in ada.get(reverse("quarantine", args=[quarantine.pk])).content.decode()

    ada.post(form, row(**BOX))
    redaction = Redaction.objects.get()
    used = ada.post(reverse("redaction_use", args=[redaction.pk]))

    assert used.headers["Location"] == reverse("quarantine", args=[quarantine.pk])
    quarantine.refresh_from_db()
    assert not has_canary(read(quarantine.clean_copy.item.file))
    assert has_canary(photo())
    assert in_the_work(mine)
    assert ada.post(reverse("redaction_undoing", args=[redaction.pk])).status_code == 409
