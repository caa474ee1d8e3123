"""A ruling that was made by mistake is taken back: reversed in the ledger, told with why, and ruled on anew."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.recognition import operations
from microcred.recognition.models import Allowance, CycleChange, Entry, Reversal, RulingRetraction
from microcred.recognition.operations import allowing, licensure
from microcred.recognition.operations.rulings import CreditMoved, RulingNotAsked
from microcred.recognition.operations.standing import WhyNotMissing
from microcred.recognition.operations.taking_back import NotRuledOn, take_back_ruling
from microcred.recognition.queries import ledger_for
from microcred.recognition.queries.ledger import carried_by
from microcred.recognition.queries.licensure import confirmed_of, for_approval
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_follow_the_record import licence
from tests.cast import Cast


def taken_back(cast: Cast, entry: Entry, **other: Any) -> RulingRetraction:
    entry = ledger_for(cast.omar, at=cast.at).get(pk=entry.pk)
    given = {"actor": cast.omar, "code": "other", "reason": "It was meant for another Ada.", "at": later(entry)}
    return take_back_ruling(entry=entry, **given | other)


def later(entry: Entry) -> datetime:
    """A day after it was earned."""
    return entry.earned.earned_at + timedelta(days=1)


def standing(before: Entry) -> Entry:
    """What stands in its place."""
    return Entry.objects.prefetch_related("adjustments").get(moved_from=before)


def letters(cast: Cast, kind: str = "") -> list[str]:
    return [f"{one.subject}\n{one.body}" for one in Notice.objects.filter(person=cast.ada, kind__contains=kind)]


def test_what_was_confirmed_waits_again_and_its_educator_reads_why_in_one_letter(cast: Cast):
    entry = make.entry(cast)
    operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    outbox.deliver_all()
    before = set(letters(cast))
    taken_back(cast, entry)
    outbox.deliver_all()

    assert not Entry.objects.get(pk=entry.pk).stands
    waits = standing(entry)
    assert (waits.counted, waits.cycle, waits.stands, hasattr(waits, "ruling")) == (20, entry.cycle, True, False)
    (told,) = set(letters(cast)) - before
    assert "No longer confirmed" in told
    assert "It was meant for another Ada." in told
    assert "It waits to be looked at again: 20" in told


def test_what_was_declined_waits_again_and_can_be_confirmed(cast: Cast):
    entry = make.entry(cast)
    operations.decline(actor=cast.omar, entry=entry, code="routine_duty", at=cast.at)
    taken_back(cast, entry)
    waits = standing(entry)
    assert confirmed_of([entry.cycle])[entry.cycle_id].amount == 0
    operations.confirm(actor=cast.omar, entry=waits, at=cast.at)
    assert confirmed_of([entry.cycle])[entry.cycle_id].amount == 20
    outbox.deliver_all()
    assert any("has taken back that it declined" in told for told in letters(cast))


def test_a_limit_that_came_with_the_ruling_falls_with_it_and_another_can_be_set(cast: Cast):
    entry = make.entry(cast)
    less = {"code": "hours_unsupported", "words": "The log shows 9 hours.", "at": cast.at}
    allowing.allow_less(actor=cast.omar, entry=entry, amount=Decimal(12), **less)
    outbox.deliver_all()
    taken_back(cast, entry, code="hours_unsupported", reason="The log has a second page.")
    assert standing(entry).counted == 20
    again = less | {"at": later(entry) + timedelta(hours=1)}
    allowing.allow_less(actor=cast.omar, entry=standing(entry), amount=Decimal(15), **again)
    outbox.deliver_all()
    assert standing(entry).counted == 15
    assert Allowance.objects.count() == 2, "what was said stays on record"


def test_it_can_be_taken_back_again_and_each_time_one_stands(cast: Cast):
    entry = make.entry(cast)
    for _turn in range(2):
        operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
        taken_back(cast, entry)
        entry = standing(entry)
    operations.recognize(actor=None, person=cast.ada, at=later(entry))
    assert [one.stands for one in Entry.objects.order_by("pk")] == [False, False, True]
    assert Reversal.objects.count() == 2


def test_in_a_cycle_that_has_closed_it_is_not_lost(cast: Cast):
    entry = make.entry(cast)
    operations.decline(actor=cast.omar, entry=entry, code="routine_duty", at=cast.at)
    closed = datetime.combine(entry.cycle.ends_on, time(12), UTC) + timedelta(days=30)
    taken_back(cast, entry, at=closed)
    assert (standing(entry).counted, standing(entry).cycle) == (20, entry.cycle)


def test_what_an_agency_was_sent_is_something_else_since(cast: Cast):
    make.policy(cast)
    make.hours(cast, "150")
    licence(cast, degree="master")
    entry = make.entry(cast)
    south = cast.places["south-carolina"]
    operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    digest = confirmed_of([entry.cycle])[entry.cycle_id].digest
    licensure.approve_sets(actor=cast.femi, jurisdiction=south, seen={str(entry.cycle_id): digest}, at=cast.at)
    taken_back(cast, entry)
    (row,) = for_approval([entry.cycle], south, at=cast.at)
    assert (row.state, row.confirmed.amount) == ("changed", 0)


def test_what_stayed_confirmed_when_its_cycle_held_again_shows_who_confirmed_it_and_can_be_taken_back(cast, client):
    entry = make.entry(cast)
    operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    mine = licence(cast, kind="initial")
    for kind in ("professional", "initial", "professional"):
        licence(cast, licence=mine, kind=kind)
    (stood,) = Entry.objects.filter(reversal__isnull=True)
    assert stood.moved_from is not None
    assert stood.moved_from.moved_from == entry
    assert not hasattr(stood, "ruling"), "nobody was asked again"
    client.force_login(cast.omar)
    assert "Take back" in client.get("/recognitions/?state=confirmed").content.decode()
    client.force_login(cast.ada)
    assert "ruled on by Omar" in client.get("/transcript/").content.decode()
    outbox.deliver_all()
    before = set(letters(cast))

    taken_back(cast, stood)
    outbox.deliver_all()
    waits = standing(stood)
    assert (waits.counted, waits.asks_ruling, waits.stands) == (20, True, True)
    assert confirmed_of([entry.cycle])[entry.cycle_id].amount == 0
    (told,) = set(letters(cast)) - before
    assert "No longer confirmed" in told
    assert "It waits to be looked at again: 20" in told
    with pytest.raises(CreditMoved):
        taken_back(cast, stood)
    operations.confirm(actor=cast.omar, entry=waits, at=later(entry))
    assert confirmed_of([entry.cycle])[entry.cycle_id].amount == 20


def asks_nobody(cast: Cast) -> None:
    """The state's rules from now on: nobody confirms what they give."""
    make.policy(cast, make.document(version=2, confirmation=(), examples=make.an_example("20")))


