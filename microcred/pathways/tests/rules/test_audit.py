"""What is met, by what, and what is missing: cases worked out by hand."""

from datetime import timedelta

import pytest

from microcred.pathways.rules.audit import Status
from microcred.pathways.tests.rules.make import DAY, ENTRY, asks, held, item, items, rule_set, said, work, year

TWO = rule_set(year("one", asks("x", 1, "a"), asks("y", 1, "b")))
SHARED = rule_set(year("one", asks("total", 1, total=True), asks("x", 1, "a"), asks("y", 1, "b"), double="allowed"))
YEARS = rule_set(year("one", asks("x", 1, "a")), year("two", asks("x", 1, "a"), asks("y", 1, "b")))
MORE = rule_set(year("one", asks("total", 3, total=True), asks("x", 1, "a")))
LESS = rule_set(year("one", asks("total", 1, total=True), asks("x", 1, "a"), asks("y", 1, "b")))
IN_ORDER = rule_set(year("one", asks("x", 1, "a"), asks("y", 1, "b"), double="allowed"), year("two", asks("x", 2, "a")))

CASES = {
    "nothing": (TWO, (), {"one/x": "0/1", "one/y": "0/1"}),
    "one that fits one": (TWO, (work("m", "a"),), {"one/x": "1/1 m", "one/y": "0/1"}),
    "one that fits both fills one": (TWO, (work("m", "ab"),), {"one/x": "1/1 m", "one/y": "0/1"}),
    "it makes room for one that fits only there": (
        TWO,
        (work("m", "ab"), work("n", "a", day=9)),
        {"one/x": "1/1 n", "one/y": "1/1 m"},
    ),
    "a chain of three makes room": (
        rule_set(year("one", asks("x", 1, "a"), asks("y", 1, "b"), asks("z", 1, "c"))),
        (work("k", "ab"), work("m", "bc", day=2), work("n", "a", day=9)),
        {"one/x": "1/1 n", "one/y": "1/1 k", "one/z": "1/1 m"},
    ),
    "the same twice counts once": (
        rule_set(year("one", asks("x", 2, "a"))),
        (work("m", "a"), work("m", "a", day=40)),
        {"one/x": "1/2 m"},
    ),
    "where it is allowed one fills all it fits": (
        SHARED,
        (work("m", "ab"),),
        {"one/total": "1/1 m", "one/x": "1/1 m", "one/y": "1/1 m"},
    ),
    "a total counts what the others are filled by": (
        MORE,
        (work("m", "a"), work("n", "c"), work("o", "d")),
        {"one/total": "3/3 m n o", "one/x": "1/1 m"},
    ),
    "a total is not met by the others alone": (MORE, (work("m", "a"),), {"one/total": "1/3 m", "one/x": "1/1 m"}),
    "a total below the others asks for nothing more": (
        LESS,
        (work("m", "a"), work("n", "b")),
        {"one/total": "2/1 m n", "one/x": "1/1 m", "one/y": "1/1 n"},
    ),
    "an earlier year comes first": (
        YEARS,
        (work("m", "a"),),
        {"one/x": "1/1 m", "two/x": "0/1", "two/y": "0/1"},
    ),
    "what one year does not need goes on to the next": (
        YEARS,
        (work("m", "a"), work("n", "a", day=2), work("o", "b")),
        {"one/x": "1/1 m", "two/x": "1/1 n", "two/y": "1/1 o"},
    ),
    "one that would fill a later year leaves the earlier to another": (
        rule_set(year("one", asks("x", 1, "a")), year("two", asks("y", 1, "b"))),
        (work("m", "ab"), work("n", "a", day=50)),
        {"one/x": "1/1 n", "two/y": "1/1 m"},
    ),
    "in order of days, the first year takes only what it still lacks": (
        IN_ORDER,
        (work("m", "a"), work("n", "a", day=2), work("o", "b", day=3), work("p", "a", day=4)),
        {"one/x": "1/1 m", "one/y": "1/1 o", "two/x": "2/2 n p"},
    ),
    "in order of days, what fits nothing there goes on": (
        rule_set(year("one", asks("x", 1, "a"), double="allowed"), year("two", asks("y", 1, "b"), double="allowed")),
        (work("o", "b", day=1), work("m", "a", day=2)),
        {"one/x": "1/1 m", "two/y": "1/1 o"},
    ),
    "by area": (rule_set(year("one", asks("x", 1, "mine"))), (work("m", "a"),), {"one/x": "1/1 m"}),
    "not of the area": (rule_set(year("one", asks("x", 1, "mine"))), (work("m", "b"),), {"one/x": "0/1"}),
    "from several categories": (
        rule_set(year("one", asks("x", 2, "a", "b"))),
        (work("m", "a"), work("n", "b")),
        {"one/x": "2/2 m n"},
    ),
    "before the entry": (TWO, (work("m", "a", day=-1),), {"one/x": "0/1", "one/y": "0/1"}),
    "on the day of entry": (TWO, (work("m", "a", day=0),), {"one/x": "1/1 m", "one/y": "0/1"}),
    "before the entry where that counts": (
        rule_set(year("one", asks("x", 1, "a")), since="any time"),
        (work("m", "a", day=-400),),
        {"one/x": "1/1 m"},
    ),
    "earned elsewhere, never handed in here": (
        TWO,
        (work("m", "a", day=None, earned=5),),
        {"one/x": "1/1 m", "one/y": "0/1"},
    ),
    "handed in and not earned, where it must be earned": (
        rule_set(year("one", asks("x", 1, "a")), basis="earned"),
        (work("m", "a"),),
        {"one/x": "0/1"},
    ),
    "earned, where it must be": (
        rule_set(year("one", asks("x", 1, "a")), basis="earned"),
        (work("m", "a", earned=20),),
        {"one/x": "1/1 m"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_case(name: str):
    rules, works, expected = CASES[name]
    assert said(held(rules, *works)) == expected


def test_what_was_handed_in_later_than_the_day_is_not_there_yet():
    late = work("m", "a", day=(DAY - ENTRY).days + 1)
    assert said(held(TWO, late))["one/x"] == "0/1"
    assert said(held(TWO, late, at=DAY + timedelta(days=1)))["one/x"] == "1/1 m"


def test_a_revoked_award_counts_no_more_where_it_must_be_earned_and_a_second_one_does():
    rules = rule_set(year("one", asks("x", 1, "a")), basis="earned")
    revoked = work("m", "a", earned=5, revoked_on=ENTRY + timedelta(days=60))

    assert said(held(rules, revoked, at=ENTRY + timedelta(days=59)))["one/x"] == "1/1 m"
    assert said(held(rules, revoked))["one/x"] == "0/1"
    assert said(held(rules, revoked, work("m", "a", earned=90)))["one/x"] == "1/1 m"


def test_what_is_begun_is_under_way_in_the_first_year_that_lacks_it_and_what_is_handed_in_stands_before_it():
    rules = rule_set(year("one", asks("x", 2, "a")), year("two", asks("x", 1, "a")), basis="earned")
    one, two = held(rules, work("begun", "a", day=None), work("in", "a", day=3)).requirements

    assert [each.micro_credential for each in one.under_way] == ["in", "begun"]
    assert one.status is Status.IN_PROGRESS
    assert two.under_way == ()
    assert two.status is Status.MISSING


ONE = "one"
COURSES = rule_set(year(ONE, items("course", "courses", accepts=["A", "B", "C"], every=True)))
MEETINGS = rule_set(year(ONE, items("meeting", "meetings", in_each=["fall", "spring"])))
EXAM = rule_set(
    year(ONE, items("exam", "plt", named=["PLT"], accepts=["passed"], any_year=True)),
    year("two", items("exam", "plt", named=["PLT"], accepts=["passed"], any_year=True)),
)
RATING = rule_set(year(ONE, items("evaluation", "rating", accepts=["Met"])))

RECORDED = {
    "no course": (COURSES, (), {"one/courses": "missing 0/1"}),
    "a course": (COURSES, (item("course", "701", "b"),), {"one/courses": "met 1/1"}),
    "every course must do": (
        COURSES,
        (item("course", "701", "A"), item("course", "702", "D")),
        {"one/courses": "in progress 1/2"},
    ),
    "a course that was repeated counts by its better grade": (
        COURSES,
        (item("course", "702", "D"), item("course", "702", "C"), item("course", "701", "A")),
        {"one/courses": "met 1/1"},
    ),
    "a grade of another year": (COURSES, (item("course", "701", "A", year="two"),), {"one/courses": "missing 0/1"}),
    "another kind": (COURSES, (item("exam", "701", "A"),), {"one/courses": "missing 0/1"}),
    "one semester": (MEETINGS, (item("meeting", "VLC", term="fall"),), {"one/meetings": "in progress 1/2"}),
    "twice in one semester": (
        MEETINGS,
        (item("meeting", "VLC", term="fall"), item("meeting", "VLC again", term="fall")),
        {"one/meetings": "in progress 1/2"},
    ),
    "both semesters": (
        MEETINGS,
        (item("meeting", "VLC", term="fall"), item("meeting", "VLC", term="spring")),
        {"one/meetings": "met 2/2"},
    ),
    "passed once, for both years": (
        EXAM,
        (item("exam", "PLT", "passed", year=None),),
        {"one/plt": "met 1/1", "two/plt": "met 1/1"},
    ),
    "another exam": (EXAM, (item("exam", "Core", "passed"),), {"one/plt": "missing 0/1", "two/plt": "missing 0/1"}),
    "failed": (EXAM, (item("exam", "PLT", "failed"),), {"one/plt": "in progress 0/1", "two/plt": "in progress 0/1"}),
    "rated": (RATING, (item("evaluation", "SCTS", "Met"),), {"one/rating": "met 1/1"}),
    "rated otherwise": (RATING, (item("evaluation", "SCTS", "Not met"),), {"one/rating": "in progress 0/1"}),
    "recorded for a later day": (
        RATING,
        (item("evaluation", "SCTS", "Met", day=DAY + timedelta(days=1)),),
        {"one/rating": "missing 0/1"},
    ),
}


@pytest.mark.parametrize("name", RECORDED)
def test_recorded(name: str):
    rules, recorded, expected = RECORDED[name]
    came = held(rules, items=recorded)
    assert {one.key: f"{one.status} {one.have}/{one.needed}" for one in came.requirements} == expected


def test_the_missing_semester_is_named():
    (one,) = held(MEETINGS, items=(item("meeting", "VLC", term="fall"),)).requirements
    assert one.terms == ("spring",)
