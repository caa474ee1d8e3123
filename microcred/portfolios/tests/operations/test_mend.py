from datetime import timedelta

import pytest

from microcred.catalog.models import Criterion
from microcred.foundation.refusals import NotAllowed
from microcred.portfolios.models import Answer, AnswerHistory, ChangeNote, Pin, Renaming
from microcred.portfolios.operations import (
    AnswerOvertaken,
    BeingJudged,
    FindingGone,
    NothingInstead,
    mend,
    pin,
    save_answer,
    save_change_note,
)
from microcred.portfolios.places import Place
from microcred.portfolios.queries import mendings_in, notes_wanted, privacy_of, workspace_of
from microcred.portfolios.tests.make import asked, came_back, handed_in, pdf, put, started

TEXT = "My student Maria Gomez read.\nThen Maria Gomez, my student, wrote. It was Tuesday."


def written(cast, text=TEXT, at=None):
    pursuit = started(cast)
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=asked(pursuit), text=text, revision=0, at=at or cast.at)
    return pursuit


def noted(pursuit, at, requirement=None):
    found = privacy_of(workspace_of(pursuit), at=at).noted
    return found[(requirement or asked(pursuit)).pk]


def replaced(cast, pursuit, *, at, key=None, words="Student 1", actor=None):
    key = key or noted(pursuit, at)[0].key
    mend(actor=actor or cast.ada, pursuit=pursuit, instead={key: words}, at=at)
    return Answer.objects.get(pursuit=pursuit, requirement=asked(pursuit))


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


def test_a_name_is_mended_wherever_it_stands_so_that_one_student_has_one_number(cast):
    pursuit = written(cast)
    reflection = asked(pursuit, "reflection")
    text = "I thought of Maria Gomez again. Later Maria asked my student Liam Turner."
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=reflection, text=text, revision=0, at=cast.at)

    key = noted(pursuit, cast.at)[0].key
    mended = mend(actor=cast.ada, pursuit=pursuit, instead={key: "Student 1"}, at=cast.at)

    there = Answer.objects.get(requirement=reflection)
    assert there.text == "I thought of Student 1 again. Later Student 1 asked my student Liam Turner."
    assert (mended.places, mended.can_be_undone) == (4, True)
    assert [one.instead[0] for one in noted(pursuit, cast.at, reflection)] == ["Student 2"]


def test_what_is_said_of_changes_is_mended_too_and_keeps_no_history(cast):
    pursuit = came_back(cast)
    criterion = Criterion.objects.get(pk=notes_wanted(workspace_of(pursuit))[0].criterion.id)
    text = "My student Maria Gomez speaks more."
    save_change_note(actor=cast.ada, pursuit=pursuit, criterion=criterion, text=text, revision=0, at=cast.at)
    (found,) = privacy_of(workspace_of(pursuit), at=cast.at).open

    mended = mend(actor=cast.ada, pursuit=pursuit, instead={found.key: found.instead[0]}, at=cast.at)

    assert ChangeNote.objects.get().text == "My student Student 1 speaks more."
    assert not mended.can_be_undone


def test_a_pin_is_mended_too(cast):
    pursuit = started(cast)
    item = put(pursuit, "plan.pdf", pdf(), at=cast.at)
    criteria = list(item.requirement.criteria.all()[:1])
    words = "Here my student Maria Gomez leads."
    pin(actor=cast.ada, item=item, words=words, criteria=criteria, place=Place(), at=cast.at)
    (found,) = privacy_of(workspace_of(pursuit), at=cast.at).open

    mend(actor=cast.ada, pursuit=pursuit, instead={found.key: "Student 1"}, at=cast.at)

    assert Pin.objects.get().words == "Here my student Student 1 leads."


def test_all_that_can_be_mended_is_mended_at_once(cast):
    pursuit = written(cast, "My student Maria Gomez wrote to liam@example.org. Maria laughed. I am Ada Whitfield.")
    put(pursuit, "Ada Whitfield plan.pdf", pdf(), at=cast.at)
    workspace = workspace_of(pursuit)
    mendings = mendings_in(workspace, privacy_of(workspace, at=cast.at))
    assert [(one.forms, one.instead, one.is_asked) for one in mendings] == [
        (("Maria Gomez",), "Student 1", True),
        (("liam@example.org",), "[e-mail address]", True),
        (("Ada Whitfield",), "[my name]", True),
        (("Ada Whitfield",), "plan.pdf", False),
    ]

    mend(actor=cast.ada, pursuit=pursuit, instead={one.key: one.instead for one in mendings}, at=cast.at)

    assert (
        Answer.objects.get().text
        == "My student Student 1 wrote to [e-mail address]. Student 1 laughed. I am [my name]."
    )
    assert Renaming.objects.get().title == "plan.pdf"
    assert privacy_of(workspace_of(pursuit), at=cast.at).open == []
