"""What the page says would follow from a revocation, and what followed."""

from datetime import timedelta
from decimal import Decimal

import pytest

from microcred.credentials import operations as credentials
from microcred.credentials.consequences import following
from microcred.credentials.tests import make as earning
from microcred.foundation import outbox
from microcred.foundation.clock import standing_at
from microcred.recognition.models import Adjustment, Entry, Reversal
from microcred.recognition.operations import confirm, decline, recognize
from microcred.recognition.tests import make

DAY = timedelta(days=1)


@pytest.fixture
def two(cast):
    """Two awards of Ada's of which a limit of 25 credits lets the second count in part."""
    make.cycle(cast, make.policy(cast, make.document(caps=(make.cap("25"),), examples=make.an_example("20"))))
    make.hours(cast)
    awards = [
        earning.award(cast, of=earning.version(cast, name), earned_at=cast.at + number * DAY)
        for number, name in enumerate(("managing-change", "building-your-team"))
    ]
    recognize(actor=None, person=cast.ada, at=cast.at + 2 * DAY)
    return awards


def amounts(found, *kinds):
    return {(each.kind, each.subject): each.amount for each in found if each.kind in kinds}


def revoked(cast, award, at):
    credentials.revoke(actor=cast.lena, award=award, reason="Error.", at=at)
    with standing_at(at):
        outbox.deliver_all()
    facts = {("credit_reversed", one.entry_id): -one.entry.counted for one in Reversal.objects.all()}
    return facts | {("credit_adjusted", one.entry_id): one.amount for one in Adjustment.objects.filter(entered_at=at)}


@pytest.mark.parametrize("which", [0, 1])
def test_what_was_foreseen_is_what_followed(cast, two, which):
    at = cast.at + 3 * DAY
    assert sorted(entry.counted for entry in Entry.objects.all()) == [Decimal(5), Decimal(20)]
    found = following(two[which], at=at)
    assert not Reversal.objects.exists(), "looking writes nothing"
    assert amounts(found, "credit_reversed", "credit_adjusted") == revoked(cast, two[which], at)


def test_the_other_takes_the_room_and_the_page_says_so(cast, two):
    first = min(two, key=lambda award: Entry.objects.get(award=award).counted != 20)
    words = " ".join(each.words for each in following(first, at=cast.at + 3 * DAY))
    assert "counts for 20" in words
    assert "and not for 5" in words


@pytest.mark.parametrize(
    ("ruling", "said"),
    [(None, "wait for confirmation"), (confirm, "which count today"), (decline, "which were declined")],
)
def test_each_entry_is_told_in_its_state(cast, ruling, said):
    entry = make.entry(cast)
    if ruling is not None:
        reason = {"reason": "Not in the growth plan."} if ruling is decline else {}
        ruling(actor=cast.omar, entry=entry, at=cast.at + 40 * DAY, **reason)
    [told] = [each for each in following(entry.award, at=cast.at + 41 * DAY) if each.kind == "credit_reversed"]
    assert said in told.words


def test_who_may_revoke_reads_it_on_the_page_and_nobody_else(client, cast, two):
    for person, sees in ((cast.lena, True), (cast.ada, False), (cast.omar, False), (cast.gus, False)):
        client.force_login(person)
        page = client.get(f"/credentials/{two[0].pk}/").content.decode()
        assert ("What follows" in page) is sees
        assert ("no longer count" in page) is sees
