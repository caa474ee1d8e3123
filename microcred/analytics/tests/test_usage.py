from datetime import timedelta

import pytest

from microcred.analytics.queries import uses_of_licenses
from microcred.catalog.operations import end_license, grant_license
from microcred.portfolios.operations import complete, start
from microcred.scoring.tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def licensed(cast, owner, *, to: str = "rock-hill", **changes):
    values = {"actor": cast.rosa, "owner": owner, "licensee": cast.places[to], "opens_at": cast.at, "closes_at": None}
    values["at"] = cast.at
    return grant_license(**values | changes)


def begun(cast, version, count: int, *, earned: int = 0, at=None, **place) -> None:
    for number in range(count):
        person = make.educator(cast, f"{place.get('at_place', 'home')}{version.number}{number}{at or ''}", **place)
        pursuit = start(actor=person, version=version, at=at or cast.at + DAY)
        if number < earned:
            make.submitted(person, version, at=cast.at + 2 * DAY)
            complete(actor=cast.ben, pursuit=pursuit, at=cast.at + 3 * DAY)


def numbers(owner, at) -> list:
    return [(use.started.number, use.submitted.number, use.earned.number) for use in uses_of_licenses(owner, at=at)]


def test_people_of_the_licensee_and_below_it_are_counted_and_few_are_not_shown(cast, version, owner):
    licensed(cast, owner)
    begun(cast, version, 22, earned=11, at_place="cedar-creek")
    begun(cast, version, 3, at_place="blue-ridge")

    assert numbers(owner, cast.at + 9 * DAY) == [(22, 11, 11)]


def test_only_what_is_licensed_counts(cast, version, owner):
    other = make.published(cast, name="Another")
    licensed(cast, owner, micro_credential=other.micro_credential)
    begun(cast, version, 12, at_place="cedar-creek")
    assert numbers(owner, cast.at + 9 * DAY) == [(0, 0, 0)]
    licensed(cast, owner, stack=make.shelf(cast))

    assert numbers(owner, cast.at + 9 * DAY)[0] == (12, None, None)


def test_only_while_it_was_in_force(cast, version, owner):
    granted = licensed(cast, owner)
    begun(cast, version, 10, at_place="cedar-creek")
    end_license(actor=cast.rosa, granted=granted, ends_at=cast.at + 5 * DAY, reason="Over.", at=cast.at + 3 * DAY)
    begun(cast, version, 4, at_place="cedar-creek", at=cast.at + 6 * DAY)
    (use,) = uses_of_licenses(owner, at=cast.at + 9 * DAY)

    assert (use.started.number, use.counted_until) == (10, cast.at + 5 * DAY)


def test_a_license_yet_to_begin_has_no_use(cast, version, owner):
    licensed(cast, owner, opens_at=cast.at + 20 * DAY)

    assert uses_of_licenses(owner, at=cast.at + 9 * DAY) == []
