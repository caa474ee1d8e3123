"""The button pressed in 16 places at once. First without the lock, then as the house runs it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from microcred.foundation.ids import uuid7
from microcred.foundation.models import OutboxEvent
from microcred.portfolios.models import Submission
from microcred.portfolios.operations import BeingJudged, save_answer, submit
from microcred.portfolios.queries import workspace_of
from microcred.portfolios.rules import new_alias
from microcred.portfolios.tests.make import EVERYTHING, asked, fill, started

THREADS = 16


def at_once(do):
    together = Barrier(THREADS, timeout=30)

    def one(number: int):
        try:
            together.wait()
            return do(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


@pytest.mark.django_db(transaction=True)
def test_looking_first_and_writing_then_collides(cast):
    """The control run: several find nothing submitted yet, and only a constraint of the database stops them."""
    pursuit = fill(started(cast), at=cast.at)

    def naive(_number: int) -> str:
        try:
            with transaction.atomic():
                if Submission.objects.filter(pursuit=pursuit).exists():
                    return "found it"
                workspace_of(pursuit)
                Submission.objects.create(
                    pursuit=pursuit,
                    number=1,
                    attempt=1,
                    alias=new_alias(),
                    submitted_at=cast.at,
                    manifest="{}",
                    digest="",
                    form_key=uuid7(),
                )
                return "wrote it"
        except IntegrityError:
            return "collided"

    assert "collided" in at_once(naive)


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_16_times_at_once_is_one_submission(cast):
    pursuit, form_key = fill(started(cast), at=cast.at), uuid7()

    receipts = at_once(
        lambda _number: submit(actor=cast.ada, pursuit=pursuit, attested=EVERYTHING, form_key=form_key, at=cast.at)
    )

    assert len({receipt.pk for receipt in receipts}) == 1
    assert (Submission.objects.count(), OutboxEvent.objects.filter(name__endswith="SubmissionReceived").count()) == (
        1,
        1,
    )


@pytest.mark.django_db(transaction=True)
def test_16_forms_sent_at_once_are_one_submission_and_15_clear_answers(cast):
    pursuit = fill(started(cast), at=cast.at)

    def press(_number: int):
        try:
            return submit(actor=cast.ada, pursuit=pursuit, attested=EVERYTHING, form_key=uuid7(), at=cast.at)
        except BeingJudged as refused:
            return refused

    results = at_once(press)

    assert sum(isinstance(result, Submission) for result in results) == 1
    assert sum(isinstance(result, BeingJudged) for result in results) == 15


@pytest.mark.django_db(transaction=True)
def test_what_is_saved_while_submitting_is_frozen_or_refused_never_in_between(cast):
    pursuit = fill(started(cast), at=cast.at)
    question = asked(pursuit)

    def write_or_submit(number: int):
        try:
            if number == THREADS // 2:
                return submit(actor=cast.ada, pursuit=pursuit, attested=EVERYTHING, form_key=uuid7(), at=cast.at)
            save_answer(
                actor=cast.ada, pursuit=pursuit, requirement=question, text=f"Tab {number}", revision=1, at=cast.at
            )
        except Exception as refused:  # noqa: BLE001 (overtaken or judged: both are clear answers)
            return refused

    at_once(write_or_submit)

    submission = Submission.objects.get()
    frozen = submission.texts.get(requirement=question)
    assert frozen.text == workspace_of(pursuit).work[0].text
    assert frozen.digest in submission.manifest
