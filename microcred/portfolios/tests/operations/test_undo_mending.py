import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.portfolios.models import Answer, AnswerHistory
from microcred.portfolios.operations import BeingJudged, WrittenSince, mend, save_answer, undo_mending
from microcred.portfolios.tests.make import asked, handed_in
from microcred.portfolios.tests.operations.test_mend import TEXT, noted, written


def mended(cast, pursuit):
    key = noted(pursuit, cast.at)[0].key
    return mend(actor=cast.ada, pursuit=pursuit, instead={key: "Student 1"}, at=cast.at).revisions


def test_one_click_puts_back_what_stood_there_and_keeps_both(cast):
    pursuit = written(cast)
    revisions = mended(cast, pursuit)
    assert "Maria" not in Answer.objects.get().text

    undo_mending(actor=cast.ada, pursuit=pursuit, revisions=revisions, at=cast.at)

    assert Answer.objects.get().text == TEXT
    assert Answer.objects.get().revision == 3
    assert AnswerHistory.objects.filter(text=TEXT).exists()
    assert noted(pursuit, cast.at)


def test_what_was_written_since_is_not_lost_by_it(cast):
    pursuit = written(cast)
    revisions = mended(cast, pursuit)
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=asked(pursuit), text="All new.", revision=2, at=cast.at)

    with pytest.raises(WrittenSince):
        undo_mending(actor=cast.ada, pursuit=pursuit, revisions=revisions, at=cast.at)
    assert Answer.objects.get().text == "All new."


def test_what_was_never_mended_is_not_taken_back(cast):
    pursuit = written(cast)

    for revisions in ({}, {asked(pursuit).pk: 1}, {asked(pursuit, "reflection").pk: 1}):
        with pytest.raises(WrittenSince):
            undo_mending(actor=cast.ada, pursuit=pursuit, revisions=revisions, at=cast.at)


def test_nobody_else_and_not_while_it_is_judged(cast):
    pursuit = written(cast)
    revisions = mended(cast, pursuit)
    with pytest.raises(NotAllowed):
        undo_mending(actor=cast.ben, pursuit=pursuit, revisions=revisions, at=cast.at)

    handed_in(pursuit, at=cast.at)
    with pytest.raises(BeingJudged):
        undo_mending(actor=cast.ada, pursuit=pursuit, revisions=revisions, at=cast.at)
