"""A lead says how many people read what, and it holds for what comes in from then on."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from microcred.catalog.models import Criterion
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.scoring.models import Decision, Result
from microcred.scoring.operations import (
    NoFirstOnes,
    NothingOfItsOwn,
    OfferedByAnother,
    PolicyStands,
    SampleTooSmall,
    ShareTooLarge,
    TooMuchTrying,
    declare_policy,
    follow_organization,
)
from microcred.scoring.queries import decision_of, policies_of, policy_in_force, read_by_several
from microcred.scoring.rules import RECOMMENDED, RESOLUTION, Kind, Policy, Third, is_drawn
from microcred.scoring.tests import make
from microcred.site.invariants.decisions import DECISIONS

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
TWICE = Policy(Kind.DOUBLE)


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


@pytest.fixture
def criteria(version):
    return list(Criterion.objects.filter(version=version).order_by("position"))


def declared(cast, policy=TWICE, *, by=None, place="carolinacred", version=None, at=None):
    return declare_policy(
        actor=by or cast.lena,
        organization=cast.places[place],
        version=version,
        policy=policy,
        reason="Single readings were not enough.",
        at=at or cast.at,
    )


def asked(item):
    item.refresh_from_db()
    return item.readings_asked


def broken():
    return [each.promise for each in DECISIONS if each.violations()]


def test_what_comes_in_afterwards_is_read_by_it_and_what_waits_keeps_its_readers(cast, version):
    before = make.waiting(cast.ada, version, at=cast.at)
    edition = declared(cast)
    after = make.waiting(make.educator(cast, "Tess"), version, at=cast.at + DAY)

    assert (before.policy, asked(before)) == (None, 1)
    assert (after.policy, asked(after)) == (edition, 2)
    assert (edition.declared_by, edition.declared_at, edition.rule) == (cast.lena, cast.at, TWICE)


def test_a_narrow_first_reading_asks_for_a_second_and_a_clear_one_decides(cast, version, criteria):
    lea = make.assessor(cast, "Lea")
    edition = declared(cast, RECOMMENDED)
    narrow = make.waiting(cast.ada, version, at=cast.at)
    clear = make.waiting(make.educator(cast, "Tess"), version, at=cast.at)

    make.read(narrow, cast.ben, at=cast.at, short=(criteria[0],), by_one=True)
    make.read(clear, cast.ben, at=cast.at, short=(criteria[0], criteria[1]))
    assert (asked(narrow), decision_of(narrow.submission)) == (2, None)
    decided = decision_of(clear.submission)
    assert (decided.outcome, decided.readings, decided.policy) == ("not_yet", 1, edition)
    assert decided.resolution == RESOLUTION

    make.read(narrow, lea, at=cast.at + DAY, short=(criteria[1],), by_one=True)
    both = decision_of(narrow.submission)
    assert (both.outcome, both.readings) == ("not_yet", 2), "they decide alike, for other reasons"
    ways = dict(both.results.values_list("criterion", "way"))
    assert ways[criteria[0].pk] == ways[criteria[1].pk] == Result.Way.LOWER
    assert broken() == []


def test_where_decisions_differ_a_third_reads_and_most_decide(cast, version, criteria):
    lea, ole = make.assessor(cast, "Lea"), make.assessor(cast, "Ole")
    declared(cast, RECOMMENDED)
    item = make.waiting(cast.ada, version, at=cast.at)

    make.read(item, cast.ben, at=cast.at, short=(criteria[0],), by_one=True)
    make.read(item, lea, at=cast.at)
    assert asked(item) == 3
    make.read(item, ole, at=cast.at, short=(criteria[1],), by_one=True)

    decision = decision_of(item.submission)
    assert (decision.outcome, decision.readings) == ("not_yet", 3), "no pass that only one of three found"
    met = {str(criteria[0].pk): False, str(criteria[1].pk): False, str(criteria[2].pk): True}
    assert {row["criterion"]: row["met"] for row in decision.reasons if row["criterion"] in met} == met
    assert set(decision.results.values_list("way", flat=True)) == {Result.Way.MAJORITY}
    assert broken() == []


def test_the_first_of_a_version_are_read_twice(cast, version):
    declared(cast, Policy(Kind.FIRST, first=2))
    people = [make.educator(cast, f"Teacher{number}") for number in range(3)]
    items = [make.waiting(person, version, at=cast.at + number * MINUTE) for number, person in enumerate(people)]
    assert [asked(item) for item in items] == [2, 2, 1]


def test_the_lot_can_be_drawn_again_from_what_is_kept(cast, version):
    edition = declared(cast, Policy(Kind.SHARE, share=50))
    people = [make.educator(cast, f"Teacher{number}") for number in range(6)]
    items = [make.waiting(person, version, at=cast.at) for person in people]
    for item in items:
        assert (asked(item) == 2) == is_drawn(edition.seed, item.submission_id, 50)


def test_a_pilot_goes_first(cast, version):
    declared(cast, Policy(Kind.SINGLE, share=10))
    make.in_pilot(cast, version)
    item = make.waiting(cast.ada, version, at=cast.at)
    assert (item.policy, asked(item)) == (None, 2)


def test_a_versions_own_comes_before_that_of_its_organization_until_it_follows_it_again(cast, version):
    place = cast.places["carolinacred"]
    of_all = declared(cast)
    own = declared(cast, RECOMMENDED, version=version)
    assert policy_in_force(place, version) == own
    assert policy_in_force(place) == of_all
    assert policy_in_force(place, make.published(cast)) == of_all

    follow_organization(actor=cast.lena, organization=place, version=version, reason="As all else.", at=cast.at + DAY)
    assert policy_in_force(place, version) == of_all
    with pytest.raises(NothingOfItsOwn):
        follow_organization(actor=cast.lena, organization=place, version=version, reason="", at=cast.at + DAY)
    again = declared(cast, RECOMMENDED, version=version, at=cast.at + 2 * DAY)
    assert policy_in_force(place, version) == again
    assert policies_of(place, version).count() == 3, "every edition stays"


def test_where_nobody_declared_one_that_of_the_organization_above_holds(cast):
    school = cast.places["cedar-creek"]
    district = school.parent
    appoint(actor=None, person=cast.lena, organization=district, role=Role.LEAD_ASSESSOR, at=cast.at)
    assert policy_in_force(school) is None

    of_district = declared(cast, place=district.slug)
    assert policy_in_force(school) == of_district
    own = declared(cast, RECOMMENDED, place=school.slug)
    assert (policy_in_force(school), policy_in_force(district)) == (own, of_district)


@pytest.mark.parametrize(
    ("policy", "refusal"),
    [
        (Policy(Kind.SINGLE, share=9), SampleTooSmall),
        (Policy(Kind.SHARE, share=0), SampleTooSmall),
        (Policy(Kind.SHARE, share=101), ShareTooLarge),
        (Policy(Kind.FIRST, first=0), NoFirstOnes),
    ],
)
def test_what_cannot_be_carried_out_is_refused(cast, version, policy, refusal):
    with pytest.raises(refusal):
        declared(cast, policy)
    assert policy_in_force(cast.places["carolinacred"]) is None


def test_what_holds_already_is_not_declared_again(cast, version):
    declared(cast)
    with pytest.raises(PolicyStands):
        declared(cast, at=cast.at + DAY)


def test_only_who_leads_the_assessing_there_says_so(cast, version):
    for person in (cast.ben, cast.cora, cast.ada, cast.elena):
        with pytest.raises(NotAllowed):
            declared(cast, by=person)
        with pytest.raises(NotAllowed):
            follow_organization(
                actor=person, organization=cast.places["carolinacred"], version=version, reason="", at=cast.at
            )


def test_nobody_says_how_another_organizations_version_is_read(cast, version):
    other = make.elsewhere(cast)
    with pytest.raises(OfferedByAnother):
        declared(cast, version=other)


def test_an_edition_is_never_edited(cast, version):
    edition = declared(cast)
    edition.share = 50
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        edition.save()


def test_what_was_read_again_only_because_it_was_narrow_says_nothing_of_other_policies(cast, version, criteria):
    lea = make.assessor(cast, "Lea")
    place = cast.places["carolinacred"]
    declared(cast, RECOMMENDED)
    narrow = make.waiting(cast.ada, version, at=cast.at)
    for reader in (cast.ben, lea):
        make.read(narrow, reader, at=cast.at, short=(criteria[0],), by_one=True)
    assert Decision.objects.get().readings == 2
    assert read_by_several(place) == []

    declared(cast, Policy(Kind.DOUBLE, third=Third.CRITERION), at=cast.at + DAY)
    whatever = make.waiting(make.educator(cast, "Tess"), version, at=cast.at + DAY)
    for reader in (cast.ben, lea):
        make.read(whatever, reader, at=cast.at + DAY, short=(criteria[0],), by_one=True)
    [one] = read_by_several(place, version)
    assert [reading[criteria[0].pk] for reading in one.readings] == [criteria[0].required_position - 1] * 2
    assert one.required[criteria[0].pk] == criteria[0].required_position


def test_how_many_readings_are_of_validity_papers_is_declared_with_it(cast, version):
    assert declared(cast).one_in == 13

    fewer = declare_policy(
        actor=cast.lena, organization=cast.places["carolinacred"], policy=TWICE, one_in=20, reason="Few.", at=cast.at
    )

    assert policy_in_force(cast.places["carolinacred"], version) == fewer


def test_most_readings_are_of_what_people_wait_for(cast):
    with pytest.raises(TooMuchTrying):
        declare_policy(
            actor=cast.lena, organization=cast.places["carolinacred"], policy=TWICE, one_in=2, reason="-", at=cast.at
        )
