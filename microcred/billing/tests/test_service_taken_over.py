"""Service that a locked period counts stands on the assessor's record of renewal, and leaves it when taken back."""

from datetime import timedelta

from microcred.billing.models import Line
from microcred.billing.operations import reverse
from microcred.billing.tests import make
from microcred.foundation import outbox
from microcred.recognition.models import ActivityStatement


def standing(person) -> list[ActivityStatement]:
    outbox.deliver_all()
    return list(ActivityStatement.objects.filter(activity__person=person, activity__ending__isnull=True))


def test_a_locked_period_puts_its_hours_on_record_once(cast):
    make.administrator(cast)
    make.rate(cast, minutes=40)
    version = make.version(cast)
    for day in (3, 9):
        make.done(cast, version, cast.ben, at=cast.at + timedelta(days=day), name=f"Edda{day}")
    assert standing(cast.ben) == []
    make.locked(cast, make.period(cast))
    (one,) = standing(cast.ben)
    assert (str(one.amount), one.unit, one.kind) == ("1.33", "contact hours", "assessor service")
    assert (one.started_on.day, one.ended_on.day) == (4, 10)
    assert one.provider == make.centre(cast).name


def test_what_is_taken_back_leaves_the_record(cast):
    make.administrator(cast)
    make.rate(cast, minutes=40)
    version = make.version(cast)
    for day in (3, 9):
        make.done(cast, version, cast.ben, at=cast.at + timedelta(days=day), name=f"Edda{day}")
    make.locked(cast, make.period(cast))
    make.period(cast, make.OCTOBER, make.NOVEMBER)
    outbox.deliver_all()
    for left, line in zip((["0.67"], []), Line.objects.order_by("pk"), strict=True):
        reverse(actor=cast.rosa, line=line, reason="Read twice.", pay_again=False, at=cast.at + timedelta(days=40))
        assert [str(one.amount) for one in standing(cast.ben)] == left
