"""What a confirmation does to cycles and credit is looked at before it stays, and looking leaves nothing behind."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string

from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.recognition import operations
from microcred.recognition.models import CycleChange, LicenceRuling, LicenceStatement, Reversal
from microcred.recognition.operations.confirming import ConfirmationUnseen, confirm_as_seen
from microcred.recognition.operations.standing import RuledOnAlready, decline_statement, state_licence
from microcred.recognition.queries import cycles_of, renewal_cycles
from microcred.recognition.queries.counted import Counts, difference
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_correct_cycle import rows
from microcred.recognition.tests.operations.test_state_completion import state as completed
from tests.cast import Cast


def stated(cast: Cast, **said: Any) -> LicenceStatement:
    """An initial certificate, which South Carolina's rules are not about."""
    given = {
        "actor": cast.ada,
        "person": cast.ada,
        "jurisdiction": cast.places["south-carolina"],
        "kind": "initial",
        "issued_on": date(2025, 7, 1),
        "expires_on": date(2028, 6, 30),
        "at": cast.at,
    }
    return state_licence(**given | said)


def asked(cast: Cast, statement: LicenceStatement, **other: Any) -> dict[str, Any]:
    return {"actor": cast.omar, "statement": statement, "seen": "", "at": cast.at + timedelta(days=90)} | other


def unseen(**given: Any) -> ConfirmationUnseen:
    with pytest.raises(ConfirmationUnseen) as refused:
        confirm_as_seen(**given)
    return refused.value


def test_a_licence_that_ends_a_cycle_is_confirmed_once_that_was_seen(cast: Cast):
    entry = make.entry(cast)
    statement = stated(cast)
    outbox.deliver_all()
    before = rows()
    shown = unseen(**asked(cast, statement))
    assert rows() == before, "looking leaves nothing behind"
    ((cycle),) = shown.cycles
    assert (cycle.before.last, cycle.after) == (entry.cycle.last_day, None)
    assert [(one.before, one.after) for one in shown.foreseen] == [("20", "")]

    confirm_as_seen(**asked(cast, statement, seen=shown.digest))
    assert CycleChange.objects.get().ended
    assert Reversal.objects.get().entry == entry
    outbox.deliver_all()
    ((cycle, entries),) = cycles_of(cast.ada)
    assert (cycle.has_ended, [one.stands for one in entries]) == (True, [False])


def test_other_days_are_shown_with_what_stays(cast: Cast):
    make.entry(cast)
    outbox.deliver_all()
    statement = stated(cast, kind="professional", issued_on=date(2023, 7, 1), grade_bands=["K-5"])
    shown = unseen(**asked(cast, statement))
    ((cycle),) = shown.cycles
    assert (cycle.after.first, cycle.after.last) == (date(2023, 7, 1), date(2028, 6, 30))
    assert [(one.before, one.after, one.last_day) for one in shown.foreseen] == [("20", "20", date(2028, 6, 30))]


def test_what_only_opens_a_cycle_needs_no_second_look(cast: Cast):
    make.policy(cast)
    statement = stated(cast, kind="professional", issued_on=date(2024, 7, 1), expires_on=date(2029, 6, 30))
    confirm_as_seen(**asked(cast, statement))
    assert len(renewal_cycles(cast.ada)) == 1


def test_what_touches_nothing_needs_none_either(cast: Cast):
    make.entry(cast)
    outbox.deliver_all()
    confirm_as_seen(**asked(cast, completed(cast)))


def test_what_changed_since_is_looked_at_again(cast: Cast):
    entry = make.entry(cast)
    outbox.deliver_all()
    statement = stated(cast)
    first = unseen(**asked(cast, statement))
    operations.decline(actor=cast.omar, entry=entry, code="other", reason="No.", at=cast.at)
    second = unseen(**asked(cast, statement, seen=first.digest))
    assert second.foreseen == []
    confirm_as_seen(**asked(cast, statement, seen=second.digest))


def test_nobody_is_shown_what_they_may_not_confirm_and_a_second_click_rules_once(cast: Cast):
    make.entry(cast)
    outbox.deliver_all()
    statement = stated(cast)
    with pytest.raises(NotAllowed):
        confirm_as_seen(**asked(cast, statement, actor=cast.gus))
    seen = unseen(**asked(cast, statement)).digest
    decline_statement(actor=cast.femi, statement=statement, reason="It is professional.", at=cast.at)
    with pytest.raises(RuledOnAlready):
        confirm_as_seen(**asked(cast, statement, seen=seen))
    assert LicenceRuling.objects.count() == 1


def test_what_was_confirmed_and_waits_elsewhere_is_told():
    held = Counts("Managing Change", "20", date(2029, 6, 30), waits=False)
    key = ("award", "renewal")
    assert difference({key: held}, {key: held}) == {}
    (told,) = difference({key: held}, {key: replace(held, waits=True)}).values()
    assert "waits to be confirmed again then" in render_to_string("recognition/foreseen.html", {"foreseen": [told]})
    (back,) = difference({key: replace(held, waits=True)}, {key: held}).values()
    assert "counts without that then" in render_to_string("recognition/foreseen.html", {"foreseen": [back]})
