import pytest

from microcred.authoring.models import Draft, ProposalDecision, ProposalWording
from microcred.authoring.operations import (
    DraftPublished,
    NothingToPropose,
    OwnProposal,
    PartMissing,
    ProposalDecided,
    ProposalWaits,
    WhyMissing,
    accept_proposal,
    add_to_proposal,
    ask_for_more,
    decline_proposal,
    propose,
    publish,
)
from microcred.authoring.queries import standing_of, writers_of
from microcred.authoring.tests import passing as make
from microcred.catalog.tests.make import version
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint

pytestmark = pytest.mark.django_db


def proposal(**changes):
    make.admin()
    return propose(actor=make.cora(), owner=make.university(), said=make.said(**changes), at=make.AT)


def accepted(wording, **more):
    return accept_proposal(
        **{"actor": make.admin(), "wording": wording, "reason": "We need it.", "at": make.AT, **more}
    )


def test_an_accepted_proposal_starts_a_draft_in_the_hands_of_who_proposed_it():
    draft = accepted(proposal())

    assert draft.design["name"] == "Leading Change in a School"
    assert draft.design["audience"] == ["teacher leader", "school leader"]
    assert [writer.name for writer in writers_of(draft)] == ["Cora"]
    assert standing_of(draft).open[0] == "peer-review"
    assert "We need it." in Notice.objects.get(person=make.cora(), kind="proposal_decided").body


def test_a_draft_that_was_begun_goes_on():
    begun = make.draft()
    wording = propose(actor=make.cora(), owner=make.university(), said=make.said(), draft=begun, at=make.AT)

    assert accepted(wording) == begun
    assert Draft.objects.count() == 1


def test_what_the_catalogue_has_that_is_near_is_written_down():
    there = version()
    wording = proposal(name=there.title, competency=there.competency)

    assert wording.near[0]["title"] == "Managing Change"
    assert wording.near[0]["likeness"] > 0.5
    assert proposal(name="Beekeeping", competency="The educator keeps bees through a winter.").near == []


@pytest.mark.parametrize("part", ["name", "competency", "need", "audience", "sponsor"])
def test_a_proposal_says_all_that_a_decision_needs(part):
    with pytest.raises(PartMissing) as refused:
        proposal(**{part: "  "})
    assert refused.value.field == part


def test_a_decision_has_a_reason_and_is_made_once():
    wording = proposal()
    with pytest.raises(WhyMissing):
        accepted(wording, reason=" ")
    decline_proposal(actor=make.admin(), wording=wording, reason="The state has it already.", at=make.AT)

    with pytest.raises(ProposalDecided, match="Alma has decided this already: Declined"):
        accepted(wording)
    assert not Draft.objects.exists()


def test_nobody_decides_what_they_propose():
    make.admin()
    appoint(actor=None, person=make.cora(), organization=make.university(), role=Role.ORG_ADMIN, at=make.AT)

    with pytest.raises(OwnProposal):
        accepted(proposal(), actor=make.cora())


@pytest.mark.parametrize("who", [make.peer, make.gus])
def test_only_an_administrator_decides(who):
    with pytest.raises(NotAllowed):
        accepted(proposal(), actor=who())


def test_only_authors_propose():
    with pytest.raises(NotAllowed):
        propose(actor=make.gus(), owner=make.university(), said=make.said(), at=make.AT)


def test_who_is_asked_for_more_words_it_anew_and_the_first_wording_stays():
    first = proposal()
    with pytest.raises(ProposalWaits):
        add_to_proposal(actor=make.cora(), proposal=first.proposal, said=make.said(), at=make.AT)
    ask_for_more(actor=make.admin(), wording=first, reason="How many teachers?", at=make.AT)

    second = add_to_proposal(
        actor=make.cora(), proposal=first.proposal, said=make.said(need="Two hundred teachers."), at=make.AT
    )

    assert accepted(second).design["name"] == "Leading Change in a School"
    assert [(one.number, one.decision.outcome) for one in ProposalWording.objects.order_by("number")] == [
        (1, "more_asked"),
        (2, "accepted"),
    ]
    with pytest.raises(ProposalDecided):
        add_to_proposal(actor=make.cora(), proposal=first.proposal, said=make.said(), at=make.AT)


def test_a_declined_draft_may_be_proposed_again_and_an_accepted_one_need_not():
    begun = make.draft()

    def again():
        return propose(actor=make.cora(), owner=make.university(), said=make.said(), draft=begun, at=make.AT)

    wording = again()
    with pytest.raises(ProposalWaits):
        again()
    make.admin()
    decline_proposal(actor=make.admin(), wording=wording, reason="Not yet.", at=make.AT)
    accepted(again())
    with pytest.raises(NothingToPropose, match="was accepted"):
        again()
    assert ProposalDecision.objects.count() == 2


def test_what_has_become_a_version_or_is_one_already_needs_no_proposal():
    next_one = make.draft(None, micro_credential=version().micro_credential)
    with pytest.raises(NothingToPropose, match="next version"):
        propose(actor=make.cora(), owner=make.university(), said=make.said(), draft=next_one, at=make.AT)
    make.no_gates()
    publish(actor=make.cora(), draft=next_one, at=make.AT)
    with pytest.raises(DraftPublished):
        propose(actor=make.cora(), owner=make.university(), said=make.said(), draft=next_one, at=make.AT)
