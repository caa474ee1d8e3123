"""Deciding an attempt that the rule left open, and saying the terms."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from microcred.calibration.models import Certificate, QualifyingTerms
from microcred.calibration.operations import (
    FewPapersDecide,
    NothingToRule,
    ReasonMissing,
    TermsContradict,
    TermsStand,
    TooEarly,
    rule_on_attempt,
    take_test,
)
from microcred.calibration.queries import State, assessors_standing, is_qualified, terms_in
from microcred.calibration.tests.make import ALIKE, OTHERWISE, SHORT, met_and_tried, taken, terms
from microcred.foundation.refusals import NotAllowed

CAREFUL = replace(SHORT, good=80, poor=60, wrongly_in=5, wrongly_out=5, most=10)
"""Terms by which ten papers decide nothing."""


@pytest.fixture
def tried(db):
    return met_and_tried()


@pytest.fixture
def cast(tried):
    return tried[0]


@pytest.fixture
def version(tried):
    return tried[1]


@pytest.fixture
def kim(tried):
    return tried[2]


@pytest.fixture
def open_one(cast, version, kim):
    terms(cast, CAREFUL, at=cast.at + timedelta(seconds=1))
    standing = taken(cast, kim, version, *ALIKE)
    assert standing.end.verdict == "undecided"
    assert standing.awaits_ruling
    return standing.attempt


def rule(cast, attempt, qualifies, reason="Both differences were about the same word.", actor=None):
    return rule_on_attempt(
        actor=actor or cast.lena, attempt=attempt, qualifies=qualifies, reason=reason, at=cast.at + timedelta(days=1)
    )


def test_lena_decides_what_the_rule_left_open(cast, open_one):
    (one,) = assessors_standing(open_one.version, at=cast.at)
    assert one.state(cast.at) is State.TO_DECIDE
    rule(cast, open_one, qualifies=True)
    assert is_qualified(open_one.person, open_one.version, at=cast.at + timedelta(days=1))
    with pytest.raises(NothingToRule):
        rule(cast, open_one, qualifies=False)


def test_who_is_not_qualified_by_a_lead_waits_like_everybody(cast, open_one):
    rule(cast, open_one, qualifies=False)
    assert not Certificate.objects.exists()
    with pytest.raises(TooEarly):
        take_test(actor=open_one.person, version=open_one.version, at=cast.at + timedelta(days=2))


def test_a_ruling_has_a_reason_and_is_a_leads(cast, open_one):
    with pytest.raises(ReasonMissing):
        rule(cast, open_one, qualifies=True, reason=" ")
    for actor in (open_one.person, cast.ben, cast.cora, cast.gus):
        with pytest.raises(NotAllowed):
            rule(cast, open_one, qualifies=True, actor=actor)


def test_what_the_rule_decided_stands(cast, version, kim):
    standing = taken(cast, kim, version, *OTHERWISE)
    with pytest.raises(NothingToRule):
        rule(cast, standing.attempt, qualifies=True)


@pytest.mark.parametrize(
    "amiss",
    [{"poor": 95}, {"wrongly_in": 50}, {"fewest": 12}, {"most": 9}, {"attempts": 0}, {"wait_days": 0}],
    ids=str,
)
def test_terms_that_cannot_be_are_refused(cast, amiss):
    with pytest.raises(TermsContradict):
        terms(cast, **amiss)


@pytest.mark.parametrize("fewest", [0, 2, 9])
def test_nobody_qualifies_or_fails_on_fewer_than_ten_papers(cast, fewest):
    later = cast.at + timedelta(days=1)
    with pytest.raises(FewPapersDecide, match="Ask for at least 10"):
        terms(cast, at=later, fewest=fewest)
    assert terms(cast, CAREFUL, at=later).fewest == 10
    with pytest.raises(ProgrammingError, match="fewer than 10 papers"), transaction.atomic():
        QualifyingTerms.objects.create(
            organization=cast.places["carolinacred"],
            declared_by=cast.lena,
            declared_at=later,
            **vars(SHORT) | {"fewest": fewest},
        )


def test_terms_of_before_are_gone_by_as_if_they_said_ten():
    said = QualifyingTerms(**vars(SHORT) | {"fewest": 2, "most": 3})
    assert (said.figures.fewest, said.figures.most) == (10, 10)
    assert QualifyingTerms(**vars(SHORT) | {"fewest": 2, "most": 40}).figures.most == 40


def test_the_last_terms_hold(cast):
    with pytest.raises(TermsStand):
        terms(cast)
    assert terms_in(cast.places["carolinacred"]).good == SHORT.good
    later = terms(cast, CAREFUL, at=cast.at + timedelta(days=1))
    assert terms_in(cast.places["carolinacred"]) == later
