"""What rules ask of everybody alike: by the shipped examples, and what makes it depend on whom or when."""

from decimal import Decimal

import pytest

from microcred.recognition.policies import published_as
from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.rules.engine.policy import Age, Needed
from microcred.recognition.rules.everybody import OfEverybody, asked_of_everybody

SC, AR = published_as("south-carolina-professional"), published_as("arkansas-yearly-hours")
OVERLAY = published_as("rock-hill-overlay")
(ASKED,) = SC.total


def asking(amount: str, **changes):
    return SC.model_copy(update={"total": (ASKED.model_copy(update={"amount": Decimal(amount)}),), **changes})


AGE = Age(years=3, clause=ASKED.clause)
IN_SOME_CASES = Needed(amount=Decimal(120), when=Condition(licence_types=("initial",)), clause=ASKED.clause)
USUAL = OfEverybody(Decimal(120), SC.oldest.years if SC.oldest is not None else None)

CASES = [
    # own statements, stricter ones, other families, what is asked of everybody
    ("one statement", [SC], [], [], USUAL),
    ("two that ask the same", [SC, asking("120")], [], [AR], USUAL),
    ("two that ask another total", [SC, asking("130")], [], [], None),
    ("two with another age", [SC, asking("120", oldest=AGE)], [], [], None),
    ("one that asks of some only", [asking("120", total=(IN_SOME_CASES,))], [], [], None),
    ("one without a total", [asking("120", total=())], [], [], None),
    ("Arkansas, which asks more of a provisional license", [AR], [], [], None),
    ("a district that asks no total", [SC], [OVERLAY], [], USUAL),
    ("a district that asks more", [SC], [asking("130")], [], None),
    ("a district that asks for younger credit", [SC], [asking("120", oldest=AGE)], [], None),
    ("other rules about the same licenses", [SC], [], [asking("120")], None),
]


@pytest.mark.parametrize(
    ("own", "stricter", "others", "asked"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_what_is_asked_of_everybody(own, stricter, others, asked):
    assert asked_of_everybody(own, stricter=stricter, others=others) == asked
