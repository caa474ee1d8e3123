from datetime import timedelta
from decimal import Decimal

from microcred.billing.models import Unit
from microcred.billing.operations import record_reading, state_rate
from microcred.billing.tests import make
from microcred.foundation import outbox
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.scoring.models import Decision, Scoring
from microcred.scoring.tests import make as scoring


def test_a_reading_is_work_as_soon_as_it_is_saved(cast, version):
    unit = make.done(cast, version, cast.ben, at=cast.at)

    assert (unit.assessor, unit.version, unit.organization) == (cast.ben, version, make.centre(cast))
    assert (unit.kind, unit.read_at, unit.rate.amount) == ("first", cast.at, 25)


def test_the_same_reading_is_written_down_once(cast, version):
    unit = make.done(cast, version, cast.ben, at=cast.at)

    assert record_reading(actor=None, scoring=unit.scoring) == unit
    assert Unit.objects.count() == 1


def test_each_of_several_readings_is_a_unit_before_anything_is_decided(cast, version):
    scoring.in_pilot(cast, version)
    readers = [cast.ben, scoring.assessor(cast, "Lea"), scoring.assessor(cast, "Ole")]
    item = scoring.waiting(cast.ada, version, at=cast.at)
    first = scoring.read(item, readers[0], at=cast.at, short=(version.criteria.first(),))
    outbox.deliver_all()
    assert not Decision.objects.exists()
    assert Unit.objects.get().scoring == first

    for hour, reader in enumerate(readers[1:], start=1):
        scoring.read(item, reader, at=cast.at + timedelta(hours=hour))
    outbox.deliver_all()
    found = Unit.objects.order_by("read_at")
    assert [unit.assessor for unit in found] == readers
    assert [unit.kind for unit in found] == ["first", "second", "third"]
    assert len({unit.rate for unit in found}) == 1, "readings are paid alike"
    assert Scoring.objects.count() == 3


def test_without_a_rate_it_is_work_all_the_same(cast, rosa):
    unit = make.done(cast, make.version(cast), cast.ben, at=cast.at)
    assert unit.rate is None


def test_the_rate_of_an_organization_above_applies_until_there_is_one_of_its_own(cast, rosa):
    state = cast.places["south-carolina"]
    appoint(actor=None, person=cast.femi, organization=state, role=Role.ORG_ADMIN, at=cast.at)
    given = {"currency": "USD", "minutes": None, "starts_on": make.SEPTEMBER, "at": cast.at}
    above = state_rate(actor=cast.femi, organization=state, amount=Decimal(20), **given)
    version = make.version(cast)
    assert make.done(cast, version, cast.ben, at=cast.at).rate == above

    own = make.rate(cast, "30")
    assert make.done(cast, version, cast.ben, at=cast.at + make.DAY, name="Emil").rate == own
