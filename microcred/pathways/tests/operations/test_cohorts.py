from datetime import date, timedelta

import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.pathways.models import Cohort, Enrolment
from microcred.pathways.operations import (
    AreaUnknown,
    CohortNamed,
    EnrolledAlready,
    LeftAlready,
    NobodyOfYours,
    NothingInEffect,
    enrol,
    leave,
    open_cohort,
)
from microcred.pathways.tests.make import cohort, enrolled, stated


def test_a_cohort_is_held_to_the_edition_in_effect_when_it_begins_for_good(cast):
    later, earlier = stated(cast), stated(cast, "carolinacap-b")
    here = {"actor": cast.elena, "pathway": later.pathway, "at": cast.at}

    assert open_cohort(name="2023", starts_on=date(2023, 8, 1), **here).rule_set == earlier
    assert open_cohort(name="2024", starts_on=date(2024, 7, 1), **here).rule_set == later
    with pytest.raises(NothingInEffect):
        open_cohort(name="2020", starts_on=date(2020, 8, 1), **here)

    stated(cast, "carolinacap-a", effective_from="2023-07-15")
    assert Cohort.objects.get(name="2023").rule_set == earlier


def test_a_second_click_finds_the_first_cohort_and_another_day_is_refused(cast):
    first = cohort(cast)
    assert cohort(cast) == first
    with pytest.raises(CohortNamed):
        cohort(cast, starts_on=first.starts_on + timedelta(days=1))


def test_who_enters_is_told_and_a_second_click_finds_the_first_enrolment(cast):
    first = enrolled(cast)
    assert enrolled(cast, first.cohort) == first
    assert Notice.objects.filter(person=cast.ada, kind="pathway_entered").count() == 1
    assert first.entered_on == first.cohort.starts_on


def test_nobody_is_in_one_pathway_with_two_cohorts(cast):
    first = enrolled(cast)
    other = cohort(cast, first.cohort.rule_set, name="Another")
    with pytest.raises(EnrolledAlready):
        enrolled(cast, other)
    leave(actor=cast.ada, enrolment=first, at=cast.at)
    assert enrolled(cast, other) != first


def test_only_people_of_the_actors_organizations_and_never_oneself(cast):
    here = cohort(cast)
    for person in (cast.gus, cast.elena):
        with pytest.raises(NobodyOfYours):
            enrolled(cast, here, person=person)
    appoint(
        actor=None, person=cast.rosa, organization=cast.places["carolinacred"], role=Role.PROGRAM_MANAGER, at=cast.at
    )
    with pytest.raises(NobodyOfYours):
        enrol(actor=cast.rosa, cohort=here, person=cast.ada, area="elementary", at=cast.at)


def test_the_area_must_be_one_that_the_rules_name(cast):
    here = cohort(cast)
    for area in ("", "astrology"):
        with pytest.raises(AreaUnknown):
            enrolled(cast, here, area=area)
    assert not Enrolment.objects.exists()


def test_others_neither_open_nor_enrol_nor_take_out(cast):
    first = enrolled(cast)
    with pytest.raises(NotAllowed):
        open_cohort(actor=cast.omar, pathway=first.cohort.pathway, name="X", starts_on=cast.at.date(), at=cast.at)
    with pytest.raises(NotAllowed):
        enrol(actor=cast.omar, cohort=first.cohort, person=cast.mateo, area="elementary", at=cast.at)
    with pytest.raises(NotAllowed):
        leave(actor=cast.mateo, enrolment=first, at=cast.at)


def test_one_leaves_once(cast):
    first = enrolled(cast)
    leave(actor=cast.ada, enrolment=first, at=cast.at)
    with pytest.raises(LeftAlready):
        leave(actor=cast.elena, enrolment=first, at=cast.at)
