"""Less of an activity than the rules give for it: a line of its own in the ledger, told with its reason."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client

from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.recognition import operations
from microcred.recognition.models import ActivityAllowance, Adjustment, Entry
from microcred.recognition.operations import allowing as verbs
from microcred.recognition.operations.activities import confirm_activities, withdraw_activity
from microcred.recognition.rules import explained
from microcred.recognition.tests import make
from tests.cast import Cast


@pytest.fixture
def entry(cast: Cast) -> Entry:
    """Ten credits for a convening of Ada's that Omar has confirmed."""
    make.cycle(cast, make.policy(cast))
    confirm_activities(actor=cast.omar, statements=[make.activity(cast)], at=cast.at)
    outbox.deliver_all()
    return Entry.objects.get()


def less(cast: Cast, entry: Entry, amount: str, **how: Any) -> ActivityAllowance:
    given = {"actor": cast.omar, "code": "hours_unsupported", "words": "The list shows 3 hours.", "at": cast.at}
    return verbs.allow_less_of_activity(entry=entry, amount=Decimal(amount), **(given | how))


def test_less_is_an_adjustment_of_its_own_and_told_with_its_reason(cast: Cast, entry: Entry):
    less(cast, entry, "4")
    outbox.deliver_all()
    entry = Entry.objects.prefetch_related("adjustments__recognition").get()
    assert (entry.amount, entry.counted) == (10, 4)
    assert Adjustment.objects.get().amount == -6
    assert any("Rock Hill Schools allowed at most 4" in step["facts"] for step in explained(entry.explanation))
    told = Notice.objects.get(kind="credit_allowed")
    assert (told.person, "At most 4" in told.subject) == (cast.ada, True)
    assert "The list shows 3 hours." in told.body
    assert "Hand in what shows the hours" in told.body


def test_what_the_rules_give_later_stays_below_it(cast: Cast, entry: Entry):
    less(cast, entry, "4")
    outbox.deliver_all()
    for _again in range(2):
        operations.recognize(actor=None, person=cast.ada, at=cast.at + timedelta(days=60))
    assert Adjustment.objects.count() == 1


def test_a_second_click_says_nothing_twice_and_the_last_word_counts(cast: Cast, entry: Entry):
    assert less(cast, entry, "4") == less(cast, entry, "4")
    outbox.deliver_all()
    assert less(cast, entry, "4").pk == ActivityAllowance.objects.get().pk, "nor after the ledger has followed"
    less(cast, entry, "0", at=cast.at + timedelta(minutes=1))
    outbox.deliver_all()
    assert Entry.objects.get().counted == 0


def test_more_without_a_reason_by_strangers_and_ones_own_is_refused(cast: Cast, entry: Entry):
    for amount in ("10", "11", "-1"):
        with pytest.raises(verbs.NotLess):
            less(cast, entry, amount)
    for how in ({"code": ""}, {"code": "license_differs"}, {"code": "other", "words": " "}):
        with pytest.raises(verbs.CodeMissing):
            less(cast, entry, "5", **how)
    for stranger in (cast.femi, cast.ada):
        with pytest.raises(NotAllowed):
            less(cast, entry, "5", actor=stranger)
    appoint(actor=None, person=cast.ada, organization=cast.places["rock-hill"], role=Role.RECOGNIZER, at=cast.at)
    with pytest.raises(operations.OwnCredit):
        less(cast, entry, "5", actor=cast.ada)
    assert not ActivityAllowance.objects.exists()


def test_of_what_no_longer_stands_nothing_is_allowed(cast: Cast, entry: Entry):
    withdraw_activity(actor=cast.ada, activity=entry.stated.activity, at=cast.at)
    with pytest.raises(verbs.NothingEntered):
        less(cast, entry, "5")


def test_what_was_said_is_frozen(cast: Cast, entry: Entry):
    less(cast, entry, "4")
    for sql in ("UPDATE recognition_activityallowance SET amount = 9", "DELETE FROM recognition_activityallowance"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_on_the_page_it_is_allowed_where_it_was_confirmed(client: Client, cast: Cast, entry: Entry):
    client.force_login(cast.omar)
    path = f"/recognitions/{entry.pk}/allowance/"
    refused = client.post(path, {"amount": "12", "code": "hours_unsupported"})
    assert refused.status_code == 422
    assert "It counts for 10 now." in refused.content.decode()
    assert client.post(path, {"amount": "4", "code": "hours_unsupported"})["Location"].endswith("?state=confirmed")
    outbox.deliver_all()
    html = client.get("/recognitions/activities/?state=confirmed").content.decode()
    assert "at first 10" in html
    assert "Rock Hill Schools allowed at most 4" in html
    client.force_login(cast.ada)
    assert "allowed at most 4" in client.get("/transcript/").content.decode()
    client.force_login(cast.femi)
    assert client.post(path, {"amount": "4", "code": "hours_unsupported"}).status_code == 404
