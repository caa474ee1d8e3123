"""What was covered is in nothing that an assessor can fetch: no file, no still, no captions, no page, no digest."""

import hashlib
import re
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from microcred.catalog.tests.make import plain_design
from microcred.foundation.clock import standing_at
from microcred.foundation.tests.inspection.recordings import COLOURS, TONES, colour_at, film, loudness_at
from microcred.portfolios.covering import Sound, Stretch
from microcred.portfolios.models import Redaction, SubmittedItem
from microcred.portfolios.operations import carry_out, check_automatically, redact, transcribe, use_redaction
from microcred.portfolios.queries import uploaded_as
from microcred.portfolios.tests.make import declared, handed_in, put, started
from microcred.portfolios.tests.operations.test_redact import CORNER, has_canary, photo
from microcred.scoring.operations import claim, enqueue
from microcred.scoring.tests.make import published, qualified

NAME = "Jayden Brooks"


@pytest.fixture
def work(cast):
    rows = [dict(row) for row in plain_design().requirements]
    place = next(place for place, row in enumerate(rows) if row["kind"] == "artifact")
    rows[place] |= {"accepts": ("image", "video")}
    return started(cast, published(cast, requirements=rows))


def redacted(cast, item, mark):
    declared(item, at=cast.at)
    made = redact(actor=cast.ada, item=item, marks=[mark], at=cast.at)
    carry_out(Redaction.objects.get(pk=made.pk), at=cast.at)
    return use_redaction(actor=cast.ada, redaction=Redaction.objects.get(pk=made.pk), at=cast.at)


def test_nothing_of_it_reaches_an_assessor(cast, work):
    picture = put(work, "class.png", photo(), at=cast.at)
    lesson = put(work, "lesson.mp4", film(), at=cast.at)
    said = (
        f"WEBVTT\n\n00:00:00.100 --> 00:00:00.700\nGood morning.\n\n00:00:01.200 --> 00:00:01.800\n{NAME}, read on.\n"
    )
    transcribe(actor=cast.ada, item=lesson, text=said, at=cast.at)
    redacted(cast, picture, CORNER)
    redacted(cast, lesson, Stretch(1, 2, picture=True, sound=Sound.MUTE))
    submission = handed_in(work, at=cast.at)
    check_automatically(submission, at=cast.at)
    qualified(cast, cast.ben)
    item = claim(actor=cast.ben, item=enqueue(actor=None, submission=submission, at=cast.at), at=cast.at)

    fetched = everything(cast, item)

    pages = [content for kind, content in fetched.values() if kind.startswith(("text/", "application/json"))]
    assert any(b"Good morning." in page for page in pages), "captions are fetched"
    hidden = [NAME, *(file.file.sha256 for file in (picture, lesson)), str(picture.pk), str(lesson.pk)]
    hidden += [hashlib.sha256(content).hexdigest() for content in (photo(), film())]
    for page in pages:
        assert not [word for word in hidden if word.encode() in page]
    films = [content for kind, content in fetched.values() if kind == "video/mp4"]
    pictures = [content for kind, content in fetched.values() if kind.startswith("image/") and "svg" not in kind]
    assert (len(films), len(pictures)) == (1, 2), "the film, its still, and the picture"
    assert max(colour_at(films[0], 1.5)) < 20
    assert colour_at(films[0], 2.5) == pytest.approx(COLOURS[2], abs=40)
    assert loudness_at(films[0], 1, 2, TONES[1]) < 0.002
    assert not any(has_canary(content) for content in pictures if Image.open(BytesIO(content)).format == "PNG")
    assert NAME.encode() not in films[0]


def test_no_address_of_the_educators_opens_what_was_covered(cast, work):
    picture = put(work, "class.png", photo(), at=cast.at)
    copy = redacted(cast, picture, CORNER)
    redaction = Redaction.objects.get()
    submission = handed_in(work, at=cast.at)
    check_automatically(submission, at=cast.at)
    qualified(cast, cast.ben)
    claim(actor=cast.ben, item=enqueue(actor=None, submission=submission, at=cast.at), at=cast.at)
    assert uploaded_as(copy.pk) == picture.pk
    assert not SubmittedItem.objects.filter(item=picture).exists()

    ben = Client()
    ben.force_login(cast.ben)
    with standing_at(cast.at):
        for address in (
            *(
                reverse(name, args=[one.pk])
                for name in ("item", "original", "item_redaction")
                for one in (picture, copy)
            ),
            reverse("redaction", args=[redaction.pk]),
            reverse("redaction_file", args=[redaction.pk, "copy"]),
        ):
            assert ben.get(address).status_code == 404, address


def everything(cast, item) -> dict[str, tuple[str, bytes]]:
    """Whatever Ben gets from the workbench on, by every link to his item and the review of it."""
    ben, found = Client(), {}
    ben.force_login(cast.ben)
    waiting = [reverse("workbench", args=[item.pk]), reverse("scoring", args=[item.pk]), reverse("queue")]
    with standing_at(cast.at):
        while waiting:
            address = waiting.pop()
            if address in found:
                continue
            answer = ben.get(address)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            found[address] = (answer.headers["Content-Type"], content)
            if answer.headers["Content-Type"].startswith("text/html"):
                links = re.findall(rf'(?:href|src|poster)="([^"#?]*{item.pk}[^"#?]*)"', content.decode())
                waiting += [link for link in links if link not in found]
    return found
