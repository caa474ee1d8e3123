"""What holds of every audit: more never makes less, nothing counts twice, and no other choice would fill more."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.pathways.rules.audit import audit
from microcred.pathways.rules.matching import matched
from microcred.pathways.rules.record import Record, Work
from microcred.pathways.tests.rules.make import DAY, ENTRY, asks, held, rule_set, work, year

stacks = st.sets(st.sampled_from("abcd"), max_size=3).map(lambda found: "".join(sorted(found)))
works = st.lists(
    st.builds(
        lambda number, stacks, day, earned: work(f"m{number}", stacks, day=day, earned=earned),
        st.integers(0, 8),
        stacks,
        st.integers(-2, 40),
        st.none() | st.integers(0, 60),
    ),
    max_size=10,
)
requirements = st.lists(
    st.tuples(st.integers(1, 3), st.sets(st.sampled_from("abcd"), max_size=2)), min_size=1, max_size=3
)
years = st.lists(st.tuples(requirements, st.integers(0, 4)), min_size=1, max_size=3)


def rules_of(drawn, doubles, basis="submitted"):
    return rule_set(
        *(
            year(
                f"y{number}",
                *(asks(f"r{place}", least, *sorted(of)) for place, (least, of) in enumerate(reqs)),
                *([asks("total", total, total=True)] if total else []),
                double=double,
            )
            for number, ((reqs, total), double) in enumerate(zip(drawn, doubles, strict=True))
        ),
        basis=basis,
    )


@st.composite
def rules(draw, double=None):
    drawn = draw(years)
    apart_from = draw(st.integers(0, len(drawn))) if double is None else 0
    doubles = ["allowed" if number < apart_from else "never" for number in range(len(drawn))]
    return rules_of(drawn, doubles, draw(st.sampled_from(["submitted", "earned"])))


@given(rules(), works, st.integers(0, 8), stacks, st.integers(-2, 40), st.booleans())
@settings(max_examples=120, deadline=None)
def test_one_more_never_makes_less_met(rules, works, number, stacks, day, is_earned):
    before = held(rules, *works)
    after = held(rules, *works, work(f"n{number}", stacks, day=day, earned=day if is_earned else None))

    for one, other in zip(before.requirements, after.requirements, strict=True):
        assert min(other.have, other.needed) >= min(one.have, one.needed)
        assert other.is_met or not one.is_met


@given(rules(), works, st.randoms())
@settings(max_examples=80, deadline=None)
def test_the_order_of_a_record_does_not_matter(rules, works, random):
    shuffled = list(works)
    random.shuffle(shuffled)
    assert held(rules, *works).as_json() == held(rules, *shuffled).as_json()


@given(rules(double="never"), works)
@settings(max_examples=80, deadline=None)
def test_nothing_counts_twice_where_it_may_not(rules, works):
    came = held(rules, *works)
    filled = [one.micro_credential for each in came.requirements if not each.asked.total for one in each.filled_by]
    assert len(filled) == len(set(filled))


@given(rules(), works)
@settings(max_examples=80, deadline=None)
def test_nothing_counts_in_two_years(rules, works):
    came = held(rules, *works)
    in_year = [{one.micro_credential for each in year.requirements for one in each.filled_by} for year in came.years]
    in_year.append({one.micro_credential for one in came.unused})
    assert sum(len(one) for one in in_year) == len(set().union(*in_year))


@given(rules(), works)
@settings(max_examples=60, deadline=None)
def test_what_is_missing_would_meet_it(rules, works):
    """As many more of any fitting kind as are said to be missing, and everything is met."""
    came = held(rules, *works)
    more = [
        Work(
            micro_credential=f"more-{each.key.replace('/', '-')}-{number}",
            stacks=frozenset(each.asked.of[:1]),
            submitted_on=DAY,
            earned_on=DAY,
        )
        for each in came.requirements
        for number in range(each.missing)
    ]
    assert audit(rules, Record(entered_on=ENTRY, works=(*works, *more)), DAY).is_met


def _greatest(fits) -> int:
    """By trying every way."""
    return max(
        len([unit for unit in chosen if unit is not None])
        for chosen in product(*((*one, None) for one in fits))
        if len([unit for unit in chosen if unit is not None]) == len({unit for unit in chosen if unit is not None})
    )


fits = st.lists(st.sets(st.integers(0, 5), max_size=4).map(sorted), min_size=1, max_size=6)


@given(fits)
@settings(max_examples=120, deadline=None)
def test_as_many_places_are_filled_as_can_be_and_the_earlier_first(fits):
    found = matched(fits)

    assert all(unit is None or unit in fits[place] for place, unit in enumerate(found))
    assert sum(unit is not None for unit in found) == _greatest(fits)
    for place in range(len(fits)):
        # the places up to here are as full as they could be without the later ones
        assert sum(unit is not None for unit in found[: place + 1]) == _greatest(fits[: place + 1])
