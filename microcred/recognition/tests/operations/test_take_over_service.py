"""Service that other books say: on record without being typed, once, and as they say it now."""

from datetime import date
from decimal import Decimal

from microcred.foundation import outbox
from microcred.recognition.models import ActivityEnding, ActivityStatement, Entry
from microcred.recognition.operations import activities as operations
from microcred.recognition.operations.taking_over import take_over_service
from microcred.recognition.tests import make
from tests.cast import Cast


def told(cast: Cast, hours: str = "7.5") -> ActivityStatement | None:
    found = take_over_service(
        actor=None,
        person=cast.ada,
        source="books:1",
        provider="Winthrop",
        first=date(2026, 7, 1),
        last=date(2026, 7, 31),
        hours=Decimal(hours),
        at=cast.at,
    )
    outbox.deliver_all()
    return found


def test_told_twice_it_is_there_once(cast: Cast):
    assert told(cast) == told(cast)
    assert ActivityStatement.objects.count() == 1


def test_it_counts_without_a_word_where_rules_ask_for_none_and_after_one_where_they_do(cast: Cast):
    make.cycle(cast, make.policy(cast))
    statement = told(cast)
    assert statement is not None
    assert not Entry.objects.exists()  # South Carolina leaves the approval of service to the coordinator
    operations.confirm_activities(actor=cast.omar, statements=[statement], at=cast.at)
    outbox.deliver_all()
    assert Entry.objects.get().amount == 10


def test_without_such_a_clause_it_counts_by_being_there(cast: Cast):
    document = make.document()
    first = document.examples[0]
    nothing = first.record.model_copy(update={"awards": (), "activities": (), "approvals": ()})
    empty = first.model_copy(update={"record": nothing, "expect": type(first.expect)(total=Decimal(0))})
    make.cycle(cast, make.policy(cast, document.model_copy(update={"confirmation": (), "examples": (empty,)})))
    told(cast)
    assert Entry.objects.get().amount == 10


def test_other_figures_take_the_place_of_those_before_and_none_take_them_away(cast: Cast):
    make.cycle(cast, make.policy(cast))
    statement = told(cast)
    assert statement is not None
    operations.confirm_activities(actor=cast.omar, statements=[statement], at=cast.at)
    outbox.deliver_all()
    told(cast, "3")
    assert Entry.objects.get().reversal is not None
    assert ActivityEnding.objects.get().why == "figures"
    assert told(cast, "0") is None
    assert not ActivityStatement.objects.filter(activity__ending__isnull=True).exists()
