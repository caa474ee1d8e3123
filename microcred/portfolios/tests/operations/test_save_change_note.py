"""Saying what changed, and what is judged anew because of it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.catalog.models import Criterion
from microcred.foundation.ids import uuid7
from microcred.foundation.refusals import NotAllowed
from microcred.portfolios.models import ChangeNote, JudgedAnew, SubmittedChangeNote
from microcred.portfolios.operations import (
    BeingJudged,
    ChangeNoteMissing,
    ChangeNoteOvertaken,
    ChangeNoteTooLong,
    NothingCameBack,
    save_answer,
    save_change_note,
    submit,
)
from microcred.portfolios.operations.change_notes import LONGEST_NOTE
from microcred.portfolios.queries import notes_wanted, workspace_of
from microcred.portfolios.rules import digest_of, judged_anew
from microcred.portfolios.tests.make import EVERYTHING, came_back, handed_in, later, revise, started

A, B, C, X, Y = (uuid7() for _number in range(5))


@pytest.mark.parametrize(
    ("feeds", "reopened", "changed", "anew"),
    [
        ({X: [A, B], Y: [C]}, [A], [X], {B}),
        ({X: [A, B], Y: [C]}, [A], [], set()),
        ({X: [A, B], Y: [C]}, [A, B], [X], set()),
        ({X: [A, B], Y: [A, C]}, [A], [X, Y], {B, C}),
        ({X: [A], Y: [C]}, [A], [X], set()),
        ({X: [], Y: [C]}, [A], [X], set()),
    ],
    ids=["feeds-both", "nothing-changed", "both-came-back", "two-changed", "feeds-only-it", "feeds-none"],
)
def test_what_rests_on_changed_evidence_is_judged_anew(feeds, reopened, changed, anew):
    assert judged_anew(feeds, reopened=reopened, changed=changed) == anew


IDS = st.sampled_from([A, B, C])


@given(st.dictionaries(st.sampled_from([X, Y]), st.lists(IDS, unique=True), min_size=2), st.sets(IDS))
def test_nothing_is_judged_anew_unless_it_was_settled_and_something_it_rests_on_changed(feeds, reopened):
    assert judged_anew(feeds, reopened=reopened, changed=[]) == frozenset()
    anew = judged_anew(feeds, reopened=reopened, changed=list(feeds))
    assert anew.isdisjoint(reopened)
    assert anew <= {each for fed in feeds.values() for each in fed}


def said(pursuit, text="The second paragraph names who was there.", *, at, revision=0, criterion=None, actor=None):
    return save_change_note(
        actor=actor or pursuit.person,
        pursuit=pursuit,
        criterion=criterion or reopened(pursuit)[0],
        text=text,
        revision=revision,
        at=at,
    )


def reopened(pursuit):
    return list(Criterion.objects.filter(pk__in=workspace_of(pursuit).reopened).order_by("position"))


def written_anew(pursuit, *, at):
    """What is open, and in writing, is written anew, without a word about it."""
    for work in workspace_of(pursuit).counted:
        if work.takes_text:
            save_answer(
                actor=pursuit.person,
                pursuit=pursuit,
                requirement=work.requirement,
                text=f"{work.text} More.",
                revision=work.answer.revision,
                at=at,
            )


def handed_in_as_it_stands(pursuit, *, at):
    return submit(actor=pursuit.person, pursuit=pursuit, attested=EVERYTHING, form_key=uuid7(), at=at)


def test_each_criterion_that_came_back_needs_a_note_before_the_work_goes_in_again(cast):
    pursuit = came_back(cast)
    written_anew(pursuit, at=cast.at)

    with pytest.raises(ChangeNoteMissing) as refused:
        handed_in_as_it_stands(pursuit, at=cast.at)
    assert str(reopened(pursuit)[0].name) in str(refused.value)

    for criterion in reopened(pursuit):
        said(pursuit, criterion=criterion, at=cast.at)
    handed_in_as_it_stands(pursuit, at=cast.at)


def test_notes_are_frozen_with_the_attempt_and_stand_in_the_manifest(cast):
    pursuit = came_back(cast)
    revise(pursuit, at=cast.at)
    save_change_note(
        actor=cast.ada, pursuit=pursuit, criterion=None, text="Another class: the same unit.", revision=0, at=cast.at
    )
    submission = handed_in_as_it_stands(pursuit, at=cast.at)

    manifest = json.loads(submission.manifest)
    frozen = {note.criterion_id: note.text for note in SubmittedChangeNote.objects.filter(submission=submission)}
    assert frozen[None] == "Another class: the same unit."
    assert {note["sha256"] for note in manifest["changeNotes"]} == {digest_of(text) for text in frozen.values()}
    assert manifest.get("judgedAnew", []) == [
        str(row.criterion_id)
        for row in JudgedAnew.objects.filter(submission=submission).order_by("criterion__position")
    ]
    with pytest.raises(BeingJudged):
        said(pursuit, at=cast.at, criterion=pursuit.version.criteria.first())


def test_what_was_met_and_rests_on_changed_evidence_is_written_down_to_be_judged_anew(cast):
    pursuit = started(cast)
    shared = next(work for work in workspace_of(pursuit).work if len(work.criteria) > 1)
    first, *others = Criterion.objects.filter(pk__in=[one.id for one in shared.criteria]).order_by("position")
    returned = came_back_with(cast, pursuit, [first])
    assert notes_wanted(workspace_of(returned))[0].criterion.id == first.pk

    submission = handed_in(returned, at=later(cast.at, days=1))

    anew = set(JudgedAnew.objects.filter(submission=submission).values_list("criterion", flat=True))
    assert {one.pk for one in others} <= anew
    assert first.pk not in anew


def came_back_with(cast, pursuit, criteria):
    from microcred.portfolios.operations import return_for_revision
    from microcred.portfolios.tests.make import short

    submission = handed_in(pursuit, at=cast.at)
    return_for_revision(actor=None, submission=submission, short=short(criteria), at=cast.at)
    return pursuit


def test_another_tab_is_never_written_over(cast):
    pursuit = came_back(cast)
    first = said(pursuit, at=cast.at)
    assert said(pursuit, at=cast.at, revision=0) == first, "the same words are no conflict"

    with pytest.raises(ChangeNoteOvertaken) as overtaken:
        said(pursuit, "Something else.", at=cast.at, revision=0)
    assert overtaken.value.theirs == first
    assert said(pursuit, "Something else.", at=cast.at, revision=1).revision == 2


def test_what_did_not_come_back_has_nothing_to_be_said_of(cast):
    pursuit = came_back(cast)
    settled = pursuit.version.criteria.exclude(pk__in=[one.pk for one in reopened(pursuit)]).first()
    with pytest.raises(NothingCameBack):
        said(pursuit, at=cast.at, criterion=settled)
    with pytest.raises(NothingCameBack):
        said(started(cast, pursuit.version, person=cast.gus), at=cast.at, criterion=settled)
    with pytest.raises(ChangeNoteTooLong):
        said(pursuit, "x" * (LONGEST_NOTE + 1), at=cast.at)
    with pytest.raises(NotAllowed):
        said(pursuit, at=cast.at, actor=cast.gus)
    assert not ChangeNote.objects.exists()
