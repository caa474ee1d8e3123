"""A validity paper is work like any other, by every byte that its reader can get."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.catalog.models import Criterion, Requirement
from microcred.foundation.clock import standing_at
from microcred.foundation.ids import made_at
from microcred.portfolios.models import Pause
from microcred.scoring.models import QueueItem, Scoring
from microcred.scoring.operations import answer_question, ask_lead, claim_next, open_question
from microcred.scoring.queries import known_as, shown_as
from microcred.scoring.tests import make
from microcred.scoring.tests.desk import all_of, differing
from microcred.scoring.tests.validity import seeded, the_lot_falls, validity_set

pytestmark = pytest.mark.slow

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TELLING = ("validity", "seeded", "paper", "exemplar", "calibration", "consensus", "agreed")


@pytest.fixture
def version(cast):
    make.issuer(cast)
    return make.published(cast)


@pytest.fixture
def paper(cast, version):
    return validity_set(cast, version, make.educator(cast, "Eve"))[0]


def two_alike(cast, version, paper, monkeypatch):
    """Anna, before whom somebody's work waits, and Anya, before whom a paper does: each has read one thing before, and
    what waits came in at the same moment."""
    the_lot_falls(monkeypatch)
    anna, anya = make.assessor(cast, "Anna"), make.assessor(cast, "Anya")
    begun, came = cast.at + DAY, cast.at + DAY + MINUTE
    for reader, educator in ((anna, "Abe"), (anya, "Amy")):
        make.read(make.waiting(make.educator(cast, educator), version, at=begun), reader, at=came)
    live = make.waiting(make.educator(cast, "Ida"), version, at=came)
    return anna, live, anya, lambda: seeded(Scoring.objects.get(assessor=anya), at=came), came


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
def test_every_answer_is_the_same_for_work_and_for_a_paper(client, cast, version, paper, monkeypatch, acts):
    anna, live, anya, seed, came = two_alike(cast, version, paper, monkeypatch)

    of_work = all_of(client, anna, live, came + MINUTE, *acts)
    # What Anna gave back or stepped back from waits for Anya too.
    QueueItem.objects.filter(pk=live.pk).update(settled_at=came)
    of_paper = all_of(client, anya, seed(), came + MINUTE, *acts)

    assert len(of_work) == len(of_paper) > 8
    different = differing(of_work, of_paper, anna, anya)
    assert not different, "\n".join(map(str, different))


def own_rows(paper):
    """Every identifier by which the paper, or what was frozen with it, is known elsewhere."""
    submission = paper.submission
    yield from (paper.pk, submission.pk, submission.pursuit_id, submission.pursuit.person_id)
    for related in (submission.items, submission.texts):
        for row in related.all():
            yield row.pk


def test_no_answer_holds_a_name_by_which_the_paper_is_known_elsewhere(client, cast, version, paper, monkeypatch):
    _anna, live, anya, seed, came = two_alike(cast, version, paper, monkeypatch)
    QueueItem.objects.filter(pk=live.pk).update(settled_at=came)
    item = seed()
    canaries = [*map(str, own_rows(paper)), paper.submission.alias, "Eve", *TELLING]

    for path, text in all_of(client, anya, item, came + MINUTE, "opens", "reads", "saves"):
        said = text.lower().replace("/exemplars", "").replace("paper-", "")
        assert [one for one in canaries if re.search(rf"\b{re.escape(one.lower())}\b", said)] == [], path


def test_every_identifier_tells_the_moment_at_which_it_came(client, cast, version, paper, monkeypatch):
    _anna, live, _anya, seed, came = two_alike(cast, version, paper, monkeypatch)
    QueueItem.objects.filter(pk=live.pk).update(settled_at=came)
    item = seed()
    usual = {str(pk) for model in (Criterion, Requirement) for pk in model.objects.values_list("pk", flat=True)}
    rows = set(map(str, own_rows(paper)))

    pieces = [shown_as(item, UUID(pk)) for pk in rows]

    assert {known_as(item, pk) for pk in pieces} == {UUID(pk) for pk in rows}
    assert rows.isdisjoint(map(str, pieces))
    assert usual.isdisjoint(map(str, pieces))
    assert {(pk.version, pk.variant) for pk in pieces} == {(7, item.pk.variant)}
    moved = item.entered_at - item.submission.submitted_at
    for pk in pieces:
        before = known_as(item, pk).int >> 80
        assert (pk.int >> 80) - before == moved // timedelta(milliseconds=1)
    assert made_at(item.pk) > item.entered_at, "it came into the queue after it was handed in, as all that waits"


def test_the_scanner_would_see_a_paper_that_showed_itself(client, cast, version, paper, monkeypatch):
    """The control: by its own identifiers it would be found."""
    _anna, live, anya, seed, came = two_alike(cast, version, paper, monkeypatch)
    QueueItem.objects.filter(pk=live.pk).update(settled_at=came)
    item = seed()
    monkeypatch.setattr("microcred.scoring.templatetags.for_readers.shown_as", lambda _item, pk: pk)
    with standing_at(came + MINUTE):
        claim_next(actor=anya, at=came + MINUTE)
        client.force_login(anya)
        page = client.get(reverse("workbench", args=[item.pk])).content.decode()

    assert any(str(pk) in page for pk in own_rows(paper))


def test_no_clock_of_an_educator_stands_still_for_a_question_about_a_paper(cast, version, paper, monkeypatch):
    _anna, live, anya, seed, came = two_alike(cast, version, paper, monkeypatch)
    QueueItem.objects.filter(pk=live.pk).update(settled_at=came)
    item, at = seed(), came + MINUTE
    claim_next(actor=anya, at=at)
    step = ask_lead(actor=anya, item=item, claim_number=1, criterion=None, words="One note, or two?", at=at)
    due = QueueItem.of_all.get(pk=item.pk).due_at

    open_question(actor=cast.lena, question=step.question, at=at + DAY)
    answer_question(actor=cast.lena, question=step.question, words="One.", at=at + DAY)

    assert not Pause.objects.exists()
    assert QueueItem.of_all.get(pk=item.pk).due_at == due + DAY


def test_as_many_questions_are_asked_of_the_database(client, cast, version, paper, monkeypatch):
    """What takes as many questions takes as long; the calendar of a promise, on lists, is asked for once more."""
    anna, live, anya, seed, came = two_alike(cast, version, paper, monkeypatch)
    counts = []
    for person, thing in ((anna, lambda: live), (anya, seed)):
        item = thing()
        with standing_at(came + MINUTE):
            client.force_login(person)
            claim_next(actor=person, at=came + MINUTE)
            for page in ("preview", "scoring", "preview", "scoring"):
                with CaptureQueriesContext(connection) as asked:
                    client.get(reverse(page, args=[item.pk]))
            counts.append(len(asked))
        QueueItem.objects.filter(pk=live.pk).update(settled_at=came)
    assert counts[0] == counts[1]
