"""The gates of a draft: who opens them, in which order, and what an edit closes again."""

from datetime import timedelta

import pytest

from microcred.authoring.gates import REVIEWS, Gate, Stage
from microcred.authoring.judging import Verdict
from microcred.authoring.models import Draft, Handover
from microcred.authoring.operations import (
    AlreadyWithReviewers,
    AtAnotherGate,
    ChecklistOpen,
    DraftHeld,
    GatesOpen,
    NotFitToRead,
    NothingToReview,
    NotWithReviewers,
    OwnDraft,
    ProposalOpen,
    QualityReviewOpen,
    RemarksOpen,
    WhyMissing,
    accept_suggestion,
    comment,
    pass_editorial_check,
    pass_peer_review,
    pass_quality_review,
    publish,
    resolve,
    save_draft,
    send_back,
    send_to_review,
    suggest,
    take_back,
)
from microcred.authoring.queries import standing_of
from microcred.authoring.tests import passing as make
from microcred.catalog.models import Pilot
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice

pytestmark = pytest.mark.django_db

PEER, EDITORIAL, QUALITY = REVIEWS


def stage(draft):
    """Where its rows say that it stands, and that it says so itself."""
    found = standing_of(draft).stage
    assert Draft.objects.get(pk=draft.pk).stage == found.value
    return found


def edit(draft, **fields):
    draft.refresh_from_db()
    design = {**draft.design, **fields}
    return save_draft(actor=make.cora(), draft=draft, design=design, revision=draft.revision, at=make.AT)


def peer_passes(draft, *, who=None, reason="I would use it.", checked=make.EVERY_ITEM[PEER]):
    return pass_peer_review(actor=who or make.peer(), draft=draft, checked=checked, reason=reason, at=make.AT)


def test_a_draft_goes_through_its_gates_and_is_published_in_pilot():
    draft = make.passed()
    assert stage(draft) is Stage.READY

    version = publish(actor=make.cora(), draft=draft, at=make.AT)

    assert stage(draft) is Stage.PUBLISHED
    assert Pilot.objects.get().version == version
    assert Pilot.objects.get().size == 10
    rows = [(row.kind, row.gate, row.by.name) for row in Handover.objects.order_by("number")]
    assert rows == [
        ("sent", "peer-review", "Cora"),
        ("passed", "peer-review", "Petra"),
        ("passed", "editorial", "Petra"),
        ("passed", "quality-review", "Alma"),
    ]


def test_nobody_is_asked_to_review_what_nobody_accepted():
    draft = make.draft()
    make.admin()

    with pytest.raises(ProposalOpen, match="Alma can accept it"):
        send_to_review(actor=make.cora(), draft=draft, at=make.AT)


def test_the_next_version_of_what_is_there_needs_no_proposal():
    from microcred.catalog.tests.make import version

    draft = make.draft(None, micro_credential=version().micro_credential)

    assert send_to_review(actor=make.cora(), draft=draft, at=make.AT).gate == PEER


def test_nobody_need_read_what_the_checks_find():
    draft = make.proposed(make.draft(make.plain_design(key_method="TBD")))

    with pytest.raises(NotFitToRead, match="placeholder"):
        send_to_review(actor=make.cora(), draft=draft, at=make.AT)


def test_a_draft_that_is_read_stands_still_until_it_is_taken_back():
    draft = make.sent()
    with pytest.raises(DraftHeld, match="Take it back to change it"):
        edit(draft, name="Another")

    take_back(actor=make.cora(), draft=draft, reason="A better idea.", at=make.AT)

    assert stage(draft) is Stage.WRITING
    assert edit(draft, name="Another").design["name"] == "Another"


def test_the_author_judges_nothing_that_they_wrote():
    make.peer()
    with pytest.raises(OwnDraft, match="Petra can"):
        peer_passes(make.sent(), who=make.cora())


def test_neither_does_who_only_lent_a_hand():
    make.peer()
    draft = make.draft()
    save_draft(actor=make.peer(), draft=draft, design={**draft.design, "tags": ["change"]}, revision=0, at=make.AT)
    make.sent(draft)

    with pytest.raises(OwnDraft):
        peer_passes(draft)


@pytest.mark.parametrize("who", [make.gus, make.admin])
def test_a_peer_is_an_author(who):
    with pytest.raises(NotAllowed):
        peer_passes(make.sent(), who=who())


def test_a_peer_passes_with_a_reason_after_looking_at_everything():
    draft = make.sent()
    with pytest.raises(ChecklistOpen, match="choose the same level"):
        peer_passes(draft, checked=["one-skill", "method", "evidence"])
    with pytest.raises(WhyMissing):
        peer_passes(draft, reason="  ")
    assert peer_passes(draft).checked == sorted(make.EVERY_ITEM[PEER])
    assert stage(draft) is Stage.EDITORIAL


def test_a_peer_passes_over_no_open_comment():
    draft = make.sent()
    said = comment(actor=make.peer(), draft=draft, path="competency", text="Which change?", at=make.AT)
    with pytest.raises(RemarksOpen, match="comments 1, suggestions 0"):
        peer_passes(draft)

    resolve(actor=make.cora(), thread=said, at=make.AT)

    assert peer_passes(draft)


def test_a_draft_that_is_read_takes_no_suggestion_in():
    draft = make.sent()
    words = suggest(actor=make.peer(), draft=draft, path="name", text="Leading Change", at=make.AT)
    with pytest.raises(DraftHeld):
        accept_suggestion(actor=make.cora(), suggestion=words, at=make.AT)


