"""How two reviews become one outcome: a table of cases, and what must hold whatever was said."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.authoring.judging import Judged, Outcome, Stage, Verdict, is_overdue, meets_all, outcome_of, stage_of

MET, NOT_MET, NA = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_APPLICABLE
A, B, C = (UUID(int=number) for number in range(3))
DAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("verdicts", "conditions", "meet_by", "outcome"),
    [
        ({A: MET, B: MET}, (), None, Outcome.PASSED),
        ({A: MET, B: NA}, (), None, Outcome.PASSED),
        ({A: NA, B: NA}, (), None, Outcome.NOT_PASSED),
        ({}, (), None, Outcome.NOT_PASSED),
        ({A: MET, B: NOT_MET}, (), None, Outcome.NOT_PASSED),
        ({A: MET, B: MET, C: NOT_MET}, (C,), DAY, Outcome.CONDITIONAL),
        ({A: NOT_MET, B: NOT_MET}, (A, B), DAY, Outcome.CONDITIONAL),
        ({A: NOT_MET, B: NOT_MET}, (A,), DAY, Outcome.NOT_PASSED),
        ({A: MET, B: NOT_MET}, (B,), None, Outcome.NOT_PASSED),
        ({A: MET, B: NOT_MET}, (A, B), DAY, Outcome.NOT_PASSED),
        ({A: MET, B: MET}, (), DAY, Outcome.PASSED),
    ],
)
def test_an_outcome_follows_from_what_stands(verdicts, conditions, meet_by, outcome):
    assert outcome_of(verdicts, conditions=conditions, meet_by=meet_by) is outcome


@pytest.mark.parametrize(
    ("one", "other", "settled", "disputed", "stage"),
    [
        (None, None, {}, (), Stage.READING),
        ({A: MET, B: MET}, None, {}, (), Stage.READING),
        ({A: MET, B: MET}, {A: MET, B: MET}, {}, (), Stage.TO_CONCLUDE),
        ({A: MET, B: MET}, {A: MET, B: NOT_MET}, {}, (B,), Stage.RECONCILING),
        ({A: NA, B: MET}, {A: MET, B: NOT_MET}, {B: NOT_MET}, (A, B), Stage.RECONCILING),
        ({A: MET, B: MET}, {A: MET, B: NOT_MET}, {B: NOT_MET}, (B,), Stage.TO_CONCLUDE),
    ],
)
def test_a_round_goes_on_from_reading_over_disputes_to_its_end(one, other, settled, disputed, stage):
    judged = Judged((A, B), one, other, settled)

    assert (judged.disputed, stage_of(judged, concluded=False)) == (disputed, stage)
    assert stage_of(judged, concluded=True) is Stage.CONCLUDED


@pytest.mark.parametrize(
    ("meet_by", "waiting", "today", "overdue"),
    [(DAY, 1, date(2026, 12, 2), True), (DAY, 1, DAY, False), (DAY, 0, date(2027, 1, 1), False), (None, 1, DAY, False)],
)
def test_a_condition_is_overdue_when_its_day_is_over(meet_by, waiting, today, overdue):
    assert is_overdue(meet_by, open_conditions=waiting, today=today) is overdue


VERDICTS = st.sampled_from(Verdict)
ROUNDS = st.integers(1, 12).flatmap(
    lambda size: st.tuples(
        st.lists(VERDICTS, min_size=size, max_size=size), st.lists(VERDICTS, min_size=size, max_size=size)
    )
)


@given(ROUNDS)
def test_who_is_first_changes_nothing_and_what_both_say_stands(said):
    keys = tuple(uuid4() for _each in said[0])
    one, other = (dict(zip(keys, answers, strict=True)) for answers in said)
    settled = dict.fromkeys(Judged(keys, one, other, {}).disputed, NOT_MET)
    judged, turned = Judged(keys, one, other, settled), Judged(keys, other, one, settled)

    assert judged.verdicts == turned.verdicts
    assert all(judged.verdicts[key] == one[key] for key in keys if one[key] == other[key])


@given(ROUNDS)
def test_one_component_that_is_not_met_is_enough_not_to_pass(said):
    verdicts = {uuid4(): verdict for verdict in said[0]}

    assert (
        (outcome_of(verdicts) is Outcome.PASSED) == (NOT_MET not in said[0] and MET in said[0]) == meets_all(verdicts)
    )
