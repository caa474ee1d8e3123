"""What readings are to reach is said beforehand, kept in every edition, and holds for what begins later."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.scoring.models import QualityAims
from microcred.scoring.operations import AimOutOfRange, AimsStand, OfferedByAnother, declare_aims
from microcred.scoring.queries import aims_in_force, aims_said_within
from microcred.scoring.rules import PLATFORM_AIMS
from microcred.scoring.tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
STRICT = replace(PLATFORM_AIMS, decisions=90)


@pytest.fixture
def place(cast):
    return cast.places["carolinacred"]


@pytest.fixture
def version(cast):
    return make.published(cast)


def lead_of(cast, slug: str):
    person = make.educator(cast, f"Lead of {slug}".title().replace(" ", "-"))
    appoint(actor=None, person=person, organization=cast.places[slug], role=Role.LEAD_ASSESSOR, at=cast.at)
    return person


def declared(cast, place, *, aims=STRICT, day=1, version=None, actor=None):
    return declare_aims(
        actor=actor or cast.lena,
        organization=place,
        version=version,
        aims=aims,
        reason="The state asks for it.",
        at=cast.at + day * DAY,
    )


def test_until_somebody_declares_aims_those_of_the_platform_hold(cast, place, version):
    declared(cast, place, day=5)

    before, after = (aims_in_force(place, version, at=cast.at + day * DAY) for day in (4, 5))
    assert (before.aims, before.said) == (PLATFORM_AIMS, None)
    assert after.aims.decisions == 90


def test_a_version_has_its_own_whatever_is_declared_for_all_later(cast, place, version):
    own = declared(cast, place, version=version)
    declared(cast, place, day=2, aims=replace(PLATFORM_AIMS, exact=70))

    assert aims_in_force(place, version, at=cast.at + 3 * DAY).said == own
    assert aims_in_force(place, at=cast.at + 3 * DAY).aims.exact == 70


def test_what_stands_above_holds_for_who_says_nothing(cast, version):
    declared(cast, cast.places["partnership"], actor=lead_of(cast, "partnership"))

    assert (
        aims_in_force(version.micro_credential.owner, version, at=cast.at + DAY).said.organization.slug == "partnership"
    )


def test_what_was_said_within_a_time_is_told(cast, place, version):
    first, second = declared(cast, place, day=2), declared(cast, place, day=4, aims=PLATFORM_AIMS)

    def said(since: int, until: int):
        return aims_said_within(place, version, since=cast.at + since * DAY, until=cast.at + until * DAY)

    assert said(1, 9) == [first, second]
    assert said(2, 3) == []


def test_refusals(cast, place, version):
    declared(cast, place)
    with pytest.raises(AimsStand):
        declared(cast, place, day=2)
    for aim in (49, 101):
        with pytest.raises(AimOutOfRange):
            declared(cast, place, day=2, aims=replace(STRICT, near=aim))
    with pytest.raises(NotAllowed):
        declared(cast, place, day=2, actor=cast.ben, aims=PLATFORM_AIMS)
    with pytest.raises(OfferedByAnother):
        declared(cast, cast.places["cedar-creek"], day=2, version=version, actor=lead_of(cast, "cedar-creek"))


def test_no_edition_is_changed(cast, place):
    edition = declared(cast, place)
    for change in (lambda: QualityAims.objects.filter(pk=edition.pk).update(exact=60), edition.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
