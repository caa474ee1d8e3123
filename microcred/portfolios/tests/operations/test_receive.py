"""A file that arrived is sealed until its examination ends well."""

from datetime import timedelta

import pytest

from microcred.foundation import storage
from microcred.foundation.ids import uuid7
from microcred.foundation.inspection import FileActsMalicious, FileDisguised
from microcred.foundation.refusals import NotAllowed
from microcred.foundation.tests.inspection.scanner import says, scanner
from microcred.portfolios.models import Arrival, ExaminationStep, Item
from microcred.portfolios.operations import (
    EvidenceUnready,
    FileOverLimit,
    KindNotTaken,
    TooManyItems,
    dismiss,
    evidence,
    examine,
    examining,
    receive,
    release,
    submit,
)
from microcred.portfolios.queries import Checking, found_in, held, pending_of
from microcred.portfolios.tests.make import EVERYTHING, asked, fill, pdf, picture, put, started


@pytest.fixture
def large(monkeypatch):
    """Every file is too large to be examined at once."""
    monkeypatch.setattr(evidence, "AT_ONCE", 0)


@pytest.fixture
def scanned(settings):
    """Files are searched by a scanner that gives this answer."""

    def behave(answer):
        opened = scanner(says(answer))
        settings.CLAMD = opened.__enter__()
        closing.append(opened)

    closing = []
    yield behave
    for opened in closing:
        opened.__exit__(None, None, None)


def arrived(pursuit, at, name="plan.pdf", content=None, requirement=None):
    content = pdf(Author="Ada Whitfield") if content is None else content
    original = storage.store([content], name=name, media_type=evidence.SEALED)
    requirement = requirement or asked(pursuit, "artifact")
    return receive(actor=pursuit.person, pursuit=pursuit, requirement=requirement, name=name, original=original, at=at)


def outcomes(arrival):
    return {step.step: step.outcome for step in arrival.steps.all()}


def test_a_small_file_is_evidence_at_once_and_its_original_is_kept_as_it_was(cast):
    pursuit = started(cast)
    arrival = arrived(pursuit, cast.at)

    item = arrival.examined.item
    assert b"Ada Whitfield" in storage.open_file(arrival.original).read()
    assert b"Ada Whitfield" not in storage.open_file(item.file).read()
    assert outcomes(arrival) == {
        "type": "passed",
        "unpack": "passed",
        "scan": "not_scanned",
        "strip": "passed",
        "derive": "passed",
    }
    assert not pending_of(pursuit)


def test_what_it_told_of_its_author_is_kept_for_its_owner_and_can_be_forgotten(cast):
    item = put(started(cast), "plan.pdf", pdf(Author="Ada Whitfield"), at=cast.at)

    assert found_in(item) == [{"where": "pdf", "what": "Author", "value": "Ada Whitfield"}]
    item.examined.arrival.found.delete()
    assert found_in(item) == []


def test_a_large_one_is_checked_by_the_worker_and_cannot_be_handed_in_before(cast, large, monkeypatch):
    pursuit = started(cast)
    arrival = arrived(pursuit, cast.at)

    (waiting,) = pending_of(pursuit)
    assert (waiting.stage, waiting.title) == (Checking.CHECKED, "plan.pdf")
    assert "still being checked" in str(waiting.words)
    monkeypatch.setattr(evidence, "AT_ONCE", 1 << 20)
    fill(pursuit, at=cast.at)
    with pytest.raises(EvidenceUnready, match="still being checked"):  # and that alone is missing
        submit(actor=cast.ada, pursuit=pursuit, attested=EVERYTHING, form_key=uuid7(), at=cast.at)

    assert examine(arrival, at=cast.at) is None
    assert Item.objects.get(examined__arrival=arrival).title == "plan.pdf"
    assert not pending_of(pursuit)
    submit(actor=cast.ada, pursuit=pursuit, attested=EVERYTHING, form_key=uuid7(), at=cast.at)


def test_a_large_one_that_is_refused_says_so_at_its_place_until_it_is_taken_out(cast, large):
    pursuit = started(cast)
    arrival = arrived(pursuit, cast.at, content=b"MZ\x90\x00" + bytes(100))

    assert isinstance(examine(arrival, at=cast.at), FileDisguised)
    (refused,) = pending_of(pursuit)
    assert refused.is_refused
    assert "its content is a program" in str(refused.words)
    assert outcomes(arrival) == {"type": "refused"}
    with pytest.raises(EvidenceUnready) as unready:
        submit(actor=cast.ada, pursuit=pursuit, attested=EVERYTHING, form_key=uuid7(), at=cast.at)
    assert any("Take it out before you submit" in str(problem.words) for problem in unready.value.problems)

    dismiss(actor=cast.ada, arrival=arrival, at=cast.at)
    assert not pending_of(pursuit)
    assert examine(arrival, at=cast.at) is None
    assert not Item.objects.exists()


