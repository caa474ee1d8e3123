"""Less than the rules give, and exceptions where a policy lets them be made: facts of the record, told with why."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from microcred.credentials.tests import make as credentials
from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.portfolios.tests.make import started
from microcred.recognition import operations
from microcred.recognition.models import Adjustment, Allowance, Entry
from microcred.recognition.operations import allowing as verbs
from microcred.recognition.queries.exceptions import exceptions_for
from microcred.recognition.rules import explained
from microcred.recognition.tests import make
from tests.cast import Cast


def less(cast: Cast, entry: Entry, amount: str, **how: Any) -> Allowance:
    given = {"actor": cast.omar, "code": "hours_unsupported", "words": "The log shows 9 hours.", "at": cast.at}
    return verbs.allow_less(entry=entry, amount=Decimal(amount), **(given | how))


def counted(entry: Entry) -> Decimal:
    return Entry.objects.prefetch_related("adjustments").get(pk=entry.pk).counted


def test_less_is_confirmed_adjusted_and_told_with_its_reason(cast: Cast):
    entry = make.entry(cast)
    outbox.deliver_all()
    before = set(Notice.objects.values_list("pk", flat=True))
    less(cast, entry, "12")
    outbox.deliver_all()
    assert counted(entry) == 12
    entry = Entry.objects.get(pk=entry.pk)
    assert (entry.ruling.outcome, entry.ruling.code) == ("confirmed", "hours_unsupported")
    (told,) = Notice.objects.filter(person=cast.ada).exclude(kind="credit_entered").exclude(pk__in=before)
    assert "At most 12" in told.subject
    assert "It is confirmed, and counts for 12 renewal credits" in told.body
    assert "The log shows 9 hours." in told.body
    assert "Hand in what shows the hours" in told.body
    steps = explained(Entry.objects.prefetch_related("adjustments__recognition").get(pk=entry.pk).explanation)
    assert any("Rock Hill Schools allowed at most 12" in step["facts"] for step in steps)
    assert not any("log" in step["facts"] for step in steps)  # what people wrote stays where it can be forgotten


def test_what_the_rules_give_later_stays_below_it(cast: Cast):
    entry = make.entry(cast)
    less(cast, entry, "12")
    outbox.deliver_all()
    make.hours(cast, "30")
    outbox.deliver_all()
    operations.recognize(actor=None, person=cast.ada, at=cast.at + timedelta(days=60))
    assert counted(entry) == 12
    assert Adjustment.objects.count() == 1


def test_less_still_can_be_said_of_what_is_confirmed(cast: Cast):
    entry = make.entry(cast)
    operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    less(cast, entry, "0")
    outbox.deliver_all()
    assert counted(entry) == 0


def test_a_second_click_says_nothing_twice(cast: Cast):
    entry = make.entry(cast)
    assert less(cast, entry, "12") == less(cast, entry, "12")
    assert less(cast, entry, "11") != less(cast, entry, "12", at=cast.at + timedelta(minutes=1))


def test_more_the_same_and_without_a_reason_is_refused(cast: Cast):
    entry = make.entry(cast)
    for amount in ("20", "21", "-1"):
        with pytest.raises(verbs.NotLess):
            less(cast, entry, amount)
    for how in ({"code": ""}, {"code": "license_differs"}, {"code": "other", "words": " "}):
        with pytest.raises(verbs.CodeMissing):
            less(cast, entry, "5", **how)
    with pytest.raises(NotAllowed):
        less(cast, entry, "5", actor=cast.femi)
    assert not Allowance.objects.exists()


def test_declined_or_reversed_it_is_too_late(cast: Cast):
    entry = make.entry(cast)
    operations.decline(actor=cast.omar, entry=entry, reason="No.", at=cast.at)
    with pytest.raises(operations.RuledAlready):
        less(cast, entry, "5")


def begun_without_approval(cast: Cast, **rule: Any):
    policy = make.wants_approval(cast, **rule)
    version = credentials.version(cast)
    started(cast, version)
    award = credentials.award(cast, of=version, earned_at=cast.at + timedelta(days=40))
    operations.recognize(actor=None, person=cast.ada, at=cast.at + timedelta(days=41))
    return policy, award


def excepted(cast: Cast, policy, award, **how: Any) -> Allowance:
    given = {"actor": cast.omar, "words": "The form was lost in the office.", "at": cast.at + timedelta(days=42)}
    return verbs.make_exception(award=award, policy=policy, office=cast.places["rock-hill"], **(given | how))


def test_an_exception_lifts_the_districts_clause_and_nothing_else(cast: Cast):
    policy, award = begun_without_approval(cast, exceptions="prior-approval")
    (one,) = exceptions_for([cast.places["rock-hill"].pk], at=cast.at + timedelta(days=42))
    assert (one.recognition.award, one.policy) == (award, policy)
    excepted(cast, policy, award)
    outbox.deliver_all()
    entry = Entry.objects.get(award=award)
    assert (entry.amount, entry.asks_ruling) == (20, True)  # the state's own confirmation is still asked
    assert "The form was lost" in Notice.objects.get(kind="credit_allowed").body
    assert not exceptions_for([cast.places["rock-hill"].pk], at=cast.at + timedelta(days=43))


def test_an_exception_is_made_once(cast: Cast):
    policy, award = begun_without_approval(cast, exceptions="prior-approval")
    assert excepted(cast, policy, award) == excepted(cast, policy, award)
    assert Allowance.objects.count() == 1


def test_where_the_policy_lets_none_be_made_there_is_none(cast: Cast):
    policy, award = begun_without_approval(cast)
    assert not exceptions_for([cast.places["rock-hill"].pk], at=cast.at + timedelta(days=42))
    with pytest.raises(verbs.NoExceptions):
        excepted(cast, policy, award)


def test_an_exception_has_its_reason_and_is_never_ones_own(cast: Cast):
    policy, award = begun_without_approval(cast, exceptions="prior-approval")
    with pytest.raises(verbs.ExceptionUnexplained):
        excepted(cast, policy, award, words=" ")
    with pytest.raises(NotAllowed):
        excepted(cast, policy, award, actor=cast.ada)
    assert not Allowance.objects.exists()
