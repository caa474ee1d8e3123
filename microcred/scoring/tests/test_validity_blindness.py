"""A validity paper is work like any other, by every byte that its reader can get."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.billing.operations import record_reading
from microcred.catalog.models import Criterion, Requirement
from microcred.foundation.clock import now, standing_at
from microcred.foundation.ids import made_at, uuid7
from microcred.organizations.models import Person
from microcred.portfolios.models import Pause, Quarantine, SubmittedItem
from microcred.scoring.models import (
    KeptComment,
    NotedPin,
    Question,
    QueueItem,
    Scoring,
)
from microcred.scoring.operations import answer_question, ask_lead, claim_next, open_question
from microcred.scoring.queries import known_as, shown_as
from microcred.scoring.tests import make
from microcred.scoring.tests.validity import seeded, the_lot_falls, validity_set

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ALIAS = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
TOKEN = re.compile(r'(name=\\?"csrfmiddlewaretoken\\?" value=\\?"|csrftoken=|nonce[=-]"?)[^";\' ]+')
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


class Desk:
    """What one assessor gets for one thing to read, in every way there is, in the order of a day."""

    def __init__(self, client, person, item, at):
        self.client, self.person, self.item, self.at = client, person, item, at
        # What was last said to somebody else is not said to this one.
        client.cookies.clear()
        client.force_login(person)

    def get(self, name, *args, query=None, **how):
        return self.client.get(reverse(name, args=args), query, **how)

    def post(self, name, *args, **typed):
        headers = typed.pop("headers", {})
        return self.client.post(reverse(name, args=args), typed, headers=headers)

    def opens(self):
        """Until it is in hand."""
        yield self.get("home")
        yield self.get("queue")
        yield self.get("workbench", self.item.pk)
        yield self.post("claim", version=self.item.version_id)
        yield self.get("home")
        yield self.get("queue")
        yield self.get("workbench", self.item.pk)

    def reads(self):
        """Everything that can be done while it is."""
        item = self.item
        row = QueueItem.of_all.select_related("submission").get(pk=item.pk)
        for criterion in Criterion.objects.filter(version=item.version):
            typed = {"claim_number": 1, "revision": 0, "text": "Say who was there."}
            typed["level"] = criterion.levels.get(position=criterion.required_position).pk
            yield self.post("mark", item.pk, criterion.pk, headers={"Accept": "application/json"}, **typed)
            yield self.post("mark", item.pk, criterion.pk, headers={"HX-Request": "true"}, **typed)
            stale = typed | {"claim_number": 9}
            yield self.post("mark", item.pk, criterion.pk, headers={"Accept": "application/json"}, **stale)
            yield self.post("mark", item.pk, criterion.pk, headers={"HX-Request": "true"}, **stale)
            # Below the level, with words in which something is found; then well again.
            short = typed | {"level": criterion.levels.get(position=0).pk, "revision": 1, "text": "Not clear."}
            yield self.post("mark", item.pk, criterion.pk, headers={"Accept": "application/json"}, **short)
            yield self.get("preview", item.pk)
            yield self.get("scoring", item.pk)
            yield self.post("mark", item.pk, criterion.pk, **(typed | {"revision": 2}))
            keep = {"claim_number": 1, "revision": 3, "text": "Say [what you saw]."}
            yield self.post("kept_from_mark", item.pk, criterion.pk, headers={"HX-Request": "true"}, **keep)
            kept = KeptComment.objects.filter(kept_by=self.person).order_by("kept_at", "pk").last()
            yield self.post("kept_use", item.pk, criterion.pk, kept.pk, claim_number=1, written="1")
            yield self.post("kept_use", item.pk, criterion.pk, kept.pk, **keep | {"revision": 4})
            yield self.get("scoring", item.pk)
            yield self.post("mark", item.pk, criterion.pk, **(typed | {"revision": 5}))
        yield self.get("kept_comments")
        yield self.post("word", item.pk, claim_number=1, revision=0, text="Thank you.")
        yield self.get("preview", item.pk)
        yield self.post("lease", item.pk, claim_number=1)
        yield self.get("scoring", item.pk)
        for piece in SubmittedItem.objects.filter(submission=row.submission).order_by("position"):
            known = shown_as(row, piece.pk)
            yield self.get("evidence", item.pk, known)
            yield self.get("evidence", item.pk, known, headers={"Range": "bytes=0-9"})
            yield self.client.head(reverse("evidence", args=[item.pk, known]))
            for form in ("pages", "captions", "poster"):
                yield self.get("evidence_form", item.pk, known, form)
            yield self.get("evidence_page", item.pk, known, 1)
            yield from self.pins(row, known, page=1, words="Here.")
            yield from self.pins(row, known, page=900)
        for answer in row.submission.texts.order_by("requirement__position"):
            yield from self.pins(row, shown_as(row, answer.pk), quote="wrote our norms")
            yield from self.pins(row, shown_as(row, answer.pk), quote="Nothing of the kind")
        yield self.get("workbench", item.pk)
        for pin in NotedPin.objects.filter(item=row).order_by("pk"):
            typed = {"claim_number": 1, "revision": 1, "text": "There."}
            yield self.post("evidence_pin", item.pk, pin.pk, headers={"Accept": "application/json"}, **typed)
        taken = NotedPin.objects.filter(item=row).order_by("pk").first()
        yield self.post("evidence_pin_removal", item.pk, taken.pk, claim_number=1)
        yield self.get("evidence", item.pk, uuid7())
        yield self.post("claim_end", item.pk, claim_number=1)
        yield self.get("queue")
        yield self.get("workbench", item.pk)
        yield self.post("claim", item=item.pk)
        yield self.get("workbench", item.pk)

    def pins(self, row, known, **typed):
        """In one piece, with scripts and without."""
        typed |= {"claim_number": 1, "criterion": Criterion.objects.filter(version=row.version).first().pk}
        yield self.get("evidence_pins", row.pk, known)
        yield self.post("evidence_pins", row.pk, known, **typed)
        yield self.post("evidence_pins", row.pk, known, headers={"Accept": "application/json"}, **typed)

    def saves(self):
        """And after it."""
        item = self.item
        yield self.post("scoring", item.pk, claim_number=1)
        yield self.post("scoring", item.pk, claim_number=2)
        yield self.post("scoring", item.pk, claim_number=2)
        for scoring in Scoring.of_all.filter(assessor=self.person):
            record_reading(actor=None, scoring=scoring)
        for page in ("workbench", "scoring", "preview"):
            yield self.get(page, item.pk)
        yield self.post("claim", item=item.pk)
        for page in ("queue", "home", "work_and_pay", "service_record", "service_record_csv"):
            yield self.get(page)

    def sets_aside(self):
        """The reader sees something private in it."""
        row = QueueItem.of_all.select_related("submission").get(pk=self.item.pk)
        piece = SubmittedItem.objects.filter(submission=row.submission).first()
        reason = Quarantine.Reason.choices[0][0]
        typed = {"claim_number": 1, "reason": reason, "words": "page 2"}
        yield self.post("quarantine_evidence", self.item.pk, shown_as(row, piece.pk), **typed)
        yield self.get("queue")
        yield self.get("home")
        yield self.get("workbench", self.item.pk)
        yield self.post("claim", item=self.item.pk)

    def steps_back(self):
        """The reader knows the work."""
        yield self.post("recusal", self.item.pk, claim_number=1, reason="A colleague's.")
        yield self.get("queue")
        yield self.get("workbench", self.item.pk)

    def asks(self):
        """The reader asks a lead, waits, is answered the day after, asks on, and goes on without."""
        item, typed = self.item, {"claim_number": 1, "words": "One note, or two?"}
        criterion = Criterion.objects.filter(version=item.version).first()
        yield self.get("anchors", item.pk)
        yield self.get("questions", item.pk)
        yield self.get("questions", item.pk, query={"criterion": criterion.pk})
        yield self.post("questions", item.pk, **typed, criterion=criterion.pk)
        yield self.post("questions", item.pk, **typed, criterion="")
        for moment, act in ((1, self._is_answered), (2, self._asks_on)):
            for page in ("questions", "workbench"):
                yield self.get(page, item.pk)
            for page in ("queue", "home"):
                yield self.get(page)
            with standing_at(self.at + moment * DAY):
                yield from act()
                for page in ("questions", "workbench"):
                    yield self.get(page, item.pk)
                for page in ("queue", "home", "inbox"):
                    yield self.get(page)

    def _is_answered(self):
        lead, question = Person.objects.get(name__startswith="Lena"), Question.objects.get(asked_by=self.person)
        open_question(actor=lead, question=question, at=now())
        answer_question(actor=lead, question=question, words="One that says what was decided.", at=now())
        yield self.get("questions", self.item.pk)

    def _asks_on(self):
        question = Question.objects.get(asked_by=self.person)
        typed = {"claim_number": 1, "words": "And a drawing?"}
        yield self.post("question_further", self.item.pk, question.pk, **typed)
        yield self.get("workbench", self.item.pk)
        yield self.get("queue")
        yield self.post("question_wait", self.item.pk, claim_number=1)
        yield self.post("question_wait", self.item.pk, claim_number=7)

    def flags(self):
        """The reader doubts whose work it is."""
        yield self.post("originality_flag", self.item.pk, words="The second page.")
        yield self.get("workbench", self.item.pk)


def whole(answer):
    """An answer as it went over the line: status, headers, cookies and body."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.status_code}\n{sorted(answer.headers.items())}\n{answer.cookies}\n" + body.decode("latin-1")