def left_and_back(cast: Cast) -> Entry:
    """What stands once Ada's cycle has ended and holds again."""
    mine = licence(cast, kind="initial")
    licence(cast, licence=mine, kind="professional")
    return Entry.objects.get(reversal__isnull=True)


def test_what_counts_again_by_rules_that_ask_nobody_carries_no_ruling(cast: Cast, client):
    entry = make.entry(cast)
    operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    asks_nobody(cast)
    stood = left_and_back(cast)
    assert stood.moved_from == entry
    assert carried_by([stood]) == {}
    with pytest.raises(NotRuledOn):
        taken_back(cast, stood)
    client.force_login(cast.omar)
    assert "Take back</summary>" not in client.get("/recognitions/?state=confirmed").content.decode()


def test_nothing_is_taken_back_that_would_count_all_the_same_nor_offered_to_be(cast: Cast, client):
    entry = make.entry(cast)
    operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    stood = left_and_back(cast)
    client.force_login(cast.omar)
    assert "Take back</summary>" in client.get("/recognitions/?state=confirmed").content.decode()
    asks_nobody(cast)
    page = client.get("/recognitions/?state=confirmed").content.decode()
    assert "Take back</summary>" not in page
    assert "it counts without this ruling too" in page
    with pytest.raises(RulingNotAsked):
        taken_back(cast, stood)
    assert not RulingRetraction.objects.exists()
    assert Entry.objects.get(pk=stood.pk).stands


def test_the_letter_says_that_it_counts_all_the_same_and_nobody_is_asked(cast: Cast):
    entry = make.entry(cast)
    operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    outbox.deliver_all()
    asks_nobody(cast)
    waiting = Notice.objects.filter(kind="credit_waiting")
    before, asked = set(letters(cast, "credit_ruled")), waiting.count()
    taken_back(cast, entry)
    outbox.deliver_all()
    assert not standing(entry).asks_ruling
    (told,) = set(letters(cast, "credit_ruled")) - before
    assert "20 renewal credits count for it all the same" in told
    assert "waits" not in told
    assert waiting.count() == asked


def test_the_letter_names_the_office_that_took_it_back(cast: Cast):
    make.policy(cast)
    make.hours(cast)
    licence(cast)
    entry = make.entry(cast)
    operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    outbox.deliver_all()
    taken_back(cast, entry)
    CycleChange.objects.create(
        cycle=entry.cycle,
        starts_on=entry.cycle.starts_on,
        ends_on=entry.cycle.ends_on,
        needed=entry.cycle.needed,
        keeper=cast.places["south-carolina"],
        changed_at=later(entry) + timedelta(hours=1),
    )
    outbox.deliver_all()
    (told,) = [each for each in letters(cast, "credit_ruled") if "No longer confirmed" in each]
    assert f"{cast.places['rock-hill'].name} has taken back that it confirmed 20" in told


def test_only_the_office_that_rules_on_it_takes_it_back_with_a_reason_and_nobody_their_own(cast: Cast):
    entry = make.entry(cast)
    with pytest.raises(NotRuledOn):
        taken_back(cast, entry)
    operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    with pytest.raises(NotAllowed):
        taken_back(cast, entry, actor=cast.femi)
    with pytest.raises(WhyNotMissing):
        taken_back(cast, entry, reason=" ")
    appoint(actor=None, person=cast.ada, organization=cast.places["rock-hill"], role=Role.RECOGNIZER, at=cast.at)
    with pytest.raises(operations.OwnCredit):
        taken_back(cast, entry, actor=cast.ada)
    taken_back(cast, entry)
    with pytest.raises(CreditMoved):
        taken_back(cast, entry)
    with pytest.raises(CreditMoved):
        operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
