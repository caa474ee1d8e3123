"""The rule of the gates: where a draft stands after what happened to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.authoring.gates import (
    ALL_GATES,
    REVIEWS,
    Extent,
    Gate,
    Move,
    MoveKind,
    Stage,
    extent_of,
    standing,
    touched_gates,
)
from microcred.catalog.design import Design
from microcred.catalog.tests.make import plain_design

PEER, EDITORIAL, QUALITY = REVIEWS
SENT = Move(MoveKind.SENT)
TAKEN_BACK = Move(MoveKind.TAKEN_BACK)


def passed(gate):
    return Move(MoveKind.PASSED, gate)


def back(gate):
    return Move(MoveKind.SENT_BACK, gate)


def edited(*gates):
    return Move(MoveKind.EDITED, touched=frozenset(gates))


ALL_PASSED = [SENT, passed(PEER), passed(EDITORIAL), passed(QUALITY)]

CASES = {
    "nothing happened": ([], Stage.WRITING, [PEER, EDITORIAL, QUALITY]),
    "sent": ([SENT], Stage.PEER_REVIEW, [PEER, EDITORIAL, QUALITY]),
    "taken back": ([SENT, TAKEN_BACK], Stage.WRITING, [PEER, EDITORIAL, QUALITY]),
    "sent back": ([SENT, back(PEER)], Stage.WRITING, [PEER, EDITORIAL, QUALITY]),
    "sent again": ([SENT, back(PEER), SENT], Stage.PEER_REVIEW, [PEER, EDITORIAL, QUALITY]),
    "passed by a peer": ([SENT, passed(PEER)], Stage.EDITORIAL, [EDITORIAL, QUALITY]),
    "sent back from the second gate": ([SENT, passed(PEER), back(EDITORIAL)], Stage.WRITING, [EDITORIAL, QUALITY]),
    "and sent again unedited": ([SENT, passed(PEER), back(EDITORIAL), SENT], Stage.EDITORIAL, [EDITORIAL, QUALITY]),
    "at the third": ([SENT, passed(PEER), passed(EDITORIAL)], Stage.QUALITY_REVIEW, [QUALITY]),
    "through all": (ALL_PASSED, Stage.READY, []),
    "a comma later": ([*ALL_PASSED, edited(EDITORIAL)], Stage.WRITING, [EDITORIAL]),
    "the comma sent": ([*ALL_PASSED, edited(EDITORIAL), SENT], Stage.EDITORIAL, [EDITORIAL]),
    "the comma taken out again": ([*ALL_PASSED, edited(EDITORIAL), edited()], Stage.READY, []),
    "another rubric later": ([*ALL_PASSED, edited(*REVIEWS)], Stage.WRITING, [PEER, EDITORIAL, QUALITY]),
    "edited between two gates": (
        [SENT, passed(PEER), back(EDITORIAL), edited(PEER), SENT, passed(PEER)],
        Stage.EDITORIAL,
        [EDITORIAL, QUALITY],
    ),
    "passed again after an edit": (
        [*ALL_PASSED, edited(*REVIEWS), SENT, passed(PEER), passed(EDITORIAL), passed(QUALITY)],
        Stage.READY,
        [],
    ),
}


@pytest.mark.parametrize(("moves", "stage", "left"), CASES.values(), ids=CASES)
def test_where_a_draft_stands(moves, stage, left):
    found = standing(ALL_GATES, moves, proposed=True)

    assert (found.stage, list(found.open)) == (stage, left)


def test_without_an_accepted_proposal_nothing_else_is_next():
    assert standing(ALL_GATES, []).open[0] is Gate.PROPOSAL
    assert standing(ALL_GATES, ALL_PASSED).stage is Stage.WRITING
    assert not standing(ALL_GATES, ALL_PASSED).may_publish


def test_gates_that_nobody_asks_for_keep_nobody():
    alone = standing((), [])
    assert (alone.stage, alone.open, alone.may_publish) == (Stage.WRITING, (), True)
    assert standing({QUALITY}, [SENT]).stage is Stage.QUALITY_REVIEW
    assert standing({Gate.PILOT}, []).may_publish


def test_a_gate_that_is_asked_for_later_is_open_at_once():
    assert standing({PEER}, [SENT, passed(PEER)]).stage is Stage.READY
    assert standing({PEER, QUALITY}, [SENT, passed(PEER)]).stage is Stage.QUALITY_REVIEW


def test_what_is_published_stays_so():
    found = standing(ALL_GATES, ALL_PASSED, proposed=True, published=True)

    assert (found.stage, found.may_publish) == (Stage.PUBLISHED, False)


moves = st.lists(
    st.one_of(
        st.just(SENT),
        st.just(TAKEN_BACK),
        st.builds(passed, st.sampled_from(REVIEWS)),
        st.builds(back, st.sampled_from(REVIEWS)),
        st.builds(edited, st.sampled_from(REVIEWS), st.sampled_from(REVIEWS)),
    ),
    max_size=12,
)


@given(st.sets(st.sampled_from(ALL_GATES)), moves, st.booleans())
def test_whatever_happens_a_draft_is_read_published_or_written_and_never_two_of_them(asked, happened, is_proposed):
    found = standing(asked, happened, proposed=is_proposed)

    assert not (found.with_reviewers and found.may_publish)
    assert set(found.open) <= set(asked)
    assert not set(found.open) & found.passed
    assert (found.stage is Stage.READY) <= found.may_publish
    if found.with_reviewers:
        assert found.stage.value in found.open


@given(moves)
def test_asking_for_fewer_gates_opens_none(happened):
    many, few = (standing(asked, happened, proposed=True) for asked in (ALL_GATES, {EDITORIAL}))

    assert set(few.open) <= set(many.open)


BEFORE = plain_design()
RUBRIC = [criterion.model_dump(mode="json") for criterion in BEFORE.rubric]
OTHER_LEVEL = [
    {**RUBRIC[0], "levels": [{**RUBRIC[0]["levels"][0], "descriptor": "Another descriptor."}, *RUBRIC[0]["levels"][1:]]}
]

EDITS = {
    "nothing": ({}, Extent.NONE, set()),
    "a tag": ({"tags": ["change"]}, Extent.EDITORIAL, {EDITORIAL}),
    "a reason": ({"rationale": "Because."}, Extent.EDITORIAL, {EDITORIAL}),
    "a comma in the competency": (
        {"competency": BEFORE.competency.replace(" ", ", ", 1)}, Extent.EDITORIAL, {EDITORIAL}
    ),
    "another competency": ({"competency": "The educator does something else."}, Extent.SUBSTANTIVE, set(REVIEWS)),
    "other hours": ({"hours": BEFORE.hours + 5}, Extent.SUBSTANTIVE, set(REVIEWS)),
    "another descriptor": ({"rubric": [*OTHER_LEVEL, *RUBRIC[1:]]}, Extent.SUBSTANTIVE, set(REVIEWS)),
    "a criterion less": ({"rubric": RUBRIC[1:]}, Extent.SUBSTANTIVE, set(REVIEWS)),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "extent", "gates"), EDITS.values(), ids=EDITS)
def test_an_edit_opens_the_gates_that_it_touches(fields, extent, gates):
    after = Design.model_validate({**BEFORE.model_dump(mode="json"), **fields})

    assert extent_of(BEFORE, after) is extent
    assert touched_gates([(gate, BEFORE) for gate in REVIEWS], after) == gates
    assert touched_gates([(EDITORIAL, BEFORE)], after) <= {EDITORIAL}
