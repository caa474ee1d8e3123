"""Stating rules, attesting hours, entering cycles: by whom it belongs to, in the shape that can be applied."""

from datetime import date
from decimal import Decimal

import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.recognition import operations
from microcred.recognition.models import Cycle
from microcred.recognition.policies import read_policy
from microcred.recognition.queries import policies_in_force
from microcred.recognition.tests import make
from tests.cast import Cast


def test_a_policy_stated_again_is_the_next_statement(cast: Cast):
    first, second = make.policy(cast), make.policy(cast)
    assert (first.number, second.number) == (1, 2)
    assert list(policies_in_force(on=date(2026, 9, 1))) == [second]


def test_only_the_licensure_officer_of_the_state_states_its_rules(cast: Cast):
    file = read_policy("south-carolina")
    for place, actor in (("south-carolina", cast.omar), ("north-carolina", cast.femi)):
        with pytest.raises(NotAllowed):
            operations.state_policy(
                actor=actor,
                jurisdiction=cast.places[place],
                name=file.name,
                starts_on=date(2026, 1, 1),
                source=file.source,
                rules=file.rules,
                at=cast.at,
            )


def test_rules_of_another_shape_are_refused_with_the_place(cast: Cast):
    with pytest.raises(operations.RulesUnreadable) as refused:
        operations.state_policy(
            actor=cast.femi,
            jurisdiction=cast.places["south-carolina"],
            name="Renewal",
            starts_on=date(2026, 1, 1),
            source="",
            rules={"unit": "credits"},
            at=cast.at,
        )
    assert "cycle" in str(refused.value)


@pytest.mark.parametrize("hours", ["0", "-1", "10000"])
def test_hours_are_more_than_none(cast: Cast, hours: str):
    with pytest.raises(operations.HoursNotPositive):
        make.hours(cast, hours)


def test_only_the_coordinator_attests_for_the_district(cast: Cast):
    with pytest.raises(NotAllowed):
        operations.attest_hours(
            actor=cast.femi, district=cast.places["rock-hill"], hours=Decimal(3), starts_on=date(2026, 1, 1), at=cast.at
        )


def test_a_cycle_must_fit_its_policy_and_no_other_cycle(cast: Cast):
    policy = make.policy(cast)
    with pytest.raises(operations.CycleNotOfPolicy):
        make.cycle(cast, policy, ends_on=date(2029, 6, 30))
    make.cycle(cast, policy)
    with pytest.raises(operations.CyclesOverlap):
        make.cycle(cast, policy, starts_on=date(2026, 7, 1), ends_on=date(2031, 7, 1))
    assert make.cycle(cast, policy, starts_on=date(2029, 7, 1), ends_on=date(2034, 7, 1))
    assert Cycle.objects.count() == 2


def test_a_district_keeps_the_cycles_of_its_own_people(cast: Cast):
    with pytest.raises(operations.NotOfThisDistrict):
        make.cycle(cast, make.policy(cast), person=cast.gus)
