"""How long feedback can be rated, and what who wrote it is told."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from microcred.scoring.rules import FEWEST_RATERS, RATING_DAYS, Helped, Rated, helpfulness, rated_until

AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)

RATED = st.builds(
    Rated,
    person=st.integers(1, 8).map(lambda number: UUID(int=number)),
    said=st.sampled_from(Helped),
    settled_at=st.integers(0, 60).map(lambda day: AT + day * DAY),
)


def by(*people: int, said: Helped = Helped.YES) -> list[Rated]:
    return [Rated(UUID(int=each), said, AT) for each in people]


def test_of_four_people_nothing_is_told_however_often_they_rate():
    assert helpfulness(by(1, 2, 3, 4, 1, 2, 3, 4), at=AT).ratings == 0
    assert helpfulness(by(1, 2, 3, 4, 5), at=AT).people == 5


def test_the_sixth_is_told_with_the_tenth():
    assert helpfulness(by(*range(1, 10)), at=AT).ratings == 5
    assert helpfulness(by(*range(1, 11)), at=AT).ratings == 10


def test_what_can_still_change_is_not_told():
    assert helpfulness(by(1, 2, 3, 4, 5), at=AT - DAY).people == 0


def test_the_next_attempt_ends_it_and_so_do_thirty_days():
    assert rated_until(AT, None) == AT + RATING_DAYS
    assert rated_until(AT, AT + DAY) == AT + DAY
    assert rated_until(AT, AT + 2 * RATING_DAYS) == AT + RATING_DAYS


@given(st.lists(RATED, max_size=40), st.integers(0, 60), st.integers(0, 60))
def test_what_is_told_grows_by_five_people_or_not_at_all(ratings, one, other):
    first, second = sorted((one, other))
    before, after = (helpfulness(ratings, at=AT + day * DAY) for day in (first, second))

    grown = after.ratings - before.ratings
    assert grown == 0 or grown >= FEWEST_RATERS
    assert all(getattr(after, kind) >= getattr(before, kind) for kind in ("yes", "partly", "no", "people"))
    assert before.ratings == 0 or before.people >= FEWEST_RATERS
