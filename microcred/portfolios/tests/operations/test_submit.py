import hashlib
import json
from datetime import timedelta

import pytest
from django.utils import translation

from microcred.foundation.ids import uuid7
from microcred.foundation.models import OutboxEvent
from microcred.notices.models import Notice
from microcred.openbadges.jcs import jcs
from microcred.portfolios.models import Answer, Submission
from microcred.portfolios.operations import (
    AlreadyEarned,
    AttestationMissing,
    BeingJudged,
    EvidenceUnready,
    FormUsedElsewhere,
    NothingChanged,
    WindowClosed,
    WindowNotYetOpen,
    complete,
    return_for_revision,
    save_answer,
    submit,
    take_out,
)
from microcred.portfolios.queries import contents_of, state_of, workspace_of
from microcred.portfolios.rules import ALIAS_LETTERS, State
from microcred.portfolios.tests.make import (
    EVERYTHING,
    asked,
    came_back,
    fill,
    handed_in,
    put,
    say_changes,
    short,
    started,
)
from microcred.programs.models import Window
from microcred.programs.operations import join
from microcred.programs.tests.make import pilot, version


@pytest.fixture(autouse=True)
def english():
    """Whatever language the reader of an earlier test spoke."""
    with translation.override("en"):
        yield


def test_ada_submits_and_everything_is_frozen_hashed_and_announced(cast):
    pursuit = started(cast)

    submission = handed_in(pursuit, at=cast.at)

    manifest = json.loads(submission.manifest)
    assert submission.digest == hashlib.sha256(submission.manifest.encode()).hexdigest()
    assert jcs(manifest).decode() == submission.manifest
    assert (submission.attempt, manifest["attempt"], manifest["previous"]) == (1, 1, None)
    assert len(manifest["requirements"]) == pursuit.version.requirements.count()
    assert {kind.kind for kind in submission.attestations.all()} == EVERYTHING
    assert state_of(pursuit) is State.SUBMITTED
    assert OutboxEvent.objects.get(name__endswith="SubmissionReceived").facts == {"submission_id": str(submission.pk)}
    told = Notice.objects.get()
    assert told.path == f"/submissions/{submission.pk}/"
    assert submission.digest in told.body
    assert "You will have your feedback by Monday, September 21, 2026" in told.body


def test_the_hashes_are_of_what_was_there(cast):
    submission = handed_in(started(cast), at=cast.at)

    for text in submission.texts.all():
        assert text.digest == hashlib.sha256(text.text.encode()).hexdigest()
        assert text.digest in submission.manifest
    for row in submission.items.all():
        assert (row.item.file.sha256 if row.item.file else row.alias) in submission.manifest


def test_the_alias_says_nothing_and_cannot_be_misread(cast):
    submission = handed_in(started(cast), at=cast.at)

    assert len(submission.alias) == 9
    assert set(submission.alias) <= set(ALIAS_LETTERS + "-")
    assert not set("0O1IL5S8BG6Z") & set(ALIAS_LETTERS)
    assert cast.ada.name not in submission.manifest


def test_blind_readers_get_aliases_only(cast):
    pursuit = fill(started(cast), at=cast.at)
    contents = contents_of(handed_in(pursuit, at=cast.at))

    items = [item for entry in contents.by_requirement for item in entry.items]
    assert [item.alias.partition(".")[0] for item in items] == [f"evidence-{n}" for n in range(1, len(items) + 1)]
    assert "plan.pdf" not in repr(items)


def test_the_same_form_twice_is_one_submission(cast):
    pursuit, form_key = started(cast), uuid7()

    first = handed_in(pursuit, at=cast.at, form_key=form_key)
    again = handed_in(pursuit, at=cast.at + timedelta(minutes=1), form_key=form_key)

    assert again == first
    assert (
        Submission.objects.count(),
        OutboxEvent.objects.filter(name__endswith="SubmissionReceived").count(),
        Notice.objects.count(),
    ) == (1, 1, 1)


def test_another_form_after_submitting_is_refused(cast):
    pursuit = started(cast)
    handed_in(pursuit, at=cast.at)

    with pytest.raises(BeingJudged):
        handed_in(pursuit, at=cast.at)


def test_the_form_of_other_work_is_refused(cast):
    form_key = uuid7()
    handed_in(started(cast), at=cast.at, form_key=form_key)
    other = fill(started(cast, version(cast, name="Another Skill")), at=cast.at)

    with pytest.raises(FormUsedElsewhere):
        handed_in(other, at=cast.at, form_key=form_key)


def test_what_is_missing_is_listed_and_nothing_is_submitted(cast):
    pursuit = started(cast)

    with pytest.raises(EvidenceUnready) as refused:
        submit(actor=cast.ada, pursuit=pursuit, attested=EVERYTHING, form_key=uuid7(), at=cast.at)

    assert len(refused.value.problems) == pursuit.version.requirements.count()
    assert refused.value.problems[0].anchor == "requirement-1"
    assert not Submission.objects.exists()


def test_words_beyond_the_limit_are_saved_but_not_submitted(cast):
    pursuit = fill(started(cast), at=cast.at)
    question = asked(pursuit)
    long = "word " * (question.word_limit + 7)
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=question, text=long, revision=1, at=cast.at)

    with pytest.raises(EvidenceUnready) as refused:
        submit(actor=cast.ada, pursuit=pursuit, attested=EVERYTHING, form_key=uuid7(), at=cast.at)

    assert "so 7 have to go" in str(refused.value)
    assert workspace_of(pursuit).work[0].text == long


