from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.portfolios.suggesting import MOST_SUGGESTED, Offered, Said, suggest

PLANNING, GRADING, TALKING = (UUID(int=number) for number in range(1, 4))


def offer(title, *competencies, hours=10):
    return Offered(uuid4(), title, frozenset(competencies), hours)


@pytest.mark.parametrize(
    ("sure", "needed", "fits"),
    [(1, 3, True), (3, 1, True), (4, 3, False), (1, 0, False), (4, 0, False)],
)
def test_what_one_needs_and_is_not_sure_of_counts(sure, needed, fits):
    found = suggest([Said(PLANNING, sure, needed)], [offer("Plan", PLANNING)])

    assert bool(found) is fits


def test_the_best_fit_goes_first_with_its_reasons_and_of_two_alike_the_shorter():
    both, long, quick = offer("Both", PLANNING, GRADING), offer("A", PLANNING, hours=20), offer("B", PLANNING, hours=5)
    planning, grading = Said(PLANNING, 1, 3), Said(GRADING, 2, 1)

    found = suggest([grading, planning, Said(TALKING, 1, 0)], [long, quick, both, offer("Talk", TALKING)])

    assert [one.offered.title for one in found] == ["Both", "B", "A"]
    assert found[0].because == (planning, grading)
    assert found[0].weight == 3 * 3 + 2 * 1


def test_what_is_begun_is_left_out():
    plan = offer("Plan", PLANNING)

    assert suggest([Said(PLANNING, 1, 3)], [plan], without={plan.micro_credential}) == []


@given(
    said=st.lists(
        st.builds(Said, st.sampled_from([PLANNING, GRADING, TALKING]), st.integers(1, 4), st.integers(0, 3)),
        max_size=3,
        unique_by=lambda one: one.competency,
    ),
    offered=st.lists(st.builds(offer, st.text(max_size=3), st.sampled_from([PLANNING, GRADING, TALKING])), max_size=12),
)
def test_nothing_is_suggested_without_a_reason_and_never_more_than_a_few(said, offered):
    found = suggest(said, offered)

    assert len(found) <= MOST_SUGGESTED
    assert all(one.because and all(each.weight > 0 for each in one.because) for one in found)
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
