"""What may be told of many people's changes: never of a group that is too small, nor by subtraction."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as some

from microcred.recognition.rules.what_if import Change, Figures, shown, told

AMOUNTS = some.decimals(min_value=-60, max_value=60, places=2)
PEOPLE = some.lists(
    some.builds(
        Change,
        lines=some.lists(
            some.tuples(AMOUNTS.filter(bool), some.sampled_from("abc"), some.just("A clause.")), max_size=3
        ),
        groups=some.fixed_dictionaries({"district": some.lists(some.sampled_from("PQRSTU"), min_size=1, max_size=2)}),
    ),
    max_size=80,
)


def figures(people: list[Change]) -> Figures:
    found = Figures()
    for one in people:
        found.add(one)
    return found


@given(PEOPLE, some.integers(2, 15))
def test_no_group_below_the_threshold_is_told(people, smallest):
    seen = shown(figures(people), smallest=smallest)
    assert (seen.people is None) is (len(people) < smallest)
    for rows in seen.groups.values():
        for row in rows:
            members = [one for one in people if row.name in one.groups["district"]] if row.name else people
            assert len(members) >= smallest
            for number in (row.people.number, row.gain.number, row.lose.number):
                assert (
                    number is None or number == 0 or (number >= smallest and (number % 10 == 0 or number == smallest))
                )
    if seen.up is not None and seen.up:
        assert sum(one.net > 0 for one in people) >= smallest


@given(PEOPLE, PEOPLE)
def test_portions_add_up_to_the_whole(one, other):
    together = figures(one)
    together.merge(Figures.read(figures(other).as_json()))
    assert together.as_json() == figures([*one, *other]).as_json()


def test_few_are_few_and_nobody_is_nobody():
    assert [told(number, smallest=10).number for number in (0, 1, 9, 10, 19, 20, 57)] == [0, None, None, 10, 10, 20, 50]
    assert [told(number, smallest=5).number for number in (4, 5, 9, 10)] == [None, 5, 5, 10]


def test_the_smallest_stand_together_until_they_are_enough():
    people = [Change([(Decimal(-5), "a", "A.")], {"district": [name]}) for name in "P" * 30 + "Q" * 12 + "R" * 3]
    rows = shown(figures(people), smallest=10).groups["district"]
    assert [(row.name, row.people.number, row.lose.number) for row in rows] == [("P", 30, 30), ("", 10, 10)]


def test_of_credit_together_two_digits_are_told():
    for each, together in (("5", "150"), ("4.25", "120"), ("0.07", "2.1"), ("40.5", "1200")):
        people = [Change([(Decimal(each), "a", "A.")])] * 30
        assert shown(figures(people), smallest=10).up == Decimal(together)
