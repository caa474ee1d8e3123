"""What is said in a recording goes along with it, as captions or in plain words."""

import hashlib
import json

import pytest

from microcred.foundation.ids import uuid7
from microcred.foundation.tests.inspection.files import wav as silent
from microcred.portfolios.models import Item, Transcript
from microcred.portfolios.operations import (
    BeingJudged,
    EvidenceUnready,
    NotARecording,
    TranscriptTooLong,
    evidence,
    submit,
    transcribe,
    transcribing,
)
from microcred.portfolios.queries import contents_of, forms_of
from microcred.portfolios.queries.readiness import unready
from microcred.portfolios.queries.workspace import workspace_of
from microcred.portfolios.tests.make import EVERYTHING, declared, fill, pdf, put, started
from microcred.portfolios.tests.operations.test_asked_of_evidence import started as started_with

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>Good morning\n"


@pytest.fixture
def recording(cast, monkeypatch):
    monkeypatch.setattr(evidence, "taken", lambda *_anything: None)
    item = put(started(cast), "talk.wav", silent(), at=cast.at)
    assert item.kind == Item.Kind.AUDIO
    return item


def forms(item):
    return forms_of([item.pk])[item.pk]


def test_captions_are_kept_without_who_speaks_and_replace_what_was_there(cast, recording):
    transcribe(actor=cast.ada, item=recording, text="Good morning, all of you.", at=cast.at)
    assert forms(recording).transcript == "Good morning, all of you."

    transcribe(actor=cast.ada, item=recording, text=VTT, at=cast.at)
    assert forms(recording).captions == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nGood morning\n"
    assert not forms(recording).transcript

    transcribe(actor=cast.ada, item=recording, text="", at=cast.at)
    assert forms(recording).is_silent
    assert Transcript.objects.count() == 3


def test_a_document_has_none(cast):
    item = put(started(cast), "plan.pdf", pdf(), at=cast.at)
    with pytest.raises(NotARecording):
        transcribe(actor=cast.ada, item=item, text="x", at=cast.at)


def test_there_is_an_end_to_how_much_is_said(cast, recording, monkeypatch):
    monkeypatch.setattr(transcribing, "LONGEST", 10)
    with pytest.raises(TranscriptTooLong):
        transcribe(actor=cast.ada, item=recording, text="x" * 11, at=cast.at)


def test_it_is_handed_in_as_it_stood_and_changes_no_more(cast, recording):
    transcribe(actor=cast.ada, item=recording, text=VTT, at=cast.at)
    pursuit = recording.pursuit
    fill(pursuit, at=cast.at)
    for item in Item.objects.filter(pursuit=pursuit).exclude(kind="document").exclude(kind="link"):
        declared(item, at=cast.at)
    submission = submit(actor=cast.ada, pursuit=pursuit, attested=EVERYTHING, form_key=uuid7(), at=cast.at)

    pieces = [piece for one in contents_of(submission).by_requirement for piece in one.items]
    assert any("Good morning" in piece.forms.captions for piece in pieces)
    with pytest.raises(BeingJudged):
        transcribe(actor=cast.ada, item=recording, text="Later.", at=cast.at)


def test_the_digest_of_a_submission_covers_what_is_said(cast, recording):
    transcribe(actor=cast.ada, item=recording, text=VTT, at=cast.at)
    fill(recording.pursuit, at=cast.at)
    for item in Item.objects.filter(pursuit=recording.pursuit, kind__in=("image", "audio", "video")):
        declared(item, at=cast.at)
    submission = submit(actor=cast.ada, pursuit=recording.pursuit, attested=EVERYTHING, form_key=uuid7(), at=cast.at)

    assert json.loads(submission.manifest)["saidInRecordings"] == [
        {
            "item": str(recording.pk),
            "kind": "captions",
            "sha256": hashlib.sha256(forms(recording).captions.encode()).hexdigest(),
        }
    ]


def test_where_the_author_asks_for_it_a_silent_recording_is_not_handed_in(cast, monkeypatch):
    monkeypatch.setattr(evidence, "taken", lambda *_anything: None)
    pursuit = started_with(cast, transcribed=True)
    recording = put(pursuit, "talk.wav", silent(), at=cast.at)
    fill(pursuit, at=cast.at)
    for item in Item.objects.filter(pursuit=pursuit, kind__in=("image", "audio", "video")):
        declared(item, at=cast.at)
    form_key = uuid7()

    with pytest.raises(EvidenceUnready) as no:
        submit(actor=cast.ada, pursuit=pursuit, attested=EVERYTHING, form_key=form_key, at=cast.at)
    assert "talk" in str(no.value.problems[0].words)
    assert "captions or a transcript" in str(no.value.problems[0].words)
    transcribe(actor=cast.ada, item=recording, text="Good morning, all of you.", at=cast.at)
    assert not unready(workspace_of(pursuit))
    submission = submit(actor=cast.ada, pursuit=pursuit, attested=EVERYTHING, form_key=form_key, at=cast.at)
    assert "transcript" in submission.manifest
