"""The pure rule of who may be let in: a table of cases, and that more never makes it worse."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.calibration.rules.vetting import (
    OFTEN,
    Asked,
    Known,
    Met,
    Rule,
    applies_again_from,
    in_the_way_of_accepting,
    in_the_way_of_applying,
    overall,
    places_left,
    vet,
)

NOTHING_ASKED = Asked(years=0, degree=False, awards=0)
APP_STATE = Asked(years=3, degree=True, awards=1)
UTAH = Asked(years=0, degree=False, awards=0, whole_stack=True)
DAY = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "known", "found", "comes_to"),
    [
        (NOTHING_ASKED, Known(), {}, Met.MET),
        (APP_STATE, Known(3, True, awards=1), {"years": 2, "degree": 2, "awards": 2}, Met.MET),
        (APP_STATE, Known(2, True, awards=1), {"years": 0, "degree": 2, "awards": 2}, Met.NOT_MET),
        (APP_STATE, Known(30, False, awards=9), {"years": 2, "degree": 0, "awards": 2}, Met.NOT_MET),
        (APP_STATE, Known(3, True), {"years": 2, "degree": 2, "awards": 0}, Met.NOT_MET),
        (UTAH, Known(awards=2, lacking=1), {"whole_stack": 0}, Met.NOT_MET),
        (UTAH, Known(awards=3, lacking=0), {"whole_stack": 2}, Met.MET),
        (UTAH, Known(lacking=None), {"whole_stack": 0}, Met.NOT_MET),
        (Asked(0, False, awards=0, licence=True), Known(), {"licence": 0}, Met.NOT_MET),
        (Asked(0, False, awards=0, licence=True), Known(has_licence=True), {"licence": 2}, Met.MET),
        (Asked(0, False, awards=0, references=2), Known(answers=1), {"references": 1}, Met.OPEN),
        (Asked(0, False, awards=0, references=2), Known(answers=2), {"references": 2}, Met.MET),
        (Asked(0, False, awards=0, look=True), Known(answers=2), {"look": 1}, Met.OPEN),
        (Asked(0, False, awards=1, whole_stack=True), Known(awards=1, lacking=0), {"whole_stack": 2}, Met.MET),
    ],
)
def test_each_rule_is_answered_by_itself(asked, known, found, comes_to):
    said = vet(asked, known)

    assert {one.rule.value: int(one.met) for one in said} == found
    assert overall(said) is comes_to


def test_what_comes_after_applying_stands_in_nobody_s_way_to_apply():
    found = vet(Asked(years=3, degree=False, awards=0, references=2, look=True), Known(years=1))

    assert [one.rule for one in in_the_way_of_applying(found)] == [Rule.YEARS]
    assert [one.rule for one in in_the_way_of_accepting(found)] == [Rule.YEARS, Rule.REFERENCES], "a look is the lead's"


@pytest.mark.parametrize("wrong", [{"years": -1}, {"references": 3}, {"places": 0}, {"again_days": -1}])
def test_figures_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match=r"figure|place"):
        Asked(**wrong)


figures = st.integers(0, 9)
rules = st.tuples(
    figures, st.booleans(), st.booleans(), st.integers(0, 4), st.booleans(), st.integers(0, 2), st.booleans()
)
people = st.tuples(figures, st.booleans(), st.booleans(), st.integers(0, 4), st.none() | figures, st.integers(0, 2))


@given(rules, people, st.integers(0, 5), st.booleans(), st.booleans(), st.integers(0, 4), st.integers(0, 2))
def test_more_never_makes_it_worse(asked, known, years, degree, licence, awards, answers):
    asked, known = Asked(*asked), Known(*known)
    more = Known(
        known.years + years,
        known.has_degree or degree,
        known.has_licence or licence,
        known.awards + awards,
        None if known.lacking is None else max(0, known.lacking - awards),
        known.answers + answers,
    )
    before, after = vet(asked, known), vet(asked, more)

    assert all(now.met >= then.met for then, now in zip(before, after, strict=True))
    assert overall(after) >= overall(before)
    assert len(in_the_way_of_accepting(after)) <= len(in_the_way_of_accepting(before))


@given(rules, people)
def test_whoever_is_met_throughout_stands_in_nobody_s_way(asked, known):
    found = vet(Asked(*asked), Known(*known))

    assert set(in_the_way_of_applying(found)) <= set(in_the_way_of_accepting(found))
    if overall(found) is Met.MET:
        assert in_the_way_of_accepting(found) == []


@pytest.mark.parametrize(("places", "taken", "left"), [(None, 9, None), (3, 0, 3), (3, 3, 0), (2, 3, 0)])
def test_places_are_never_fewer_than_none(places, taken, left):
    assert places_left(Asked(places=places), taken) == left


def test_a_refusal_waits_its_days_and_who_applies_often_waits_too():
    assert applies_again_from([], [], 90) is None
    assert applies_again_from([DAY, DAY - timedelta(days=9)], [], 90) == DAY + timedelta(days=90)
    often = [DAY + timedelta(days=day) for day in range(OFTEN)]
    assert applies_again_from([], often[:-1], 90) is None
    assert applies_again_from([], often, 90) == DAY + timedelta(days=30)
