"""What a design asks of evidence is obeyed: limits, alternatives, prerequisites; each refusal names the way on."""

import struct
import wave
from io import BytesIO

import pytest

from microcred.catalog.tests.make import plain_design
from microcred.credentials.operations import revoke
from microcred.credentials.tests.make import award as awarded
from microcred.foundation.inspection import inspect, pages_of, seconds_of
from microcred.portfolios import operations
from microcred.portfolios.queries import prerequisites_unmet, workspace_of
from microcred.portfolios.queries.manifest import FrozenItem, freeze
from microcred.portfolios.queries.readiness import unready
from microcred.portfolios.rules import Standing
from microcred.portfolios.tests import make
from microcred.scoring.tests.make import published


def with_artifact(**changes):
    """The requirements of a design whose first artifact says more."""
    rows = [dict(row) for row in plain_design().requirements]
    place = next(place for place, row in enumerate(rows) if row["kind"] == "artifact")
    rows[place] |= {"accepts": ("document", "audio", "video"), **changes}
    return rows, place


def started(cast, **changes):
    rows, _place = with_artifact(**changes)
    return make.started(cast, published(cast, requirements=rows))


def sound(seconds):
    """A WAV file of silence."""
    target = BytesIO()
    with wave.open(target, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(1)
        written.setframerate(8000)
        written.writeframes(b"\x80" * 8000 * seconds)
    return target.getvalue()


def frames(count):
    """As many frames of an MP3 as asked, each of 1152 samples at 44.1 kHz."""
    return (b"\xff\xfb\x90\x00" + b"\x00" * 413) * count


def film(seconds, *, version):
    """An MP4 that says in its header how long it lasts."""
    if version:
        header = struct.pack(">B3xQQIQ", 1, 0, 0, 1000, seconds * 1000)
    else:
        header = struct.pack(">B3xIIII", 0, 0, 0, 1000, seconds * 1000)
    header += b"\x00" * 80

    def box(kind, body):
        return struct.pack(">I4s", len(body) + 8, kind) + body

    return box(b"ftyp", b"isom\x00\x00\x00\x00isom") + box(b"moov", box(b"mvhd", header)) + box(b"mdat", b"\x00" * 8)


@pytest.mark.parametrize(
    ("name", "content", "seconds"),
    [
        ("a.wav", sound(7), 7),
        ("a.mp3", frames(100), 100 * 1152 / 44_100),
        ("a.mp4", film(95, version=0), 95),
        ("a.mp4", film(95, version=1), 95),
    ],
    ids=["wav", "mp3", "mp4", "mp4 of 64 bits"],
)
def test_recordings_are_measured_by_what_is_kept_of_them(name, content, seconds):
    inspected = inspect(BytesIO(content), name)

    assert seconds_of(inspected) == pytest.approx(seconds)
    assert inspected.source.tell() == 0
    assert pages_of(inspected) is None


def test_pages_are_counted_of_pdf_documents_alone():
    assert pages_of(inspect(BytesIO(make.pdf(3)), "a.pdf")) == 3
    assert pages_of(inspect(BytesIO(b"A plan."), "a.txt")) is None
    assert seconds_of(inspect(BytesIO(make.pdf(3)), "a.pdf")) is None


def test_a_file_beyond_the_authors_limit_is_refused_with_both_sizes(cast):
    pursuit = started(cast, size_limit=1)
    with pytest.raises(operations.FileOverLimit) as refused:
        make.put(pursuit, "lesson.wav", sound(200), at=cast.at)

    assert "1.5" in str(refused.value)
    assert "at most 1.0" in str(refused.value)
    assert not pursuit.items.exists()


def test_a_recording_beyond_its_minutes_is_refused_and_the_last_seconds_are_let_be(cast):
    pursuit = started(cast, minute_limit=1)
    make.put(pursuit, "lesson.wav", sound(63), at=cast.at)
    with pytest.raises(operations.RecordingTooLong) as refused:
        make.put(pursuit, "lesson.wav", sound(75), at=cast.at)

    assert "lasts 1:15 minutes" in str(refused.value)
    assert "at most 1" in str(refused.value)


def test_a_document_beyond_its_pages_is_refused(cast):
    pursuit = started(cast, page_limit=2)
    make.put(pursuit, "plan.pdf", make.pdf(2), at=cast.at)
    with pytest.raises(operations.DocumentTooLong) as refused:
        make.put(pursuit, "plan.pdf", make.pdf(3), at=cast.at)

    assert "3 pages" in str(refused.value)


@pytest.fixture
def choosing(cast):
    """Ada has started on something that takes a plan or, in its place, a recording."""
    rows, place = with_artifact(one_of="lesson")
    other = {**{name: value for name, value in rows[place].items() if name != "uuid"}, "id": "recording"}
    return make.started(cast, published(cast, requirements=[*rows, other]))


def test_one_of_several_alternatives_suffices(cast, choosing):
    first, second = (work for work in workspace_of(choosing).work if work.alternatives)
    assert first.alternatives == second.alternatives == (first.number, second.number)
    before = workspace_of(choosing)
    make.put(choosing, "plan.pdf", make.pdf(), at=cast.at, requirement=second.requirement)
    after = workspace_of(choosing)

    standing = {work.number: work.standing for work in after.work}
    assert (standing[first.number], standing[second.number]) == (Standing.SPARED, Standing.READY)
    assert (after.needed, after.ready) == (before.needed, before.ready + 1)
    assert before.needed == len(before.work) - 1
    assert not [problem for problem in unready(after) if problem.work.alternatives]
    assert [entry.work.number for entry in freeze(after) if isinstance(entry, FrozenItem)] == [second.number]


def test_while_none_of_them_is_there_it_is_said_once(choosing):
    said = [str(problem.words) for problem in unready(workspace_of(choosing)) if problem.work.alternatives]

    (words,) = said
    assert "one of them suffices" in words


def test_progress_by_criterion_counts_alternatives_once(cast, choosing):
    workspace = workspace_of(choosing)
    first = next(work for work in workspace.work if work.alternatives)
    needed = {row.criterion.id: row.needed for row in workspace.progress}
    feeding = [
        {work.counts_as for work in workspace.work if criterion in work.criteria} for criterion in first.criteria
    ]
    assert [needed[criterion.id] for criterion in first.criteria] == [len(units) for units in feeding]


def test_work_with_one_alternative_is_submitted(cast, choosing):
    for work in workspace_of(choosing).work:
        if work.takes_text:
            operations.save_answer(
                actor=cast.ada, pursuit=choosing, requirement=work.requirement, text="Yes.", revision=0, at=cast.at
            )
        elif not work.spared and not workspace_of(choosing).work[work.number - 1].spared:
            make.put(choosing, "plan.pdf", make.pdf(), at=cast.at, requirement=work.requirement)

    submission = make.handed_in(choosing, at=cast.at)
    assert submission.attempt == 1


def test_who_has_not_earned_what_comes_first_cannot_start_and_reads_what_it_is(cast):
    first = published(cast, name="Managing Change")
    second = published(
        cast, design="managing-change", name="Leading Change", prerequisites=[first.micro_credential.slug]
    )
    with pytest.raises(operations.PrerequisitesUnmet) as refused:
        make.started(cast, second)
    assert "“Managing Change”" in str(refused.value)

    granted = awarded(cast, of=first)
    assert make.started(cast, second).version == second

    third = published(cast, name="Lasting Change", prerequisites=[first.micro_credential.slug])
    revoke(actor=cast.lena, award=granted, reason="It was not theirs.", at=cast.at)
    assert [one.title for one in prerequisites_unmet(cast.ada, third)] == ["Managing Change"]


def test_a_version_without_prerequisites_asks_the_database_nothing(cast, django_assert_num_queries):
    version = published(cast)
    with django_assert_num_queries(0):
        assert prerequisites_unmet(cast.ada, version) == ()
