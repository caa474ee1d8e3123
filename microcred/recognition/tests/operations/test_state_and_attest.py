"""Stating rules, attesting hours, entering cycles: by whom it belongs to, in the shape that can be applied."""

from datetime import date
from decimal import Decimal

import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.recognition import operations
from microcred.recognition.models import Cycle
from microcred.recognition.policies import published_as
from microcred.recognition.queries import policies_in_force
from microcred.recognition.rules.engine import Policy as Document
from microcred.recognition.rules.engine.policy import Cap, Rate
from microcred.recognition.tests import make
from tests.cast import Cast


def test_a_policy_stated_again_is_the_next_statement(cast: Cast):
    first, second = make.policy(cast), make.policy(cast)
    assert (first.number, second.number) == (1, 2)
    assert list(policies_in_force(on=date(2026, 9, 1))) == [second]


def test_only_the_licensure_officer_of_the_state_states_its_rules(cast: Cast):
    for place, actor in (("south-carolina", cast.omar), ("north-carolina", cast.femi)):
        with pytest.raises(NotAllowed):
            operations.state_policy(actor=actor, jurisdiction=cast.places[place], document=make.document(), at=cast.at)


def state(cast: Cast, document: Document, place: str = "south-carolina") -> None:
    operations.state_policy(actor=None, jurisdiction=cast.places[place], document=document, at=cast.at)


def test_what_nobody_could_meet_is_refused_with_the_place(cast: Cast):
    cap = Cap(id="low", amount=Decimal(5), per="cycle", clause="age")
    with pytest.raises(operations.PolicyUnsound) as refused:
        state(cast, make.document(caps=(cap,)))
    assert "caps" in str(refused.value)
    assert "nobody can meet it" in str(refused.value)


def test_a_worked_example_that_fails_keeps_the_rules_from_holding(cast: Cast):
    with pytest.raises(operations.ExamplesFail) as refused:
        state(cast, make.document(examples=make.an_example("21")))
    assert "20" in str(refused.value)
    with pytest.raises(operations.NoExamples):
        state(cast, make.document(examples=()))
    assert not policies_in_force(on=date(2026, 9, 1)).exists()


def test_a_version_is_stated_once_and_in_order(cast: Cast):
    make.policy(cast, make.document(version=3))
    for version in (3, 2):
        with pytest.raises(operations.VersionNotNew) as refused:
            make.policy(cast, make.document(version=version))
    assert "Number this one 4." in str(refused.value)


def test_nobody_states_anothers_rules(cast: Cast):
    make.policy(cast)
    with pytest.raises(operations.SlugTaken):
        state(cast, make.document(version=2), "north-carolina")
    with pytest.raises(operations.NotOfThisPlace):
        state(cast, make.document(version=2), "rock-hill")
    with pytest.raises(operations.NotOfThisPlace):
        state(cast, published_as("rock-hill-overlay"), "blue-ridge")


def test_what_is_made_stricter_must_be_stated_above(cast: Cast):
    with pytest.raises(operations.BaseMissing):
        make.overlay(cast, published_as("rock-hill-overlay"))
    make.policy(cast)
    assert make.overlay(cast, published_as("rock-hill-overlay")).family == "south-carolina-professional"


def test_an_overlay_that_gives_more_than_the_state_is_refused(cast: Cast):
    make.policy(cast)
    generous = Rate(unit="contact hours", credits=Decimal(30), per=Decimal(15), clause="growth-plan")
    with pytest.raises(operations.PolicyUnsound):
        make.overlay(cast, published_as("rock-hill-overlay").model_copy(update={"rates": (generous,)}))


@pytest.mark.parametrize("hours", ["0", "-1", "10000"])
def test_hours_are_more_than_none(cast: Cast, hours: str):
    with pytest.raises(operations.HoursNotPositive):
        make.hours(cast, hours)


def test_only_the_coordinator_attests_for_the_district(cast: Cast):
    with pytest.raises(NotAllowed):
        operations.attest_hours(
            actor=cast.femi, office=cast.places["rock-hill"], hours=Decimal(3), starts_on=date(2026, 1, 1), at=cast.at
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
