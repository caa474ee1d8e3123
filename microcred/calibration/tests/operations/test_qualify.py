"""Giving an assessor the right to score a stack."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from microcred.calibration.models import Qualification
from microcred.calibration.operations import NotAnAssessor, PeriodEmpty, qualify
from microcred.calibration.queries import is_qualified, qualifications_of, versions_for
from microcred.catalog.operations import open_stack, place, publish
from microcred.catalog.tests.make import plain_design
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Membership
from microcred.organizations.operations import dismiss

YEAR = timedelta(days=365)


@pytest.fixture
def stack(cast):
    return open_stack(
        actor=None, owner=cast.places["carolinacred"], slug="circles", name="Circles", description="", position=1
    )


@pytest.fixture
def version(cast, stack):
    version = publish(actor=cast.cora, owner=cast.places["carolinacred"], design=plain_design(), at=cast.at)
    place(actor=None, stack=stack, micro_credential=version.micro_credential, position=1)
    return version


def ask(cast, stack, **changes):
    wishes = {"actor": cast.lena, "assessor": cast.bea, "at": cast.at, "expires_at": cast.at + YEAR, **changes}
    return qualify(stack=stack, basis="Two sets of ten papers.", **wishes)


def test_lena_qualifies_bea_for_a_year(cast, stack, version):
    assert not is_qualified(cast.bea, version, at=cast.at)
    qualification = ask(cast, stack)
    assert qualification.granted_by == cast.lena
    assert list(versions_for(cast.bea, at=cast.at)) == [version.pk]
    assert not is_qualified(cast.bea, version, at=cast.at - timedelta(seconds=1))
    assert is_qualified(cast.bea, version, at=cast.at + YEAR - timedelta(seconds=1))
    assert not is_qualified(cast.bea, version, at=cast.at + YEAR)


def test_other_stacks_stay_closed(cast, stack):
    ask(cast, stack)
    other = publish(actor=cast.cora, owner=cast.places["carolinacred"], design=plain_design(name="Other"), at=cast.at)
    assert not is_qualified(cast.bea, other, at=cast.at)


@pytest.mark.parametrize("who", ["ben", "bea", "cora", "omar", "gus"])
def test_only_a_lead_assessor_of_the_owner_may(cast, stack, who):
    with pytest.raises(NotAllowed):
        ask(cast, stack, actor=getattr(cast, who))


def test_a_lead_assessor_has_no_say_over_another_tree(cast):
    elsewhere = open_stack(
        actor=None, owner=cast.places["blue-ridge"], slug="theirs", name="Theirs", description="", position=1
    )
    with pytest.raises(NotAllowed):
        ask(cast, elsewhere)


def test_people_who_are_no_assessors_are_not_qualified(cast, stack):
    with pytest.raises(NotAnAssessor) as no:
        ask(cast, stack, assessor=cast.ada)
    assert "Ada Whitfield is not an assessor" in str(no.value)


def test_the_right_must_last(cast, stack):
    with pytest.raises(PeriodEmpty):
        ask(cast, stack, expires_at=cast.at)


def test_the_right_rests_with_the_role(cast, stack, version):
    ask(cast, stack)
    role = Membership.objects.get(person=cast.bea)
    dismiss(actor=cast.bea, membership=role, at=cast.at + timedelta(days=1))
    assert is_qualified(cast.bea, version, at=cast.at)
    assert not is_qualified(cast.bea, version, at=cast.at + timedelta(days=1))
    assert list(qualifications_of(cast.bea, at=cast.at + timedelta(days=1))) == []


def test_a_qualification_is_frozen(cast, stack):
    qualification = ask(cast, stack)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Qualification.objects.filter(pk=qualification.pk).update(expires_at=cast.at + 2 * YEAR)
