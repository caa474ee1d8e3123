"""Ruling: by the district's own coordinator, never on one's own credit, once, and the educator hears."""

from datetime import timedelta

import pytest

from microcred.credentials import operations as issuing
from microcred.credentials.tests import make as credentials
from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.recognition import operations
from microcred.recognition.models import Entry, Reversal, Ruling
from microcred.recognition.queries import counts_by_state
from microcred.recognition.tests import make
from tests.cast import Cast


def test_the_coordinator_confirms_and_the_educator_hears(cast: Cast):
    entry = make.entry(cast)
    ruling = operations.confirm(actor=cast.omar, entry=entry, at=cast.at + timedelta(days=31))
    outbox.deliver_all()
    assert (ruling.outcome, ruling.ruled_by) == ("confirmed", cast.omar)
    assert "Confirmed: 20" in Notice.objects.get(person=cast.ada, kind="credit_ruled").subject


def test_a_no_comes_with_its_reason(cast: Cast):
    entry = make.entry(cast)
    with pytest.raises(operations.WhyMissing):
        operations.decline(actor=cast.omar, entry=entry, reason=" ", at=cast.at)
    operations.decline(actor=cast.omar, entry=entry, reason="Not in your growth plan.", at=cast.at)
    outbox.deliver_all()
    assert "Not in your growth plan." in Notice.objects.get(person=cast.ada, kind="credit_ruled").body


def test_only_the_districts_coordinator_rules(cast: Cast):
    entry = make.entry(cast)
    for stranger in (cast.ada, cast.femi, cast.lena, cast.pia, cast.gus):
        with pytest.raises(NotAllowed):
            operations.confirm(actor=stranger, entry=entry, at=cast.at)
    assert not Ruling.objects.exists()


def test_a_coordinator_does_not_rule_on_their_own_credit(cast: Cast):
    policy = make.policy(cast)
    make.hours(cast)
    make.cycle(cast, policy, person=cast.omar)
    entry = make.entry(cast, credentials.award(cast, person=cast.omar))
    for rule in (
        lambda: operations.confirm(actor=cast.omar, entry=entry, at=cast.at),
        lambda: operations.decline(actor=cast.omar, entry=entry, reason="Modesty.", at=cast.at),
    ):
        with pytest.raises(operations.OwnCredit):
            rule()
    appoint(actor=None, person=cast.elena, organization=cast.places["rock-hill"], role=Role.RECOGNIZER, at=cast.at)
    assert operations.confirm(actor=cast.elena, entry=entry, at=cast.at)


def test_one_ruling_for_an_entry(cast: Cast):
    entry = make.entry(cast)
    operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    with pytest.raises(operations.RuledAlready):
        operations.decline(actor=cast.omar, entry=entry, reason="Changed my mind.", at=cast.at)


def test_several_at_once_are_confirmed_together_or_not_at_all(cast: Cast):
    first = make.entry(cast)
    second = make.entry(cast, credentials.award(cast, of=credentials.version(cast, "engaging-stakeholders")))
    operations.confirm(actor=cast.omar, entry=second, at=cast.at)
    with pytest.raises(operations.RuledAlready):
        operations.confirm_all(actor=cast.omar, entries=[first, second], at=cast.at)
    assert not Ruling.objects.filter(entry=first).exists()
    operations.confirm_all(actor=cast.omar, entries=[first], at=cast.at)
    assert counts_by_state(Entry.objects.all())["confirmed"] == 2


def test_when_an_award_is_revoked_its_entry_stays_and_is_reversed(cast: Cast):
    entry = make.entry(cast)
    operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    issuing.revoke(actor=cast.lena, award=entry.award, reason="Error.", at=cast.at + timedelta(days=50))
    outbox.deliver_all()
    assert Entry.objects.filter(pk=entry.pk).exists()
    assert Reversal.objects.get(entry=entry)
    assert counts_by_state(Entry.objects.all()) == {"waiting": 0, "confirmed": 0, "declined": 0, "reversed": 1}
    assert Notice.objects.filter(person=cast.ada, kind="credit_reversed").exists()
    assert operations.reverse(actor=None, award=entry.award, at=cast.at) == [], "once"


def test_what_was_reversed_cannot_be_confirmed(cast: Cast):
    entry = make.entry(cast)
    operations.reverse(actor=None, award=entry.award, at=cast.at)
    with pytest.raises(operations.CreditGone):
        operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
