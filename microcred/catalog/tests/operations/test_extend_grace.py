"""More time for those who work on what was overtaken."""

from datetime import timedelta

import pytest

from microcred.catalog import operations
from microcred.catalog.design import Kind
from microcred.catalog.models import GraceExtension
from microcred.catalog.queries import ends_of
from microcred.catalog.tests import make
from microcred.foundation.refusals import NotAllowed

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def end():
    first = make.version()
    return make.version(hours=40, micro_credential=first.micro_credential, at=make.AT + DAY).succession


def extend(end, **changes):
    wishes = {"actor": make.cora(), "reason": "Snow days.", "at": make.AT + 2 * DAY, **changes}
    return operations.extend_grace(end=end, **wishes)


def test_the_last_day_said_holds(end):
    for days in (5, 20):
        extend(end, ends_at=end.grace_ends_at + days * DAY)
    assert ends_of([end]) == {end.pk: end.grace_ends_at + 20 * DAY}


def test_what_has_ended_can_be_opened_again(end):
    long_after = end.grace_ends_at + 30 * DAY
    extend(end, ends_at=long_after + DAY, at=long_after)
    assert ends_of([end])[end.pk] == long_after + DAY


def test_a_retirement_is_extended_alike():
    thing = make.version().micro_credential
    retirement = operations.retire(actor=make.cora(), micro_credential=thing, reason="Over.", at=make.AT)
    extend(retirement, ends_at=retirement.grace_ends_at + DAY)
    assert ends_of([retirement])[retirement.pk] == retirement.grace_ends_at + DAY


@pytest.mark.parametrize("days", [-3, 0])
def test_a_day_that_people_were_told_is_not_brought_forward(end, days):
    extend(end, ends_at=end.grace_ends_at + 10 * DAY)
    with pytest.raises(operations.GraceNotLonger, match="the end of"):
        extend(end, ends_at=end.grace_ends_at + (10 + days) * DAY)


def test_a_day_that_is_over_helps_nobody(end):
    long_after = end.grace_ends_at + 30 * DAY
    with pytest.raises(operations.GraceNotLonger):
        extend(end, ends_at=long_after - DAY, at=long_after)


def test_no_version_goes_on_for_ever(end):
    with pytest.raises(operations.GraceTooLong):
        extend(end, ends_at=make.AT + 1_200 * DAY)


def test_where_nothing_ends_nothing_is_extended():
    first = make.version()
    revised = operations.publish(
        actor=make.cora(),
        owner=make.university(),
        design=make.plain_design(name="The same by another name"),
        micro_credential=first.micro_credential,
        change=Kind.EDITORIAL,
        note="Renamed.",
        at=make.AT + DAY,
    )
    with pytest.raises(operations.NothingEnds):
        extend(revised.succession, ends_at=make.AT + 9 * DAY)


def test_a_stranger_gives_no_time(end):
    with pytest.raises(NotAllowed):
        extend(end, actor=make.gus(), ends_at=end.grace_ends_at + DAY)
    assert not GraceExtension.objects.exists()