def test_gates_are_passed_in_their_order():
    draft = make.sent()

    with pytest.raises(AtAnotherGate, match="In peer review"):
        pass_editorial_check(
            actor=make.peer(), draft=draft, checked=make.EVERY_ITEM[EDITORIAL], reason="Fine.", at=make.AT
        )
    with pytest.raises(AtAnotherGate, match="In peer review"):
        pass_quality_review(actor=make.admin(), draft=draft, reason="Fine.", at=make.AT)
    with pytest.raises(GatesOpen, match=r"Peer review comes first\. It is being read. Petra can pass it"):
        publish(actor=make.cora(), draft=draft, at=make.AT)


def test_what_was_never_sent_is_judged_nowhere():
    draft = make.draft()

    with pytest.raises(AtAnotherGate, match="Being written"):
        peer_passes(draft)
    with pytest.raises(NotWithReviewers):
        take_back(actor=make.cora(), draft=draft, reason="Oh.", at=make.AT)
    with pytest.raises(GatesOpen, match="Proposal comes first"):
        publish(actor=make.cora(), draft=draft, at=make.AT)


def test_the_quality_gate_is_passed_by_what_two_reviewers_came_to():
    draft = make.sent(to=QUALITY)

    def passes():
        return pass_quality_review(actor=make.admin(), draft=draft, reason="As the reviewers found.", at=make.AT)

    with pytest.raises(QualityReviewOpen, match="nobody has asked two reviewers"):
        passes()
    make.reviewed(draft, verdict=Verdict.NOT_MET)
    with pytest.raises(QualityReviewOpen, match="was not passed"):
        passes()
    send_back(actor=make.admin(), draft=draft, gate=QUALITY, reason="Two components are not met.", at=make.AT)
    edit(draft, hours=draft.design["hours"] + 1)
    make.sent(draft, to=QUALITY)
    make.reviewed(draft)
    assert passes().by == make.admin()
    assert stage(draft) is Stage.READY


def test_reviewers_see_no_way_to_pass_it_themselves():
    draft = make.sent(to=QUALITY)
    make.reviewed(draft)
    with pytest.raises(NotAllowed):
        pass_quality_review(actor=make.reviewers()[0], draft=draft, reason="Fine.", at=make.AT)


def test_a_draft_is_sent_once():
    with pytest.raises(AlreadyWithReviewers):
        send_to_review(actor=make.cora(), draft=make.sent(), at=make.AT)


def test_when_every_review_is_passed_nothing_is_left_to_send():
    with pytest.raises(NothingToReview, match="Publish the draft"):
        send_to_review(actor=make.cora(), draft=make.passed(), at=make.AT)


def test_a_draft_sent_back_says_why_and_goes_on_from_the_same_gate():
    draft = make.sent(to=EDITORIAL)
    with pytest.raises(WhyMissing):
        send_back(actor=make.peer(), draft=draft, gate=EDITORIAL, reason="", at=make.AT)

    send_back(actor=make.peer(), draft=draft, gate=EDITORIAL, reason="Two links are dead.", at=make.AT)

    assert stage(draft) is Stage.WRITING
    told = Notice.objects.get(person=make.cora(), kind="draft_sent_back")
    assert "Two links are dead." in told.body
    edit(draft, tags=["change", "mended"])
    assert send_to_review(actor=make.cora(), draft=draft, at=make.AT).gate == EDITORIAL


def test_an_edit_of_the_rubric_needs_all_reviews_again_and_a_comma_only_one():
    draft = make.passed()
    edit(draft, tags=["change", "another"])
    assert (stage(draft), standing_of(draft).open) == (Stage.WRITING, (EDITORIAL,))

    edit(draft, hours=draft.design["hours"] + 3)
    assert standing_of(draft).open == (PEER, EDITORIAL, QUALITY)
    with pytest.raises(GatesOpen, match=r"Peer review comes first\. Send it to review"):
        publish(actor=make.cora(), draft=draft, at=make.AT)

    edit(draft, hours=draft.design["hours"], tags=make.plain_design().tags)
    assert stage(draft) is Stage.READY


def test_strangers_send_and_take_back_nothing():
    draft = make.proposed()
    with pytest.raises(NotAllowed):
        send_to_review(actor=make.gus(), draft=draft, at=make.AT)
    with pytest.raises(NotAllowed):
        take_back(actor=make.admin(), draft=draft, reason="Mine.", at=make.AT)
    with pytest.raises(NotAllowed):
        send_back(actor=make.peer(), draft=draft, gate=Gate.PILOT, reason="No such gate.", at=make.AT)


def test_who_may_judge_is_told_and_the_writer_hears_what_became_of_it():
    draft = make.sent()
    assert [notice.person for notice in Notice.objects.filter(kind="draft_waits")] == [make.peer()]

    peer_passes(draft, reason="I would use it tomorrow.")

    [told] = Notice.objects.filter(person=make.cora(), kind="draft_passed")
    assert "tomorrow" in told.body


def test_a_draft_changed_after_a_day_keeps_since_when_it_stands_there():
    draft = make.sent()
    later = make.AT + timedelta(days=1)
    pass_peer_review(actor=make.peer(), draft=draft, checked=make.EVERY_ITEM[PEER], reason="Good.", at=later)

    assert Draft.objects.get(pk=draft.pk).stage_since == later
