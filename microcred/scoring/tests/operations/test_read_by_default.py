"""Where nobody declared how many people read, the platform's own rule holds."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from microcred.catalog.models import Criterion
from microcred.scoring.models import QueueItem
from microcred.scoring.operations import declare_policy, enqueue
from microcred.scoring.queries import decision_of, policies_within, policy_in_force, read_by_several, side_by_side
from microcred.scoring.rules import BY_DEFAULT, RECOMMENDED, Kind, Policy, Third, is_drawn, seed_by_default
from microcred.scoring.tests import make
from microcred.site.invariants.decisions import DECISIONS

pytestmark = pytest.mark.usefixtures("the_default_holds")

DAY = timedelta(days=1)


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


@pytest.fixture
def criteria(version):
    return list(Criterion.objects.filter(version=version).order_by("position"))


def waiting(cast, name, version, *, drawn=False, at=None):
    """Somebody's work in the queue, on which the lot fell or did not."""
    submission = make.submitted(make.educator(cast, name), version, at=at or cast.at)
    while lot_falls(version, submission.pk) != drawn:
        name += "e"
        submission = make.submitted(make.educator(cast, name), version, at=at or cast.at)
    return enqueue(actor=None, submission=submission, at=at or cast.at)


def lot_falls(version, submission: UUID) -> bool:
    return is_drawn(seed_by_default(version.pk), submission, 10)


def asked(item):
    item.refresh_from_db()
    return item.readings_asked


def broken():
    return [each.promise for each in DECISIONS if each.violations()]


def test_it_is_a_second_reading_near_the_cut_and_for_ten_in_a_hundred_and_a_third_on_a_split():
    assert Policy(Kind.CONDITIONAL, share=10, near=1, third=Third.DECISION) == BY_DEFAULT


def test_what_falls_clearly_short_is_read_once(cast, version, criteria):
    item = waiting(cast, "Tess", version)
    assert (item.policy, item.by_default, asked(item)) == (None, True, 1)
    make.read(item, cast.ben, at=cast.at, short=(criteria[0], criteria[1]))
    decided = decision_of(item.submission)
    assert (decided.outcome, decided.readings, decided.policy, decided.by_default) == ("not_yet", 1, None, True)
    assert broken() == []


@pytest.mark.parametrize("short", [0, 1])
def test_near_the_cut_somebody_else_reads_who_knows_nothing_of_it(cast, version, criteria, short):
    lea = make.assessor(cast, "Lea")
    item = waiting(cast, "Tess", version)
    make.read(item, cast.ben, at=cast.at, short=tuple(criteria[:short]), by_one=True)
    assert (asked(item), decision_of(item.submission)) == (2, None)

    make.read(item, lea, at=cast.at + DAY, short=tuple(criteria[:short]), by_one=True)
    decided = decision_of(item.submission)
    assert (decided.outcome, decided.readings) == ("not_yet" if short else "earned", 2)
    assert broken() == []


def test_where_two_split_a_third_decides(cast, version, criteria):
    lea, ole = make.assessor(cast, "Lea"), make.assessor(cast, "Ole")
    item = waiting(cast, "Tess", version)
    make.read(item, cast.ben, at=cast.at, short=(criteria[0],), by_one=True)
    make.read(item, lea, at=cast.at)
    assert (asked(item), decision_of(item.submission)) == (3, None)

    make.read(item, ole, at=cast.at)
    decided = decision_of(item.submission)
    assert (decided.outcome, decided.readings) == ("earned", 3)
    assert broken() == []


def test_of_the_rest_ten_in_a_hundred_are_read_twice_and_anybody_can_draw_again(cast, version, criteria):
    lea = make.assessor(cast, "Lea")
    item = waiting(cast, "Tess", version, drawn=True)
    assert asked(item) == 2
    make.read(item, cast.ben, at=cast.at, short=(criteria[0], criteria[1]))
    assert decision_of(item.submission) is None
    make.read(item, lea, at=cast.at, short=(criteria[0], criteria[1]))
    assert decision_of(item.submission).readings == 2


def test_the_share_that_is_drawn_is_ten_in_a_hundred_whatever_the_version():
    for version in (UUID(int=1), uuid4()):
        drawn = sum(is_drawn(seed_by_default(version), UUID(int=number), BY_DEFAULT.share) for number in range(10_000))
        assert 880 <= drawn <= 1_120, "four standard errors around 1,000"


def test_only_what_was_read_twice_by_lot_says_how_readers_agree(cast, version, criteria):
    lea = make.assessor(cast, "Lea")
    narrow = waiting(cast, "Tess", version)
    drawn = waiting(cast, "Uma", version, drawn=True)
    for item in (narrow, drawn):
        for reader in (cast.ben, lea):
            make.read(item, reader, at=cast.at, short=(criteria[0],), by_one=True)

    assert len(read_by_several(cast.places["carolinacred"], version)) == 1
    pairs = side_by_side(version, since=None, until=cast.at + DAY)
    assert {each.submission: each.narrow for each in pairs} == {narrow.submission_id: True, drawn.submission_id: False}


def test_a_pilot_goes_first(cast, version):
    make.in_pilot(cast, version)
    item = make.waiting(cast.ada, version, at=cast.at)
    assert (item.policy, item.by_default, asked(item)) == (None, False, 2)


def test_what_came_in_before_there_was_a_default_keeps_its_one_reading(cast, version):
    item = waiting(cast, "Tess", version)
    QueueItem.objects.filter(pk=item.pk).update(by_default=False)
    item.refresh_from_db()
    make.read(item, cast.ben, at=cast.at)
    decided = decision_of(item.submission)
    assert (decided.outcome, decided.readings, decided.by_default) == ("earned", 1, False)
    assert broken() == []


def test_what_waits_keeps_to_it_when_somebody_declares_a_policy(cast, version, criteria):
    place = cast.places["carolinacred"]
    before = waiting(cast, "Tess", version)
    edition = declare_policy(
        actor=cast.lena, organization=place, policy=Policy(Kind.SHARE, share=10), reason="Fewer.", at=cast.at + DAY
    )
    after = make.waiting(make.educator(cast, "Uma"), version, at=cast.at + DAY)
    assert (after.policy, after.by_default) == (edition, False)

    make.read(before, cast.ben, at=cast.at + DAY)
    assert asked(before) == 2
    held = policies_within(place, version, since=cast.at, until=cast.at + 2 * DAY)
    assert held == [(None, None), (cast.at + DAY, edition)]


def test_the_default_may_be_declared_as_ones_own(cast, version):
    place = cast.places["carolinacred"]
    for number, policy in enumerate((BY_DEFAULT, RECOMMENDED)):
        own = declare_policy(
            actor=cast.lena, organization=place, policy=policy, reason="So be it.", at=cast.at + number * DAY
        )
        assert policy_in_force(place, version) == own
