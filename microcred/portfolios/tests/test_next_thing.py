"""The one next thing: always said, always where it is done, and only "submit" when nothing else waits."""

from datetime import timedelta

from microcred.portfolios.operations import Amiss, return_incomplete, save_answer
from microcred.portfolios.queries import ToDo, next_thing, notes_wanted, privacy_of, workspace_of
from microcred.portfolios.tests.make import asked, came_back, fill, handed_in, pdf, put, say_changes, started


def next_of(pursuit, at):
    workspace = workspace_of(pursuit)
    return next_thing(workspace, notes_wanted(workspace), privacy_of(workspace, at=at))


def test_at_first_it_is_the_first_that_is_empty(cast):
    waits = next_of(started(cast), cast.at)

    assert (waits.what, waits.anchor) == (ToDo.BEGIN, "requirement-1")


def test_then_the_next_in_the_order_of_the_page(cast):
    pursuit = started(cast)
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=asked(pursuit), text="I teach.", revision=0, at=cast.at)

    assert next_of(pursuit, cast.at).anchor == "requirement-2"


def test_what_is_too_long_comes_before_what_is_empty_below_it(cast):
    pursuit = started(cast)
    requirement = asked(pursuit)
    text = "word " * (requirement.word_limit + 1)
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=requirement, text=text, revision=0, at=cast.at)

    waits = next_of(pursuit, cast.at)
    assert (waits.what, waits.work.requirement) == (ToDo.SHORTEN, requirement)


def test_a_name_that_keeps_it_from_being_submitted_is_settled_before_what_is_empty_below_it(cast):
    pursuit = started(cast)
    requirement = asked(pursuit)
    text = "On Tuesday my student Liam Turner told the group what he does when he gets stuck."
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=requirement, text=text, revision=0, at=cast.at)
    waits = next_of(pursuit, cast.at)

    assert (waits.what, waits.work.requirement) == (ToDo.SETTLE, requirement)
    assert str(requirement.position + 1) in str(waits.words)


def test_when_all_is_there_it_is_read_and_submitted(cast):
    assert next_of(fill(started(cast), at=cast.at), cast.at).what is ToDo.SUBMIT


def test_after_a_return_it_is_what_came_back_then_what_was_changed_then_to_submit(cast):
    pursuit = came_back(cast)
    waits = next_of(pursuit, cast.at)
    assert waits.what is ToDo.REVISE
    assert waits.work.short

    save_answer(
        actor=cast.ada,
        pursuit=pursuit,
        requirement=waits.work.requirement,
        text="The team decides.",
        revision=waits.work.answer.revision,
        at=cast.at,
    )
    assert (next_of(pursuit, cast.at).what, next_of(pursuit, cast.at).anchor) == (ToDo.EXPLAIN, "change-notes")

    say_changes(pursuit, at=cast.at)
    assert next_of(pursuit, cast.at).what is ToDo.SUBMIT


def test_what_a_check_found_comes_first(cast):
    pursuit = started(cast)
    submission = handed_in(pursuit, at=cast.at)
    unreadable = asked(pursuit, "artifact")
    amiss = [Amiss("Every page can be read", unreadable, "Page 2 is blank.")]
    return_incomplete(actor=None, submission=submission, amiss=amiss, at=cast.at)

    waits = next_of(pursuit, cast.at)
    assert (waits.what, waits.work.requirement) == (ToDo.MEND, unreadable)

    put(pursuit, "again.pdf", pdf(2), at=cast.at, requirement=unreadable)
    assert next_of(pursuit, cast.at).what is ToDo.SUBMIT


def test_nothing_is_next_while_it_is_judged(cast):
    pursuit = started(cast)
    handed_in(pursuit, at=cast.at)

    assert next_of(pursuit, cast.at + timedelta(days=1)) is None


def test_the_place_to_go_on_is_the_field_itself_where_one_writes(cast):
    pursuit = started(cast)
    assert next_of(pursuit, cast.at).place == "text-1"

    fill(pursuit, at=cast.at)
    assert next_of(pursuit, cast.at).place == "to-do"
