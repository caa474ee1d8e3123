"""One organization lets another offer what it owns: from a day, until a day, and no longer."""

from datetime import timedelta

import pytest

from microcred.catalog.models import License
from microcred.catalog.operations import (
    LicenseBackwards,
    LicensedToItself,
    LicenseEndsInThePast,
    LicenseNeeded,
    LicenseOver,
    NotYoursToLicense,
    end_license,
    grant_license,
    open_stack,
    place,
)
from microcred.catalog.queries import licenses_of, may_fork_by_license, may_offer
from microcred.catalog.tests import make
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Organization, Role
from microcred.organizations.operations import appoint, found, register

pytestmark = pytest.mark.django_db

AT = make.AT
DAY = timedelta(days=1)


@pytest.fixture
def sides():
    """The university that owns, its administrator, a district elsewhere that is licensed, and its administrator."""
    owner = make.university()
    state = found(actor=None, slug="wyoming", name="Wyoming", kind=Organization.Kind.STATE, at=AT)
    district = found(actor=None, slug="laramie", name="Laramie", kind=Organization.Kind.DISTRICT, parent=state, at=AT)
    people = []
    for name, seat in (("Olga", owner), ("Walt", state)):
        person = register(actor=None, name=name, email=f"{name.lower()}@example.org")
        appoint(actor=None, person=person, organization=seat, role=Role.ORG_ADMIN, at=AT)
        people.append(person)
    return owner, people[0], state, people[1], district


def granted(sides, **changes):
    owner, olga, state, _walt, _district = sides
    return grant_license(
        **{
            "actor": olga,
            "owner": owner,
            "licensee": state,
            "opens_at": AT,
            "closes_at": AT + 30 * DAY,
            "at": AT,
            **changes,
        }
    )


def test_a_license_of_the_catalogue_reaches_down_the_licensees_tree_within_its_period(sides):
    _owner, _olga, state, _walt, district = sides
    thing = make.version().micro_credential
    assert not may_offer(thing, by=district, at=AT)
    granted(sides)
    for organization in (state, district):
        for moment, may in ((AT - DAY, False), (AT, True), (AT + 30 * DAY - DAY, True), (AT + 30 * DAY, False)):
            assert may_offer(thing, by=organization, at=moment) is may, (organization, moment)
    assert not may_fork_by_license(thing, by=district, at=AT)
    granted(sides, may_fork=True, closes_at=None)
    assert may_fork_by_license(thing, by=district, at=AT + 1000 * DAY)


def test_who_owns_it_may_offer_it_and_so_may_those_below(sides):
    owner, *_others = sides
    thing = make.version().micro_credential
    below = found(actor=None, slug="lab", name="Lab", kind=Organization.Kind.SCHOOL, parent=owner, at=AT)
    assert may_offer(thing, by=owner, at=AT)
    assert may_offer(thing, by=below, at=AT)


def test_a_license_of_a_stack_covers_what_stands_in_it_and_nothing_else(sides):
    _owner, _olga, state, _walt, _district = sides
    inside, outside = make.version(name="Inside").micro_credential, make.version(name="Outside").micro_credential
    granted(sides, stack=make.stack("covered", [inside]))
    assert may_offer(inside, by=state, at=AT)
    assert not may_offer(outside, by=state, at=AT)
    granted(sides, micro_credential=outside)
    assert may_offer(outside, by=state, at=AT)


def test_a_license_ends_earlier_with_notice_and_only_once(sides):
    owner, olga, state, walt, _district = sides
    thing = make.version().micro_credential
    row = granted(sides)
    with pytest.raises(LicenseEndsInThePast):
        end_license(actor=olga, granted=row, ends_at=AT, reason="Moved on.", at=AT + DAY)
    end_license(actor=walt, granted=row, ends_at=AT + 10 * DAY, reason="No longer needed.", at=AT + DAY)
    assert may_offer(thing, by=state, at=AT + 9 * DAY)
    assert not may_offer(thing, by=state, at=AT + 10 * DAY)
    with pytest.raises(LicenseOver):
        end_license(actor=olga, granted=row, ends_at=AT + 20 * DAY, reason="Again.", at=AT + DAY)
    assert [held.until for held in licenses_of(owner)] == [AT + 10 * DAY]
    assert list(licenses_of(state)) == [row]


def test_a_license_that_closed_cannot_be_ended(sides):
    row = granted(sides)
    with pytest.raises(LicenseOver):
        end_license(actor=sides[1], granted=row, ends_at=AT + 40 * DAY, reason="Late.", at=AT + 30 * DAY)


def test_what_cannot_be_licensed_is_refused_in_words(sides):
    owner, _olga, state, walt, district = sides
    theirs = open_stack(actor=None, owner=state, slug="theirs", name="Theirs", description="", position=9)
    for changes, refusal in (
        ({"licensee": owner}, LicensedToItself),
        ({"licensee": found(actor=None, slug="x", name="X", kind="school", parent=owner, at=AT)}, LicensedToItself),
        ({"stack": theirs, "licensee": district}, NotYoursToLicense),
        ({"closes_at": AT}, LicenseBackwards),
        ({"actor": walt}, NotAllowed),
    ):
        with pytest.raises(refusal) as refused:
            granted(sides, **changes)
        assert str(refused.value)
    assert not License.objects.exists()


def test_what_is_licensed_may_be_put_in_a_stack_of_ones_own(sides):
    _owner, _olga, state, walt, _district = sides
    thing = make.version().micro_credential
    shelf = open_stack(actor=walt, owner=state, slug="theirs", name="Theirs", description="", position=9)
    with pytest.raises(LicenseNeeded) as refused:
        place(actor=walt, stack=shelf, micro_credential=thing, position=0, at=AT)
    assert "The University" in str(refused.value)
    granted(sides)
    assert place(actor=walt, stack=shelf, micro_credential=thing, position=0, at=AT)
    with pytest.raises(LicenseNeeded):
        place(actor=walt, stack=shelf, micro_credential=thing, position=1, at=AT + 31 * DAY)


def test_a_stranger_ends_no_license(sides):
    with pytest.raises(NotAllowed):
        end_license(actor=make.gus(), granted=granted(sides), ends_at=AT + DAY, reason="", at=AT)