def alike(text, person):
    """The same without what differs between any two things that are read, and any two people."""
    for pattern, name in ((TOKEN, r"\1T"), (IDENTIFIER, "U"), (ALIAS, "A")):
        text = pattern.sub(name, text)
    text = re.sub(r"expires=[^;]+;", "", text)
    text = re.sub(r"(sessionid|csrftoken|csrf)=[^;]+", r"\1=", text)
    # What is said stays; when it was signed differs.
    text = re.sub(r"(messages=[^:;]+):[^;]+", r"\1", text)
    text = re.sub(r"('ETag', ')[^']*", r"\1E", text)
    text = re.sub(r'(data-seal=")[^"]*', r"\1S", text)
    return text.replace(person.name, "N").replace(person.email, "M")


def apart(one, other):
    """The first lines of the body in which two answers differ."""
    lines = zip(one.splitlines()[2:], other.splitlines()[2:], strict=False)
    return [both for both in lines if both[0] != both[1]][:3]


def all_of(client, person, item, moment, *acts):
    """Every answer for one thing, each an hour-hand's step after the other, with what was asked for."""
    desk, got = Desk(client, person, item, moment), []
    with standing_at(moment):
        for act in acts:
            got.extend((answer.request["PATH_INFO"], whole(answer)) for answer in getattr(desk, act)())
    return got


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

    different = []
    assert len(of_work) == len(of_paper) > 8
    for (path, work), (_path, like) in zip(of_work, of_paper, strict=True):
        if alike(like, anya) != alike(work, anna):
            different.append((path, apart(alike(work, anna), alike(like, anya))))
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