def test_every_statement_is_attested_or_nothing_is_submitted(cast):
    pursuit = fill(started(cast), at=cast.at)

    with pytest.raises(AttestationMissing):
        submit(actor=cast.ada, pursuit=pursuit, attested=frozenset({"own_work"}), form_key=uuid7(), at=cast.at)


def in_the_pilot(cast, **changes):
    published = version(cast)
    program = pilot(cast, **changes)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    return program, fill(started(cast, published, program=program), at=cast.at)


@pytest.mark.parametrize(("milliseconds", "taken"), [(-1, True), (0, False), (1, False)])
def test_a_window_is_half_open(cast, milliseconds, taken):
    program, pursuit = in_the_pilot(cast)
    closes = program.windows.order_by("opens_at")[0].closes_at
    at = closes + timedelta(milliseconds=milliseconds)

    if taken:
        assert handed_in(pursuit, at=at)
    else:
        with pytest.raises(WindowClosed, match="It was the last window"):
            handed_in(pursuit, at=at)
        assert not Submission.objects.exists()


def test_after_the_window_the_refusal_names_its_end_and_the_next_in_the_readers_zone(cast):
    takes = Window.Takes.SUBMISSIONS
    day = timedelta(days=1)
    # 4:00 UTC is midnight in New York: the window ends with 1 October there.
    closes = cast.at.replace(hour=4) + 31 * day
    _program, pursuit = in_the_pilot(
        cast, windows=[("One", takes, cast.at, closes), ("Two", takes, cast.at + 60 * day, cast.at + 70 * day)]
    )

    with pytest.raises(WindowClosed) as refused:
        handed_in(pursuit, at=closes)

    assert "until the end of Thursday, October 1, 2026 (midnight EDT)" in str(refused.value)
    assert "The next window, Two, opens Saturday, October 31, 2026, 8 a.m. EDT" in str(refused.value)


def test_before_the_first_window_the_refusal_names_its_start(cast):
    soon = cast.at + timedelta(days=1)
    windows = [("One", Window.Takes.SUBMISSIONS, soon, soon + timedelta(days=9))]
    _program, pursuit = in_the_pilot(cast, windows=windows)

    with pytest.raises(WindowNotYetOpen, match="Wednesday, Sept"):
        handed_in(pursuit, at=cast.at)


def test_what_came_back_is_resubmitted_in_its_own_window(cast):
    _program, pursuit = in_the_pilot(cast)
    first = handed_in(pursuit, at=cast.at)
    return_for_revision(
        actor=None, submission=first, short=short(pursuit.version.criteria.all()[:1]), at=cast.at + timedelta(days=35)
    )

    with pytest.raises(WindowNotYetOpen):
        handed_in(pursuit, at=cast.at + timedelta(days=36))
    second = handed_in(pursuit, at=cast.at + timedelta(days=41))

    assert second.attempt == 2
    assert json.loads(second.manifest)["previous"] == first.digest


def test_what_is_earned_is_not_submitted_again(cast):
    pursuit = started(cast)
    handed_in(pursuit, at=cast.at)
    complete(actor=None, pursuit=pursuit, at=cast.at)

    with pytest.raises(AlreadyEarned):
        handed_in(pursuit, at=cast.at)


def test_what_came_back_goes_in_again_only_when_something_open_changed(cast):
    pursuit = came_back(cast)
    reflection = asked(pursuit, "reflection")
    again = {"actor": cast.ada, "pursuit": pursuit, "attested": EVERYTHING, "form_key": uuid7(), "at": cast.at}
    with pytest.raises(NothingChanged, match="has changed since attempt 1"):
        submit(**again)

    answer = Answer.objects.get(pursuit=pursuit, requirement=reflection)
    where = {"actor": cast.ada, "pursuit": pursuit, "requirement": reflection, "at": cast.at}
    save_answer(**where, text="Quite another thought.", revision=answer.revision)
    save_answer(**where, text=answer.text, revision=answer.revision + 1)
    with pytest.raises(NothingChanged):
        submit(**again)

    save_answer(**where, text="Quite another thought.", revision=answer.revision + 2)
    say_changes(pursuit, at=cast.at)
    assert submit(**again).attempt == 2


def test_a_file_that_was_exchanged_is_a_change_and_the_same_file_is_none(cast):
    pursuit = started(cast)
    artifact = asked(pursuit, "artifact")
    first = put(pursuit, "notes.txt", b"Who was there.", at=cast.at, requirement=artifact)
    submission = handed_in(pursuit, at=cast.at)
    return_for_revision(actor=None, submission=submission, short=short(artifact.criteria.all()), at=cast.at)
    again = {"actor": cast.ada, "pursuit": pursuit, "attested": EVERYTHING, "form_key": uuid7(), "at": cast.at}

    take_out(actor=cast.ada, item=first, at=cast.at)
    put(pursuit, "the same.txt", b"Who was there.", at=cast.at, requirement=artifact)
    with pytest.raises(NothingChanged):
        submit(**again)

    put(pursuit, "another.txt", b"Who was there, by role.", at=cast.at, requirement=artifact)
    say_changes(pursuit, at=cast.at)
    assert submit(**again).attempt == 2
