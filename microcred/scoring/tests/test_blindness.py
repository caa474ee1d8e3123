"""Blind means blind: nothing an assessor can open shows who did the work."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from microcred.catalog.models import Criterion, Requirement
from microcred.foundation.clock import now
from microcred.organizations.models import Person
from microcred.portfolios.models import SubmittedItem
from microcred.portfolios.operations import (
    comment_as_peer,
    invite_peer,
    join_as_peer,
    put_in_file,
    put_on_plan,
    save_answer,
    score_oneself,
    start,
    submit,
)
from microcred.portfolios.rules import ATTESTATIONS
from microcred.portfolios.tests.make import declared
from microcred.scoring.models import Question
from microcred.scoring.operations import answer_question, ask_lead, claim_next, enqueue, open_question, score
from microcred.scoring.tests import make

FILE_NAME = "Whitfield Room 12 Cedar Creek plan.pdf"


def photo_by(name: str) -> bytes:
    """A photo whose metadata says who took it."""
    exif = Image.Exif()
    exif[0x013B] = name
    content = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(content, "JPEG", exif=exif)
    return content.getvalue()


PRIVATE = "Marigold-canary"
"""What stands only in what an educator keeps to themselves or hears from a peer."""


def keep_private(cast, pursuit):
    """Ada plans, scores herself, and hears from a colleague."""
    thing, at = pursuit.version.micro_credential, now()
    put_on_plan(actor=cast.ada, micro_credential=thing, note=PRIVATE, at=at)
    criterion = pursuit.version.criteria.first()
    score_oneself(actor=cast.ada, pursuit=pursuit, levels=[criterion.levels.last()], at=at)
    invitation = invite_peer(actor=cast.ada, pursuit=pursuit, email=cast.gus.email, at=at)
    join_as_peer(actor=cast.gus, invitation=invitation, at=at)
    comment_as_peer(actor=cast.gus, invitation=invitation, about=criterion, text=PRIVATE, at=at)


@pytest.fixture
def item(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    version = make.published(cast)
    pursuit = start(actor=cast.ada, version=version, at=now() - timedelta(days=2))
    for requirement in Requirement.objects.filter(version=version):
        if requirement.kind == Requirement.Kind.ARTIFACT:
            files = [(FILE_NAME, make.PDF)]
            if "image" in requirement.accepts:
                files.append(("ada.whitfield.jpg", photo_by("Ada Whitfield")))
            for name, content in files:
                arrival = put_in_file(
                    actor=cast.ada, pursuit=pursuit, requirement=requirement, name=name, chunks=[content],
                    size=len(content), at=now(),
                )  # fmt: skip
                if name != FILE_NAME:
                    declared(arrival.examined.item, at=now())
        else:
            save_answer(
                actor=cast.ada, pursuit=pursuit, requirement=requirement, text="Our team meets.", revision=0, at=now()
            )
    keep_private(cast, pursuit)
    submission = submit(
        actor=cast.ada,
        pursuit=pursuit,
        attested=frozenset(ATTESTATIONS),
        form_key=make.uuid4(),
        at=now() - timedelta(days=1),
    )
    enqueue(actor=None, submission=submission, at=now())
    return claim_next(actor=cast.ben, at=now())


def telling(ada: Person, item) -> list[str]:
    """Everything by which Ada could be known, as whole words: an adaptation is not hers."""
    pursuit = item.submission.pursuit
    names = [*ada.name.split(), ada.email, "Cedar Creek", "Rock Hill", "rock-hill", "cedar-creek", "Room 12"]
    names += [PRIVATE, "Petersen", "gus@example.org"]
    return [*(name.lower() for name in names), str(ada.pk), str(pursuit.pk), str(item.submission_id)]


def everything_ben_gets(client, cast, item):
    """Ask for every address of the queue and the workbench, in every state, as Ben; yield whole answers."""
    criterion = Criterion.objects.filter(version=item.version).first()
    mark = reverse("mark", args=[item.pk, criterion.pk])
    typed = {"claim_number": 1, "revision": 0, "level": criterion.levels.first().pk, "text": "Say who was there."}
    yield client.get(reverse("queue"))
    yield client.get(reverse("workbench", args=[item.pk]))
    yield client.post(mark, typed, headers={"Accept": "application/json"})
    yield client.post(mark, typed, headers={"HX-Request": "true"})
    yield client.post(mark, typed | {"claim_number": 9}, headers={"HX-Request": "true"})
    yield client.post(mark, typed | {"claim_number": 9}, headers={"Accept": "application/json"})
    yield client.post(mark, typed | {"claim_number": 9})
    yield client.get(reverse("preview", args=[item.pk]))
    yield client.get(reverse("scoring", args=[item.pk]))
    yield client.post(reverse("scoring", args=[item.pk]), {"claim_number": 1})
    yield client.post(reverse("lease", args=[item.pk]), {"claim_number": 1}, follow=True)
    typed = {"claim_number": 1, "words": "One note, or two?", "criterion": criterion.pk}
    yield client.get(reverse("anchors", args=[item.pk]))
    yield client.get(reverse("anchors", args=[item.pk]), headers={"HX-Request": "true"})
    yield client.get(reverse("questions", args=[item.pk]))
    yield client.post(reverse("questions", args=[item.pk]), typed | {"words": "Is this Maria Gonzalez?"})
    yield client.post(reverse("questions", args=[item.pk]), typed, follow=True)
    question = Question.objects.get(item=item)
    open_question(actor=cast.lena, question=question, at=now())
    answer_question(actor=cast.lena, question=question, words="One.", at=now())
    yield client.get(reverse("questions", args=[item.pk]))
    yield client.post(reverse("question_further", args=[item.pk, question.pk]), typed, follow=True)
    yield client.post(reverse("question_wait", args=[item.pk]), {"claim_number": 1}, follow=True)
    for piece in SubmittedItem.objects.filter(submission=item.submission):
        yield client.get(reverse("evidence", args=[item.pk, piece.pk]))
        yield client.get(reverse("evidence", args=[item.pk, piece.pk]), headers={"Range": "bytes=0-9"})
    make.mark_all(item, cast.ben, at=now(), short=(criterion,))
    score(actor=cast.ben, item=item, claim_number=1, at=now())
    yield client.get(reverse("workbench", args=[item.pk]))
    yield client.get(reverse("queue"))


def test_nothing_ben_can_open_tells_who_did_the_work(client, cast, item):
    client.force_login(cast.ben)
    clues = re.compile(r"\b(?:" + "|".join(map(re.escape, telling(cast.ada, item))) + r")\b")
    seen = 0
    for answer in everything_ben_gets(client, cast, item):
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        whole = f"{answer.headers}\n{answer.cookies}".lower() + body.decode("latin-1").lower()
        assert clues.findall(whole) == [], answer.request["PATH_INFO"]
        seen += 1
    assert seen >= 15


def test_nothing_a_lead_opens_to_answer_tells_who_did_the_work(client, cast, item):
    ask_lead(actor=cast.ben, item=item, claim_number=1, criterion=None, words="One note, or two?", at=now())
    question = Question.objects.get()
    client.force_login(cast.lena)
    page = reverse("lead_question", args=[question.pk])
    answers = [client.get(reverse("lead_questions")), client.get(page), client.post(page, follow=True)]
    answers.append(client.post(reverse("lead_answer", args=[question.pk]), {"words": "One."}, follow=True))
    pieces = [client.get(reverse("evidence", args=[item.pk, one.pk])) for one in item.submission.items.all()]
    clues = re.compile(r"\b(?:" + "|".join(map(re.escape, telling(cast.ada, item))) + r")\b")
    for answer in [*answers, *pieces]:
        assert answer.status_code == 200
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        # Lena's own menu names her organization and hers alone.
        assert clues.findall(f"{answer.headers}".lower() + body.decode("latin-1").lower()) == []


def test_the_scanner_would_see_her(client, cast, item):
    """The control: Ada's own page of her feedback does hold what the scanner looks for."""
    client.force_login(cast.ada)
    page = client.get(reverse("feedback", args=[item.submission_id])).content.decode().lower()
    assert [clue for clue in telling(cast.ada, item) if clue in page]
