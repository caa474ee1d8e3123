"""What was entered wrongly is corrected, for who has seen what that does, and seeing it leaves nothing behind."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from microcred.foundation import outbox
from microcred.foundation.models import AuditEntry
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.recognition import operations
from microcred.recognition.models import Cycle, CycleChange, Reversal
from microcred.recognition.operations.correcting import (
    CorrectionUnexplained,
    CorrectionUnseen,
    NothingCorrected,
    OwnCorrection,
)
from microcred.recognition.tests import make
from tests.cast import Cast


def asked(cast: Cast, cycle: Cycle, **other: Any) -> dict[str, Any]:
    """That the cycle ends, as the coordinator asks for it before having looked."""
    return {
        "actor": cast.omar,
        "cycle": cycle,
        "starts_on": cycle.starts_on,
        "ends_on": cycle.ends_on,
        "ends": True,
        "reason": "It is of another Ada.",
        "seen": "",
        "at": cast.at,
    } | other


def unseen(**given: Any) -> CorrectionUnseen:
    with pytest.raises(CorrectionUnseen) as refused:
        operations.correct_cycle(**given)
    return refused.value


def rows() -> dict[str, int]:
    """How many rows every table of ours has, with the jobs that wait."""
    counted = {str(model._meta): model.objects.count() for model in apps.get_models() if model._meta.managed}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return counted | {"jobs": cursor.fetchone()[0]}


def test_looking_at_what_it_does_leaves_nothing_behind(cast: Cast):
    entry = make.entry(cast)
    outbox.deliver_all()
    before = rows()
    foreseen = unseen(**asked(cast, entry.cycle)).foreseen
    assert [(one.before, one.after, one.last_day) for one in foreseen] == [("20", "", None)]
    assert rows() == before


def test_it_is_done_as_it_was_seen_at_once_and_under_one_audit_entry(cast: Cast):
    entry = make.entry(cast)
    given = asked(cast, entry.cycle)
    change = operations.correct_cycle(**given | {"seen": unseen(**given).digest})
    assert (change.ended, change.changed_by) == (True, cast.omar)
    assert Reversal.objects.get(entry=entry).change == change
    own = AuditEntry.objects.get(verb="recognition.correct_cycle")
    assert AuditEntry.objects.filter(verb="recognition.recognize", within=own.pk).exists()
    assert "another" not in str(own.subjects), "what people typed is not audited"


def test_what_has_changed_since_somebody_looked_is_shown_again_before_it_is_done(cast: Cast):
    entry = make.entry(cast)
    given = asked(cast, entry.cycle)
    looked = unseen(**given)
    operations.decline(actor=cast.omar, entry=entry, code="routine_duty", at=cast.at)
    again = unseen(**given | {"seen": looked.digest})
    assert again.foreseen == []
    assert not CycleChange.objects.exists()
    operations.correct_cycle(**given | {"seen": again.digest})
    assert CycleChange.objects.get().ended


def test_a_second_click_says_that_it_has_these_days_already(cast: Cast):
    given = asked(cast, make.entry(cast).cycle)
    given["seen"] = unseen(**given).digest
    operations.correct_cycle(**given)
    with pytest.raises(NothingCorrected):
        operations.correct_cycle(**given)


def test_days_that_the_rules_do_not_know_or_another_cycle_has_are_refused(cast: Cast):
    one = make.entry(cast).cycle
    with pytest.raises(operations.CycleNotOfPolicy):
        operations.correct_cycle(**asked(cast, one, ends=False, ends_on=date(2028, 3, 1)))
    make.cycle(cast, one.policy, starts_on=one.ends_on, ends_on=one.ends_on.replace(year=one.ends_on.year + 5))
    later = {"starts_on": one.starts_on.replace(year=2025), "ends_on": one.ends_on.replace(year=2030)}
    with pytest.raises(operations.CyclesOverlap):
        operations.correct_cycle(**asked(cast, one, ends=False, **later))


def test_only_who_keeps_it_corrects_it_with_a_reason_and_never_their_own(cast: Cast):
    cycle = make.entry(cast).cycle
    with pytest.raises(NotAllowed):
        operations.correct_cycle(**asked(cast, cycle, actor=cast.lena))
    with pytest.raises(CorrectionUnexplained):
        operations.correct_cycle(**asked(cast, cycle, reason=" "))
    appoint(actor=None, person=cast.ada, organization=cast.places["rock-hill"], role=Role.RECOGNIZER, at=cast.at)
    with pytest.raises(OwnCorrection):
        operations.correct_cycle(**asked(cast, cycle, actor=cast.ada))


def test_looking_costs_the_same_for_one_entry_and_for_three(cast: Cast):
    entry = make.entry(cast)
    unseen(**asked(cast, entry.cycle))  # what is remembered is asked for once
    with CaptureQueriesContext(connection) as for_one:
        unseen(**asked(cast, entry.cycle))
    make.many_like(entry, 2)
    with CaptureQueriesContext(connection) as for_three:
        assert len(unseen(**asked(cast, entry.cycle)).foreseen) == 3
    assert len(for_three) == len(for_one)


def test_credit_of_after_the_close_falls_out_of_a_cycle_that_is_moved_before_it(cast: Cast):
    entry = make.entry(cast)
    outbox.deliver_all()
    days = {"starts_on": date(2019, 7, 1), "ends_on": date(2024, 7, 1), "ends": False}
    found = unseen(**asked(cast, entry.cycle, **days))
    (line,) = found.foreseen
    assert line.before
    assert not line.after

    operations.correct_cycle(**asked(cast, entry.cycle, **days, seen=found.digest))

    assert "earned after this renewal cycle closed" in Reversal.objects.get(entry=entry).reason
    assert not make.Entry.objects.filter(reversal__isnull=True).exists()
