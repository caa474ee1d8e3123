from datetime import timedelta

import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.portfolios.models import Answer, AnswerHistory
from microcred.portfolios.operations import (
    AnswerOvertaken,
    BeingJudged,
    FindingGone,
    NothingInstead,
    replace_words,
    save_answer,
)
from microcred.portfolios.queries import privacy_of
from microcred.portfolios.queries.workspace import workspace_of
from microcred.portfolios.tests.make import asked, handed_in, started

TEXT = "My student Maria Gomez read.\nThen Maria Gomez, my student, wrote. It was Tuesday."


def written(cast, text=TEXT, at=None):
    pursuit = started(cast)
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=asked(pursuit), text=text, revision=0, at=at or cast.at)
    return pursuit


def noted(pursuit, at, requirement=None):
    found = privacy_of(workspace_of(pursuit), at=at).noted
    return found[(requirement or asked(pursuit)).pk]


def replaced(cast, pursuit, *, at, key=None, words="Student 1", actor=None):
    return replace_words(
        actor=actor or cast.ada,
        pursuit=pursuit,
        requirement=asked(pursuit),
        key=key or noted(pursuit, at)[0].key,
        words=words,
        at=at,
    )


def test_one_click_replaces_every_place_and_keeps_what_was_there(cast):
    pursuit = written(cast)
    at = cast.at + timedelta(seconds=5)

    answer = replaced(cast, pursuit, at=at)

    assert answer.text == "My student Student 1 read.\nThen Student 1, my student, wrote. It was Tuesday."
    assert answer.revision == 2
    assert AnswerHistory.objects.get().text == TEXT
    assert noted(pursuit, at) == ()


def test_what_is_kept_is_kept_also_right_after_another_save(cast):
    pursuit = written(cast)
    for number, text in enumerate([TEXT + " More.", TEXT + " More and more."], start=1):
        save_answer(actor=cast.ada, pursuit=pursuit, requirement=asked(pursuit), text=text, revision=number, at=cast.at)

    replaced(cast, pursuit, at=cast.at)

    assert TEXT + " More and more." in AnswerHistory.objects.values_list("text", flat=True)


def test_another_tab_that_saves_later_is_told(cast):
    pursuit = written(cast)
    replaced(cast, pursuit, at=cast.at)

    with pytest.raises(AnswerOvertaken):
        save_answer(
            actor=cast.ada, pursuit=pursuit, requirement=asked(pursuit), text=TEXT + "!", revision=1, at=cast.at
        )


def test_a_text_that_changed_meanwhile_is_left_alone(cast):
    pursuit = written(cast)
    key = noted(pursuit, cast.at)[0].key
    text = "My student Maria Gomez did not read."
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=asked(pursuit), text=text, revision=1, at=cast.at)

    with pytest.raises(FindingGone):
        replaced(cast, pursuit, at=cast.at, key=key)
    assert Answer.objects.get().text == text


def test_students_are_numbered_through_the_whole_work(cast):
    pursuit = written(cast, "Student 3 read. My student Maria Gomez wrote; my student Liam Turner drew.")

    assert [one.instead[0] for one in noted(pursuit, cast.at)] == ["Student 4", "Student 5"]


def test_one_click_mends_a_name_in_each_of_its_forms(cast):
    pursuit = written(cast, "My student Maria Gomez read. Maria smiled.\nThen Gomez wrote, and Emma with Maria Gomez.")
    maria, emma = noted(pursuit, cast.at)
    assert (maria.count, maria.instead[:1], emma.instead) == (4, ("Student 1",), ("Student 2", "E."))

    answer = replaced(cast, pursuit, at=cast.at, key=maria.key)

    assert answer.text == (
        "My student Student 1 read. Student 1 smiled.\nThen Student 1 wrote, and Emma with Student 1."
    )


def test_what_is_offered_for_a_colleague_is_no_student(cast):
    pursuit = written(cast, "I planned it with Daniel Foster and Ms. Carter.")

    assert [one.instead for one in noted(pursuit, cast.at)] == [
        ("Student 1", "a colleague", "D. F."),
        ("a colleague", "C."),
    ]


@pytest.mark.parametrize("words", ["", "  ", "x" * 81])
def test_nothing_or_a_novel_is_no_replacement(cast, words):
    with pytest.raises(NothingInstead):
        replaced(cast, written(cast), at=cast.at, words=words)


def test_nobody_else_and_not_while_it_is_judged(cast):
    pursuit = written(cast)
    key = noted(pursuit, cast.at)[0].key
    with pytest.raises(NotAllowed):
        replaced(cast, pursuit, at=cast.at, key=key, actor=cast.ben)

    replaced(cast, pursuit, at=cast.at)
    handed_in(pursuit, at=cast.at)
    with pytest.raises(BeingJudged):
        replaced(cast, pursuit, at=cast.at, key=key)
