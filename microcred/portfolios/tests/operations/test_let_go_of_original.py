"""The bytes of what was refused or put aside go once nobody needs them; those of evidence stay, wherever it goes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from microcred.accounts.archive import _files_of
from microcred.foundation import storage
from microcred.foundation.clock import standing_at
from microcred.foundation.inspection import FileActsMalicious, FileDisguised
from microcred.foundation.inspection.apart import inspect_apart
from microcred.foundation.models import Emptied, StoredFile
from microcred.foundation.tests.inspection.recordings import film
from microcred.foundation.tests.inspection.scanner import says, scanner
from microcred.portfolios.access import own_original
from microcred.portfolios.models import Arrival, Item
from microcred.portfolios.operations import (
    dismiss,
    evidence,
    examine,
    let_go_of_original,
    move_over,
    put_in_file,
    receive,
    take_in,
    take_out,
)
from microcred.portfolios.operations.privacy import look_over
from microcred.portfolios.queries import pending_of
from microcred.portfolios.queries.arrivals import MALICIOUS_KEPT
from microcred.portfolios.queries.quotas import used_below
from microcred.portfolios.reactions import let_go_of_what_was_refused
from microcred.portfolios.tests.make import asked, pdf, put, started
from microcred.portfolios.tests.operations.test_asked_of_evidence import started as asking_for_recordings
from microcred.portfolios.tests.operations.test_move_over import WEEK, following, longer

PROGRAM = b"MZ\x90\x00" + bytes(100)
SECOND = timedelta(seconds=1)


@pytest.fixture
def large(monkeypatch):
    """Every file is too large to be examined at once."""
    monkeypatch.setattr(evidence, "AT_ONCE", 0)


@pytest.fixture
def through(django_capture_on_commit_callbacks):
    """What is done in it is committed at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def arrived(pursuit, at, content, name="plan.pdf"):
    original = storage.store([content], name=name, media_type=evidence.SEALED)
    return receive(
        actor=pursuit.person,
        pursuit=pursuit,
        requirement=asked(pursuit, "artifact"),
        name=name,
        original=original,
        at=at,
    )


def lies_there(arrival) -> bool:
    return storage.place().exists(arrival.original_id)


def test_what_is_refused_goes_at_once_and_what_is_known_of_it_stays(cast, large, through):
    pursuit = started(cast)
    arrival = arrived(pursuit, cast.at, PROGRAM)
    keeper = pursuit.version.micro_credential.owner_id
    assert used_below(keeper, at=cast.at) == len(PROGRAM)

    with through():
        assert isinstance(examine(arrival, at=cast.at), FileDisguised)

    assert not lies_there(arrival)
    assert "is a program" in str(pending_of(pursuit)[0].words)
    assert arrival.original.size == len(PROGRAM)
    assert used_below(keeper, at=cast.at) == 0, "it takes no room"
    assert storage.missing_objects() == [], "nothing is amiss"
    assert list(_files_of(cast.ada)) == [], "and nothing is looked for to be taken along"


def test_a_small_file_that_is_refused_leaves_neither_row_nor_bytes(cast):
    pursuit = started(cast)
    before = {name for name, _written in storage.place().objects()}
    with pytest.raises(FileDisguised):
        put(pursuit, "plan.pdf", PROGRAM, at=cast.at)
    kept = {pk.hex for pk in StoredFile.objects.values_list("pk", flat=True)}
    assert {name for name, _written in storage.place().objects()} - before <= kept


def test_what_is_put_aside_before_its_end_goes_and_never_becomes_evidence(cast, large, through):
    arrival = arrived(started(cast), cast.at, pdf())
    with storage.open_file(arrival.original) as source:
        answer = inspect_apart(source, "plan.pdf")
    looked = look_over(answer.clean, "plan.pdf", person=cast.ada, at=cast.at)

    with through():
        dismiss(actor=cast.ada, arrival=arrival, at=cast.at)
    assert not lies_there(arrival)
    made = take_in(actor=None, arrival=arrival, answer=answer, looked=looked, at=cast.at)
    assert made is None, "an examination under way"
    answer.close()
    assert not Item.objects.exists()


def test_what_a_scanner_found_is_kept_for_thirty_days_put_aside_or_not(cast, settings, through):
    pursuit = started(cast)
    with scanner(says(b"stream: Eicar FOUND\0")) as settings.CLAMD, pytest.raises(FileActsMalicious):
        arrived(pursuit, cast.at, pdf())
    arrival = Arrival.objects.get()
    with through():
        dismiss(actor=cast.ada, arrival=arrival, at=cast.at)
    assert lies_there(arrival)

    with standing_at(cast.at + MALICIOUS_KEPT - SECOND), through():
        assert let_go_of_what_was_refused() == 0
    assert lies_there(arrival)
    with standing_at(cast.at + MALICIOUS_KEPT), through():
        assert let_go_of_what_was_refused() == 1
        assert let_go_of_what_was_refused() == 0
    assert not lies_there(arrival)


def test_what_a_crash_kept_from_going_is_taken_up_by_the_clock(cast, large, through):
    arrival = arrived(started(cast), cast.at, PROGRAM)
    examine(arrival, at=cast.at)  # and nothing is committed: the bytes lie there though a row says that they go
    assert lies_there(arrival)
    assert storage.remove_unreferenced(timezone.now() + timedelta(days=3)) >= 1
    assert not lies_there(arrival)


def test_evidence_keeps_its_original_taken_out_or_not(cast, through):
    item = put(started(cast), "plan.pdf", pdf(), at=cast.at)
    arrival = item.examined.arrival
    with through():
        take_out(actor=cast.ada, item=item, at=cast.at)
        assert not let_go_of_original(actor=None, arrival=arrival, at=cast.at + timedelta(days=4000))
    with standing_at(cast.at + timedelta(days=4000)):
        assert let_go_of_what_was_refused() == 0
    assert lies_there(arrival)
    assert not Emptied.objects.exists()


def test_evidence_that_goes_along_to_another_version_keeps_the_way_to_its_original(cast):
    pursuit = started(cast)
    item = put(pursuit, "plan.pdf", pdf(Author="Ada Whitfield"), at=cast.at)
    second = following(cast, pursuit, longer)
    begun = move_over(actor=cast.ada, pursuit=pursuit, to=second, at=cast.at + 2 * WEEK)
    copy = Item.objects.get(pursuit=begun)

    assert copy.pk != item.pk
    assert own_original(cast.ada, copy.pk) == item.examined.arrival.original


def test_a_short_recording_that_few_browsers_play_is_encoded_anew_by_the_worker(cast):
    pursuit = asking_for_recordings(cast)
    sent = film(1, codec="libx265")
    arrival = put_in_file(
        actor=cast.ada,
        pursuit=pursuit,
        requirement=asked(pursuit, "artifact"),
        name="lesson.mov",
        chunks=[sent],
        size=len(sent),
        at=cast.at,
    )
    assert "still being checked" in str(pending_of(pursuit)[0].words)

    assert examine(arrival, at=cast.at) is None
    with storage.open_file(Item.objects.get().file) as copy:
        content = copy.read()
    assert b"avc1" in content
    assert not any(name in content for name in (b"hvc1", b"hev1"))
