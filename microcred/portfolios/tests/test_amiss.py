"""What came back as incomplete is to be mended until something is done about it, and no longer."""

from datetime import timedelta

import pytest

from microcred.portfolios.completeness import Fact, LinkOutcome
from microcred.portfolios.operations import (
    Amiss,
    note_link_look,
    put_in_link,
    return_incomplete,
    save_answer,
    stand_by,
    take_out,
)
from microcred.portfolios.queries import mark_after_saving, workspace_of
from microcred.portfolios.rules import Standing
from microcred.portfolios.tests.make import asked, came_back, handed_in, pdf, put, revise, started

HOUR = timedelta(hours=1)


def given_back(cast, pursuit, requirement, **more):
    """It comes back with one finding an hour after it was handed in."""
    submission = handed_in(pursuit, at=cast.at)
    amiss = [Amiss("A look", requirement, "page 2", **more)]
    return_incomplete(actor=None, submission=submission, amiss=amiss, at=cast.at + HOUR)


def standing_of(pursuit, requirement):
    (work,) = (work for work in workspace_of(pursuit).work if work.requirement == requirement)
    return work.standing


@pytest.fixture
def with_file(cast):
    """Ada's work came back because of a file of it."""
    pursuit = started(cast)
    item = put(pursuit, "plan.pdf", pdf(), at=cast.at)
    given_back(cast, pursuit, item.requirement, fact=Fact.EMPTY_DOCUMENT, item=item)
    assert standing_of(pursuit, item.requirement) is Standing.AMISS
    return item


def test_another_file_beside_it_or_in_its_place_mends_it(cast, with_file):
    pursuit, requirement = with_file.pursuit, with_file.requirement

    put(pursuit, "second.pdf", pdf(2), at=cast.at + 2 * HOUR, requirement=requirement)
    assert standing_of(pursuit, requirement) is Standing.READY
    take_out(actor=cast.ada, item=with_file, at=cast.at + 2 * HOUR)
    assert standing_of(pursuit, requirement) is Standing.READY
    assert [one.is_changed for one in workspace_of(pursuit).failed_with_work] == [True]


def test_with_nothing_left_it_is_empty(cast, with_file):
    take_out(actor=cast.ada, item=with_file, at=cast.at + 2 * HOUR)

    assert standing_of(with_file.pursuit, with_file.requirement) is Standing.EMPTY


def test_whoever_hands_it_in_as_it_is_has_done_with_it(cast, with_file):
    stand_by(actor=cast.ada, item=with_file, fact=Fact.EMPTY_DOCUMENT, at=cast.at + 2 * HOUR)

    assert standing_of(with_file.pursuit, with_file.requirement) is Standing.READY


def test_what_was_said_before_it_came_back_settles_nothing(cast):
    pursuit = started(cast)
    item = put(pursuit, "plan.pdf", pdf(), at=cast.at)
    stand_by(actor=cast.ada, item=item, fact=Fact.EMPTY_DOCUMENT, at=cast.at)

    given_back(cast, pursuit, item.requirement, fact=Fact.EMPTY_DOCUMENT, item=item)

    assert standing_of(pursuit, item.requirement) is Standing.AMISS


def test_a_link_that_opens_by_now_is_mended_though_its_address_is_the_same(cast):
    pursuit = started(cast)
    requirement = asked(pursuit, "artifact")
    address = {"title": "Page", "url": "https://www.example.org/x"}
    link = put_in_link(actor=cast.ada, pursuit=pursuit, requirement=requirement, at=cast.at, **address)
    given_back(cast, pursuit, requirement, fact=Fact.LINK_SIGN_IN, item=link)
    assert standing_of(pursuit, requirement) is Standing.AMISS

    note_link_look(actor=None, item=link, outcome=LinkOutcome.SIGN_IN, status=302, at=cast.at + 2 * HOUR)
    assert standing_of(pursuit, requirement) is Standing.AMISS
    note_link_look(actor=None, item=link, outcome=LinkOutcome.OPENS, status=200, at=cast.at + 3 * HOUR)
    assert standing_of(pursuit, requirement) is Standing.READY


def test_an_answer_is_mended_by_writing_and_a_save_knows_it(cast):
    pursuit = started(cast)
    question = asked(pursuit)
    given_back(cast, pursuit, question, fact=Fact.PART_MISSING)
    answer = next(work for work in workspace_of(pursuit).work if work.requirement == question)
    assert (answer.standing, mark_after_saving(pursuit, question, answer.text)) == (Standing.AMISS, answer.mark)

    text = f"{answer.text} And what I had left out."
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=question, text=text, revision=1, at=cast.at + 2 * HOUR)

    assert standing_of(pursuit, question) is Standing.READY
    assert mark_after_saving(pursuit, question, text) == "ready-0"


def test_what_was_revised_after_not_yet_can_be_amiss_too(cast):
    pursuit = came_back(cast)
    reflection = asked(pursuit, "reflection")
    revise(pursuit, at=cast.at)
    given_back(cast, pursuit, reflection, fact=Fact.PART_MISSING)

    assert standing_of(pursuit, reflection) is Standing.AMISS


def test_a_finding_about_the_whole_leaves_each_part_as_it_is(cast):
    pursuit = started(cast)
    given_back(cast, pursuit, None)

    assert all(work.is_done for work in workspace_of(pursuit).work)
    assert [one.is_changed for one in workspace_of(pursuit).failed_with_work] == [False]