def test_nobody_else_puts_it_aside(cast, large):
    arrival = arrived(started(cast), cast.at)
    with pytest.raises(NotAllowed):
        dismiss(actor=cast.ben, arrival=arrival, at=cast.at)


@pytest.mark.parametrize("killed_in", ["inspect_apart", "scan", "take_in"])
def test_cut_off_at_any_step_it_begins_again_and_makes_one_item(cast, large, monkeypatch, killed_in):
    arrival = arrived(started(cast), cast.at)

    def killed(*_anything, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(examining, killed_in, killed)
        with pytest.raises(KeyboardInterrupt):
            examine(arrival, at=cast.at)
    assert not Item.objects.exists()

    examine(arrival, at=cast.at + timedelta(minutes=5))
    examine(arrival, at=cast.at + timedelta(minutes=9))
    assert Item.objects.count() == 1
    assert arrival.steps.count() == 5


def test_what_a_requirement_does_not_take_is_refused_before_it_is_looked_at(cast, monkeypatch):
    pursuit = started(cast)
    artifact = asked(pursuit, "artifact")
    with pytest.raises(KindNotTaken):
        arrived(pursuit, cast.at, "talk.mp3", b"ID3", requirement=artifact)
    monkeypatch.setattr(evidence, "most_bytes", lambda _requirement: 10)
    with pytest.raises(FileOverLimit):
        arrived(pursuit, cast.at)


def test_what_is_being_checked_counts_among_what_is_there(cast, large, monkeypatch):
    monkeypatch.setattr(evidence, "MOST_ITEMS", 1)
    pursuit = started(cast)
    arrived(pursuit, cast.at)
    with pytest.raises(TooManyItems):
        arrived(pursuit, cast.at)


def test_malicious_software_is_named_and_stays_locked_away(cast, scanned):
    scanned(b"stream: Eicar FOUND\0")
    pursuit = started(cast)
    with pytest.raises(FileActsMalicious, match="Eicar"):
        arrived(pursuit, cast.at)

    arrival = Arrival.objects.get()
    assert outcomes(arrival)["scan"] == "refused"
    assert pending_of(pursuit)[0].is_refused
    assert not Item.objects.exists()


def test_clean_is_said_only_of_what_was_searched_to_its_end(cast, scanned):
    scanned(b"stream: OK\0")
    assert outcomes(arrived(started(cast), cast.at))["scan"] == "passed"


def test_while_the_scanner_is_down_nothing_passes_and_everybody_can_see_it(cast, scanned, settings):
    settings.CLAMD = "tcp://127.0.0.1:1"
    pursuit = started(cast)
    arrival = arrived(pursuit, cast.at)

    assert not Item.objects.exists()
    assert list(held()) == [arrival]
    (waiting,) = pending_of(pursuit)
    assert waiting.stage is Checking.HELD
    assert "does not answer at the moment" in str(waiting.words)

    scanned(b"stream: OK\0")
    examine(arrival, at=cast.at)
    assert Item.objects.count() == 1
    assert not held()


def test_not_fully_scanned_waits_for_the_operator_and_is_never_called_clean(cast, scanned):
    scanned(b"stream: Heuristics.Limits.Exceeded.MaxFiles FOUND\0")
    pursuit = started(cast)
    arrival = arrived(pursuit, cast.at)

    assert outcomes(arrival)["scan"] == "not_fully_scanned"
    assert "could not be searched to its end" in str(pending_of(pursuit)[0].words)
    assert list(held()) == [arrival]

    release(actor=None, arrival=arrival, reason="Looked at by hand.", at=cast.at)
    examine(arrival, at=cast.at)
    assert Item.objects.count() == 1
    assert ExaminationStep.Outcome.PASSED not in arrival.steps.filter(step="scan").values_list("outcome", flat=True)


def test_the_operator_may_say_that_it_is_taken(cast, scanned, settings):
    settings.NOT_FULLY_SCANNED = "take"
    scanned(b"stream: Heuristics.Encrypted.PDF FOUND\0")
    arrived(started(cast), cast.at)
    assert Item.objects.count() == 1


def test_a_picture_that_was_encoded_anew_is_taken_though_it_was_not_fully_scanned(cast, scanned):
    scanned(b"stream: Heuristics.Limits.Exceeded FOUND\0")
    pursuit = started(cast)
    requirement = next(one for one in pursuit.version.requirements.all() if "image" in one.accepts)
    arrival = arrived(pursuit, cast.at, "photo.png", picture(), requirement)

    assert arrival.examined.item.kind == "image"
    assert outcomes(arrival)["scan"] == "not_fully_scanned"
