"""From upload to assessor: nothing that a file says of its author reaches anything that an assessor can fetch."""

import zipfile
from datetime import timedelta
from io import BytesIO
from itertools import product

import pikepdf
import pytest
from django.db import transaction
from django.urls import get_resolver, reverse
from django.urls.converters import UUIDConverter

from microcred.catalog.models import Criterion
from microcred.foundation.clock import now
from microcred.foundation.tests.inspection.canaries import ALL, CANARY, CAPTIONS, sings
from microcred.portfolios.models import Item, SubmittedItem
from microcred.portfolios.operations import (
    check_automatically,
    put_in_file,
    save_answer,
    stand_by,
    start,
    submit,
    transcribe,
)
from microcred.portfolios.queries import completeness_of, found_in, workspace_of
from microcred.portfolios.rules import ATTESTATIONS
from microcred.portfolios.tests.make import declared
from microcred.scoring.operations import claim_next, enqueue
from microcred.scoring.tests import make
from tests.house.access_table import doors

pytestmark = pytest.mark.slow


@pytest.fixture
def item(cast, monkeypatch):
    """Ada's work with a file of every type, each full of canaries, in Ben's hands."""
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    pursuit = start(actor=cast.ada, version=make.published(cast), at=now() - timedelta(days=2))
    artifact = next(work.requirement for work in workspace_of(pursuit).work if not work.takes_text)
    # What is asked for is frozen with the version; here everything is taken.
    monkeypatch.setattr("microcred.portfolios.operations.evidence.taken", lambda *_anything: None)
    for name, made in ALL.items():
        content = made()
        put_in_file(
            actor=cast.ada, pursuit=pursuit, requirement=artifact, name=f"{CANARY} {name}", chunks=[content],
            size=len(content), at=now(),
        )  # fmt: skip
    for work in workspace_of(pursuit).work:
        if work.takes_text:
            answered = {"text": "Our team meets.", "revision": 0, "at": now()}
            save_answer(actor=cast.ada, pursuit=pursuit, requirement=work.requirement, **answered)
        elif work.is_empty:
            where = {"actor": cast.ada, "pursuit": pursuit, "requirement": work.requirement, "at": now()}
            put_in_file(**where, name="plan.pdf", chunks=[make.PDF], size=len(make.PDF))
    for one in Item.objects.filter(pursuit=pursuit):
        declared(one, at=now())
        if one.kind in (Item.Kind.VIDEO, Item.Kind.AUDIO):
            transcribe(actor=cast.ada, item=one, text=CAPTIONS, at=now() - timedelta(days=1))
    # Files made only to carry canaries are short and silent: Ada hands them in as they are.
    for one in completeness_of(workspace_of(pursuit), at=now()).to_stand_by:
        stand_by(actor=cast.ada, item=one.item, fact=one.found.fact, at=now())
    submission = submit(
        actor=cast.ada,
        pursuit=pursuit,
        attested=frozenset(ATTESTATIONS),
        form_key=make.uuid4(),
        at=now() - timedelta(days=1),
    )
    check_automatically(submission, at=now())
    enqueue(actor=None, submission=submission, at=now())
    return claim_next(actor=cast.ben, at=now())


def opened(content: bytes) -> bytes:
    """With what is packed in it unpacked."""
    parts = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts += [archive.read(part) for part in archive.namelist()]
    if content.startswith(b"%PDF"):
        with pikepdf.open(BytesIO(content)) as document:
            parts += [str(one).encode() for one in document.objects]
            parts += [one.read_raw_bytes() for one in document.objects if isinstance(one, pikepdf.Stream)]
    return b"\n".join(parts)


@pytest.fixture
def parts_of_addresses(item):
    """By the name that addresses give to a part: everything of this submission that could stand there."""
    submission = item.submission
    pursuit, version = submission.pursuit, submission.pursuit.version
    pieces = list(SubmittedItem.objects.filter(submission=submission).values_list("pk", "item_id", "item__file_id"))
    criterion = Criterion.objects.filter(version=version).first()
    known = {
        "item_id": [item.pk, pieces[0][1], pieces[-1][1]],
        "piece_id": [piece[0] for piece in pieces],
        "submission_id": [submission.pk],
        "pursuit_id": [pursuit.pk],
        "version_id": [version.pk],
        "criterion_id": [criterion.pk],
        "requirement_id": [version.requirements.first().pk],
        "slug": [version.micro_credential.slug],
        "label": [version.label],
        "before": [version.label],
        "language": ["en"],
        "form": ["pages", "poster", "captions"],
        "number": [1],
    }
    anything = [submission.pk, pieces[0][1]]

    def parts_for(name: str, converter: object) -> list:
        return known.get(name) or (anything if isinstance(converter, UUIDConverter) else [])

    return parts_for


def addresses(parts_for, queue_item):
    """Every address of the access table that a GET could be sent to, filled with every part of this submission."""
    known = get_resolver()
    for name in sorted({door.name for door in doors() if door.method == "GET"}):
        for ways, _pattern, _defaults, converters in known.reverse_dict.getlist(name):
            for _template, parts in ways:
                choices = [parts_for(part, converters.get(part)) for part in parts]
                if "piece_id" in parts and "item_id" in parts:  # a piece is reached through what is in hand
                    choices[parts.index("item_id")] = [queue_item.pk]
                for chosen in product(*choices):
                    yield reverse(name, kwargs=dict(zip(parts, chosen, strict=True)))


MANY = 50
"""So many places of files the promise of blindness is tried on, at the least."""


def test_the_canaries_are_many_and_of_every_type_of_file():
    hidden = {name: opened(made()).count(CANARY.encode()) for name, made in ALL.items()}
    assert min(hidden.values()) >= 1, hidden
    assert sum(hidden.values()) >= MANY


def test_no_canary_sings_in_anything_that_ben_can_fetch(client, cast, item, parts_of_addresses):
    client.force_login(cast.ben)
    client.raise_request_exception = False
    pieces = SubmittedItem.objects.filter(submission=item.submission).select_related("item__file")
    fetched = set()
    for address in addresses(parts_of_addresses, item):
        with transaction.atomic():  # some pages write that they were opened
            answer = client.get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        assert not sings(opened(body)), address
        assert CANARY not in f"{answer.headers}{answer.cookies}", address
        if answer.status_code == 200:
            fetched.add(address)
    assert len(pieces) >= len(ALL)
    assert {reverse("evidence", args=[item.pk, piece.pk]) for piece in pieces} <= fetched
    assert {reverse(name, args=[item.pk]) for name in ("workbench", "preview", "scoring")} <= fetched
    filmed = next(piece for piece in pieces if piece.item.title.endswith("lesson.mp4"))
    for form in ("poster", "captions"):
        assert reverse("evidence_form", args=[item.pk, filmed.pk, form]) in fetched


def test_what_ada_has_under_seal_is_not_ben_s_to_fetch(client, cast, item):
    piece = SubmittedItem.objects.filter(submission=item.submission).select_related("item__file").first()
    original = reverse("original", args=[piece.item_id])
    client.force_login(cast.ben)
    assert client.get(original).status_code == 404

    client.force_login(cast.ada)
    answer = client.get(original)
    assert answer["Content-Disposition"].startswith("attachment")
    assert sings(b"".join(answer.streaming_content)), "the control: the original is as it was"
    assert any(CANARY in fact["value"] for fact in found_in(piece.item))
