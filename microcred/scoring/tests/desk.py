"""Everything an assessor can get of one thing to read, and what of it differs between any two."""

import re
from datetime import timedelta

from django.urls import reverse

from microcred.billing.operations import record_reading
from microcred.catalog.models import Criterion
from microcred.foundation.clock import now, standing_at
from microcred.foundation.ids import uuid7
from microcred.organizations.models import Person
from microcred.portfolios.models import Quarantine, SubmittedItem
from microcred.scoring.models import KeptComment, NotedPin, Question, QueueItem, Scoring
from microcred.scoring.operations import answer_question, open_question
from microcred.scoring.queries import shown_as

DAY = timedelta(days=1)
IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ALIAS = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
TOKEN = re.compile(r'(name=\\?"csrfmiddlewaretoken\\?" value=\\?"|csrftoken=|nonce[=-]"?)[^";\' ]+')


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
        yield self.get("workbench", self.item.key)
        yield self.post("claim", version=self.item.version_id)
        yield self.get("home")
        yield self.get("queue")
        yield self.get("workbench", self.item.key)

    def reads(self):
        """Everything that can be done while it is."""
        item = self.item
        row = QueueItem.of_all.select_related("submission").get(pk=item.pk)
        for criterion in Criterion.objects.filter(version=item.version):
            typed = {"claim_number": 1, "revision": 0, "text": "Say who was there."}
            typed["level"] = criterion.levels.get(position=criterion.required_position).pk
            yield self.post("mark", item.key, criterion.pk, headers={"Accept": "application/json"}, **typed)
            yield self.post("mark", item.key, criterion.pk, headers={"HX-Request": "true"}, **typed)
            stale = typed | {"claim_number": 9}
            yield self.post("mark", item.key, criterion.pk, headers={"Accept": "application/json"}, **stale)
            yield self.post("mark", item.key, criterion.pk, headers={"HX-Request": "true"}, **stale)
            # Below the level, with words in which something is found; then well again.
            short = typed | {"level": criterion.levels.get(position=0).pk, "revision": 1, "text": "Not clear."}
            yield self.post("mark", item.key, criterion.pk, headers={"Accept": "application/json"}, **short)
            yield self.get("preview", item.key)
            yield self.get("scoring", item.key)
            yield self.post("mark", item.key, criterion.pk, **(typed | {"revision": 2}))
            keep = {"claim_number": 1, "revision": 3, "text": "Say [what you saw]."}
            yield self.post("kept_from_mark", item.key, criterion.pk, headers={"HX-Request": "true"}, **keep)
            kept = KeptComment.objects.filter(kept_by=self.person).order_by("kept_at", "pk").last()
            yield self.post("kept_use", item.key, criterion.pk, kept.pk, claim_number=1, written="1")
            yield self.post("kept_use", item.key, criterion.pk, kept.pk, **keep | {"revision": 4})
            yield self.get("scoring", item.key)
            yield self.post("mark", item.key, criterion.pk, **(typed | {"revision": 5}))
        yield self.get("kept_comments")
        yield self.post("word", item.key, claim_number=1, revision=0, text="Thank you.")
        yield self.get("preview", item.key)
        yield self.post("lease", item.key, claim_number=1)
        yield self.get("scoring", item.key)
        for piece in SubmittedItem.objects.filter(submission=row.submission).order_by("position"):
            known = shown_as(row, piece.pk)
            yield self.get("evidence", item.key, known)
            yield self.get("evidence", item.key, known, headers={"Range": "bytes=0-9"})
            yield self.client.head(reverse("evidence", args=[item.key, known]))
            for form in ("pages", "captions", "poster"):
                yield self.get("evidence_form", item.key, known, form)
            yield self.get("evidence_page", item.key, known, 1)
            yield from self.pins(row, known, page=1, words="Here.")
            yield from self.pins(row, known, page=900)
        for answer in row.submission.texts.order_by("requirement__position"):
            yield from self.pins(row, shown_as(row, answer.pk), quote="wrote our norms")
            yield from self.pins(row, shown_as(row, answer.pk), quote="Nothing of the kind")
        yield self.get("workbench", item.key)
        for pin in NotedPin.objects.filter(item=row).order_by("pk"):
            typed = {"claim_number": 1, "revision": 1, "text": "There."}
            yield self.post("evidence_pin", item.key, pin.pk, headers={"Accept": "application/json"}, **typed)
        taken = NotedPin.objects.filter(item=row).order_by("pk").first()
        yield self.post("evidence_pin_removal", item.key, taken.pk, claim_number=1)
        yield self.get("evidence", item.key, uuid7())
        yield self.post("claim_end", item.key, claim_number=1)
        yield self.get("queue")
        yield self.get("workbench", item.key)
        yield self.post("claim", item=item.key)
        yield self.get("workbench", item.key)

    def pins(self, row, known, **typed):
        """In one piece, with scripts and without."""
        typed |= {"claim_number": 1, "criterion": Criterion.objects.filter(version=row.version).first().pk}
        yield self.get("evidence_pins", row.key, known)
        yield self.post("evidence_pins", row.key, known, **typed)
        yield self.post("evidence_pins", row.key, known, headers={"Accept": "application/json"}, **typed)

    def saves(self):
        """And after it."""
        item = self.item
        yield self.post("scoring", item.key, claim_number=1)
        yield self.post("scoring", item.key, claim_number=2)
        yield self.post("scoring", item.key, claim_number=2)
        for scoring in Scoring.of_all.filter(assessor=self.person):
            record_reading(actor=None, scoring=scoring)
        for page in ("workbench", "scoring", "preview"):
            yield self.get(page, item.key)
        yield self.post("claim", item=item.key)
        for page in ("queue", "home", "work_and_pay", "service_record", "service_record_csv"):
            yield self.get(page)

    def sets_aside(self):
        """The reader sees something private in it."""
        row = QueueItem.of_all.select_related("submission").get(pk=self.item.pk)
        piece = SubmittedItem.objects.filter(submission=row.submission).first()
        reason = Quarantine.Reason.choices[0][0]
        typed = {"claim_number": 1, "reason": reason, "words": "page 2"}
        yield self.post("quarantine_evidence", self.item.key, shown_as(row, piece.pk), **typed)
        yield self.get("queue")
        yield self.get("home")
        yield self.get("workbench", self.item.key)
        yield self.post("claim", item=self.item.key)

    def steps_back(self):
        """The reader knows the work."""
        yield self.post("recusal", self.item.key, claim_number=1, reason="A colleague's.")
        yield self.get("queue")
        yield self.get("workbench", self.item.key)

    def asks(self):
        """The reader asks a lead, waits, is answered the day after, asks on, and goes on without."""
        item, typed = self.item, {"claim_number": 1, "words": "One note, or two?"}
        criterion = Criterion.objects.filter(version=item.version).first()
        yield self.get("anchors", item.key)
        yield self.get("questions", item.key)
        yield self.get("questions", item.key, query={"criterion": criterion.pk})
        yield self.post("questions", item.key, **typed, criterion=criterion.pk)
        yield self.post("questions", item.key, **typed, criterion="")
        for moment, act in ((1, self._is_answered), (2, self._asks_on)):
            for page in ("questions", "workbench"):
                yield self.get(page, item.key)
            for page in ("queue", "home"):
                yield self.get(page)
            with standing_at(self.at + moment * DAY):
                yield from act()
                for page in ("questions", "workbench"):
                    yield self.get(page, item.key)
                for page in ("queue", "home", "inbox"):
                    yield self.get(page)

    def _is_answered(self):
        lead, question = Person.objects.get(name__startswith="Lena"), Question.objects.get(asked_by=self.person)
        open_question(actor=lead, question=question, at=now())
        answer_question(actor=lead, question=question, words="One that says what was decided.", at=now())
        yield self.get("questions", self.item.key)

    def _asks_on(self):
        question = Question.objects.get(asked_by=self.person)
        typed = {"claim_number": 1, "words": "And a drawing?"}
        yield self.post("question_further", self.item.key, question.pk, **typed)
        yield self.get("workbench", self.item.key)
        yield self.get("queue")
        yield self.post("question_wait", self.item.key, claim_number=1)
        yield self.post("question_wait", self.item.key, claim_number=7)

    def flags(self):
        """The reader doubts whose work it is."""
        yield self.post("originality_flag", self.item.key, words="The second page.")
        yield self.get("workbench", self.item.key)


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


def differing(of_one, of_other, one, other):
    """Where the answers for two things differ, each with its path, once what always differs is left out."""
    return [
        (path, apart(alike(first, one), alike(second, other)))
        for (path, first), (_path, second) in zip(of_one, of_other, strict=True)
        if alike(first, one) != alike(second, other)
    ]
