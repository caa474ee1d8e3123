"""Work that is read afresh is work that was just handed in, by every byte that its readers can get."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from microcred.catalog.models import Criterion
from microcred.foundation.clock import standing_at
from microcred.foundation.ids import made_at
from microcred.portfolios.models import Item, Quarantine
from microcred.portfolios.operations import pin
from microcred.portfolios.places import Place
from microcred.scoring.models import Appeal, Decision, QueueItem
from microcred.scoring.operations import appeal, claim_next
from microcred.scoring.queries import known_as, queue_for, shown_as
from microcred.scoring.tests import make
from microcred.scoring.tests.desk import IDENTIFIER, all_of, differing

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def version(cast):
    make.issuer(cast)
    return make.in_pilot(cast, make.published(cast))


def decided(cast, version, who):
    """What two found short."""
    item = make.waiting(make.educator(cast, who), version, at=cast.at)
    short = (Criterion.objects.filter(version=version).order_by("position")[0],)
    for reader in ("Ole", "Pit"):
        make.read(item, make.assessor(cast, f"{reader} {who}"), at=cast.at + MINUTE, short=short)
    return QueueItem.objects.get(pk=item.pk)


def appealed(item, *, at):
    """The same, waiting to be read afresh."""
    educator = item.submission.pursuit.person
    decision = Decision.objects.get(submission=item.submission)
    appeal(actor=educator, decision=decision, grounds=[Appeal.Ground.EVIDENCE], at=at)
    return QueueItem.objects.get(pk=item.pk)


def two_alike(cast, version):
    """Anna, before whom new work waits, and Anya, before whom what was decided a week ago waits to be read afresh."""
    old, came = decided(cast, version, "Eve"), cast.at + 7 * DAY
    anna, anya = make.assessor(cast, "Anna"), make.assessor(cast, "Anya")
    new = make.waiting(make.educator(cast, "Ida"), version, at=came)
    return anna, new, anya, lambda: appealed(old, at=came), came


def own_rows(item):
    """Every identifier that is older than the appeal, of what is read."""
    submission = item.submission
    yield from (item.pk, submission.pk, submission.pursuit_id, submission.pursuit.person_id)
    for related in (submission.items, submission.texts):
        for row in related.all():
            yield row.pk


@pytest.mark.parametrize(
    "acts",
    [
        ("opens", "reads", "saves"),
        ("opens", "sets_aside"),
        ("opens", "steps_back"),
        ("opens", "asks", "saves"),
        ("opens", "flags", "saves"),
    ],
    ids=lambda acts: acts[1],
)
def test_every_answer_is_the_same_for_new_work_and_for_an_appeal(client, cast, version, acts):
    anna, new, anya, appeals, came = two_alike(cast, version)

    of_new = all_of(client, anna, new, came + MINUTE, *acts)
    # What Anna gave back or stepped back from waits for Anya too.
    QueueItem.objects.filter(pk=new.pk).update(settled_at=came)
    of_old = all_of(client, anya, appeals(), came + MINUTE, *acts)

    assert len(of_new) == len(of_old) > 8
    different = differing(of_new, of_old, anna, anya)
    assert not different, "\n".join(map(str, different))


def test_no_answer_holds_an_identifier_from_before_the_appeal(client, cast, version):
    _anna, new, anya, appeals, came = two_alike(cast, version)
    QueueItem.objects.filter(pk=new.pk).update(settled_at=came)
    item = appeals()
    usual = {str(pk) for pk in (version.pk, version.micro_credential_id)}
    canaries = set(map(str, own_rows(item))) - usual

    for path, text in all_of(client, anya, item, came + MINUTE, "opens", "reads", "saves"):
        assert canaries.isdisjoint(IDENTIFIER.findall(text.lower())), path
        assert not re.search(r"\b(appeal|Eve)\b", text), path


def test_it_waits_its_turn_and_every_identifier_tells_the_moment_of_the_appeal(cast, version):
    old, came = decided(cast, version, "Eve"), cast.at + 7 * DAY
    before = make.waiting(make.educator(cast, "Ida"), version, at=came - DAY)
    reader = make.assessor(cast, "Anya")

    item = appealed(old, at=came)

    assert [place.item for place in queue_for(reader, at=came).next_up] == [before, item]
    assert timedelta() < came - item.entered_at < MINUTE
    assert made_at(item.key) == came.replace(microsecond=came.microsecond // 1000 * 1000)
    moved = (item.entered_at - item.submission.submitted_at) // timedelta(milliseconds=1)
    for pk in own_rows(item):
        seen = shown_as(item, pk)
        assert seen != pk
        assert (seen.int >> 80) - (pk.int >> 80) == moved
        assert known_as(item, seen) == pk


def test_a_pin_of_its_educator_is_set_aside_under_the_name_its_reader_knows_it_by(client, cast, version, monkeypatch):
    submit = make.submit

    def pinned(**given):
        item = Item.objects.filter(pursuit=given["pursuit"]).first()
        criteria = list(item.requirement.criteria.all()[:1])
        pin(actor=given["actor"], item=item, words="Here.", criteria=criteria, place=Place(page=1), at=given["at"])
        return submit(**given)

    monkeypatch.setattr(make, "submit", pinned)
    item, came = appealed(decided(cast, version, "Eve"), at=cast.at + 7 * DAY), cast.at + 7 * DAY
    reader, [mine] = make.assessor(cast, "Anya"), item.submission.pins.all()
    with standing_at(came + MINUTE):
        claim_next(actor=reader, at=came + MINUTE)
        client.force_login(reader)
        address = reverse("quarantine_words", args=[item.key, shown_as(item, mine.pk)])
        page = client.get(reverse("workbench", args=[item.key])).content.decode()
        said = client.post(address, {"claim_number": 1, "reason": Quarantine.Reason.values[0], "words": "line 1"})

    assert address in page
    assert str(mine.pk) not in page
    assert said.status_code == 302
    assert Quarantine.objects.get().submission == item.submission


def test_who_read_it_before_still_finds_their_own_address(client, cast, version):
    old, came = decided(cast, version, "Eve"), cast.at + 7 * DAY
    reader = old.claims.order_by("number")[0].assessor
    with standing_at(came):
        client.force_login(reader)
        before = client.get(reverse("workbench", args=[old.pk])).content.decode()
        item = appealed(old, at=came)
        after = client.get(reverse("workbench", args=[old.pk])).content.decode()

    assert "Your reading is saved" in before
    assert "Your reading is saved" in after
    assert str(item.key) not in after


def test_the_scanner_would_see_an_appeal_that_showed_itself(client, cast, version, monkeypatch):
    """The control: by its own identifiers it would be found."""
    _anna, new, anya, appeals, came = two_alike(cast, version)
    QueueItem.objects.filter(pk=new.pk).update(settled_at=came)
    item = appeals()
    monkeypatch.setattr("microcred.scoring.templatetags.for_readers.shown_as", lambda _item, pk: pk)
    with standing_at(came + MINUTE):
        claim_next(actor=anya, at=came + MINUTE)
        client.force_login(anya)
        page = client.get(reverse("workbench", args=[item.key])).content.decode()

    found = set(map(UUID, IDENTIFIER.findall(page)))
    assert found & set(own_rows(item))
