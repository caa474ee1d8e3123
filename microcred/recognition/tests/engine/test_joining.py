"""What a district asks beyond its state is about what is done while one works there: cases, and what always holds."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.recognition.policies import published_as
from microcred.recognition.rules.engine import RECORD_FORMAT, Policy, Record, evaluate
from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.rules.engine.policy import Cap, Rate
from microcred.recognition.rules.engine.record import Activity, Employment, Licence

STATE = published_as("south-carolina-professional")
JOINED = date(2026, 9, 1)
AT = date(2027, 6, 1)
COURSES = Condition(kinds=("renewal course",))
HALF = Rate(unit="contact hours", credits=Decimal(10), per=Decimal(15), clause="growth-plan")
AT_MOST = Cap(id="courses", amount=Decimal(30), per="cycle", of=COURSES, clause="growth-plan")


def overlay(**changes: object) -> Policy:
    nothing: dict[str, object] = {"requires": (), "prior_approval": (), "deadlines": (), "examples": ()}
    return published_as("rock-hill-overlay").model_copy(update=nothing | changes)


def record(days: list[date], *, joined: date | None = JOINED, left: date | None = None) -> Record:
    work = [Employment(employer="Rock Hill Schools", first_day=joined, last_day=left)] if joined else []
    return Record(
        format=RECORD_FORMAT,
        licences=(
            Licence(
                id="sc",
                jurisdiction="South Carolina",
                type="professional",
                issued_on=date(2024, 7, 1),
                expires_on=date(2029, 6, 30),
            ),
        ),
        employment=tuple(work),
        activities=tuple(
            Activity(
                id=f"course-{number:02}",
                kind="renewal course",
                earned_at=day,
                amounts={"contact hours": Decimal(15)},
                issuer_kind="university",
            )
            for number, day in enumerate(days)
        ),
    )


def worth(found: Record, *policies: Policy) -> dict[str, Decimal]:
    results = {one.policy: one for one in evaluate(found, policies, AT).results}
    strictest = results.get("rock-hill-overlay") or results["south-carolina-professional"]
    return {entry.item: entry.amount for entry in strictest.entries}


BEFORE, AFTER = JOINED - timedelta(days=1), JOINED + timedelta(days=30)


@pytest.mark.parametrize(
    ("asked", "days", "amounts"),
    [
        # Half the state's rate: of what was done before joining nothing is halved.
        ({"rates": (HALF,)}, [BEFORE, AFTER], [20, 0]),
        # The day of joining is one of work there.
        ({"rates": (HALF,)}, [JOINED], [0]),
        # A limit of 30: what was done before joining neither is cut nor uses it up.
        ({"caps": (AT_MOST,)}, [BEFORE, BEFORE, AFTER, AFTER], [20, 20, 20, 10]),
        ({"caps": (AT_MOST,)}, [BEFORE, BEFORE], [20, 20]),
        # What is demanded is demanded of what comes from then on.
        ({"requires": published_as("rock-hill-overlay").requires}, [BEFORE, AFTER], [20, 20]),
    ],
)
def test_each_case(asked: dict[str, object], days: list[date], amounts: list[int]):
    found = worth(record(days), STATE, overlay(**asked))
    assert sorted(found.values(), reverse=True) == sorted(map(Decimal, amounts), reverse=True)
    if days == [BEFORE, AFTER] and "rates" in asked:
        # Ten credits fall below the state's floor for a course, which holds everywhere.
        assert found == {"course-00": 20, "course-01": 0}


def test_what_came_before_joining_says_so_in_words():
    said = evaluate(record([BEFORE]), [STATE, overlay(rates=(HALF,))], AT)
    (entry,) = next(one for one in said.results if one.policy == "rock-hill-overlay").entries
    assert [one.clause.id for one in entry.reasons if one.clause.id == "from-joining"] == ["from-joining"]


def test_who_has_left_is_asked_what_the_state_asks():
    assert worth(record([AFTER], left=AFTER + timedelta(days=9)), STATE, overlay(rates=(HALF,))) == {"course-00": 20}


DAYS = st.lists(st.dates(date(2024, 7, 1), date(2027, 5, 31)), min_size=1, max_size=7)
ASKED = st.sampled_from([{"rates": (HALF,)}, {"caps": (AT_MOST,)}, {"rates": (HALF,), "caps": (AT_MOST,)}])


@given(days=DAYS, joined=st.dates(date(2024, 7, 1), date(2027, 5, 31)), asked=ASKED)
def test_joining_takes_nothing_of_what_was_done_before_and_gives_nothing_more_than_the_state(
    days: list[date], joined: date, asked: dict[str, object]
):
    alone = worth(record(days, joined=None), STATE)
    there = worth(record(days, joined=joined), STATE, overlay(**asked))
    always = worth(record(days, joined=date(2020, 1, 1)), STATE, overlay(**asked))
    before = {f"course-{number:02}" for number, day in enumerate(days) if day < joined}
    assert {item: there[item] for item in before} == {item: alone[item] for item in before}
    assert all(there[item] <= alone[item] for item in alone)
    assert sum(always.values()) <= sum(there.values()) <= sum(alone.values())


def test_a_district_whose_rules_stand_alone_gives_nothing_for_what_falls_under_none_of_its_ways():
    own = {"kind": "district", "jurisdiction": "Rock Hill Schools", "licences_of": "South Carolina", "examples": ()}
    alone = STATE.model_copy(update=own)
    found = record([BEFORE, AFTER])
    unheard_of = tuple(one.model_copy(update={"kind": "a walk in the woods"}) for one in found.activities)
    found = found.model_copy(update={"activities": unheard_of})
    (result,) = evaluate(found, [alone], AT).results
    assert [entry.amount for entry in result.entries] == [0, 0]
