"""Proposing a micro-credential before it is written, and deciding what is proposed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.authoring.gates import Gate
from microcred.authoring.models import Draft, Proposal, ProposalDecision, ProposalWording
from microcred.authoring.operations.drafts import held, keep_state, may_write
from microcred.authoring.operations.gates import WhyMissing
from microcred.authoring.operations.standing import keep_stage
from microcred.authoring.operations.telling import MOST_TOLD
from microcred.authoring.queries import acts_at, near_in_catalogue
from microcred.authoring.rules import outline
from microcred.catalog.design import as_json
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import people_with

Outcome = ProposalDecision.Outcome


class PartMissing(Refusal):
    """A part of the proposal says nothing."""

    message = _("“{part}” says nothing yet. Whoever decides needs it.")


class ProposalDecided(Refusal):
    """The proposal, as it stood there, was decided."""

    message = _("{who} has decided this already: {outcome}. Open the proposal again to read why.")


class ProposalWaits(Refusal):
    """The proposal has not been decided; nothing more was asked for."""

    message = _("This proposal waits for a decision. You can add to it when more is asked for.")


class OwnProposal(Refusal):
    """Nobody decides what they propose."""

    message = _("You proposed this, so somebody else decides it: another administrator of {owner}, or of one above it.")
    status = 403


class NothingToPropose(Refusal):
    """The draft needs no proposal."""

    message = _("This draft needs no proposal: {why}")


@dataclass(frozen=True)
class Said:
    """What a proposal says.

    Attributes:
        name: A working title.
        need: Who lacks it, and how that is known.
        standards: Which standards it serves; may be empty.
        sponsor: Who stands behind it.
        beside: What is different from what the catalogue has; may be empty where nothing is near.
    """

    name: str
    competency: str
    need: str
    audience: str
    sponsor: str
    standards: str = ""
    beside: str = ""


PARTS: dict[str, str | Promise] = {
    "name": _("Working title"),
    "competency": _("Competency"),
    "need": _("Need"),
    "audience": _("Audience"),
    "sponsor": _("Sponsor"),
}


@operation
def propose(
    *, actor: Person, owner: Organization, said: Said, at: datetime, draft: Draft | None = None
) -> ProposalWording:
    """Propose a micro-credential to an organization that one writes for; with `draft`, one that was begun already.

    Raises:
        PartMissing, NothingToPropose, ProposalWaits, DraftPublished, NotAllowed.
    """
    may_write(actor, owner, at)
    if draft is not None:
        draft = held(draft)
        if draft.owner_id != owner.pk:
            raise NotAllowed
        if draft.micro_credential_id is not None:
            raise NothingToPropose(why=_("it is the next version of a micro-credential that is there."))
        if ProposalDecision.objects.filter(draft=draft).exists():
            raise NothingToPropose(why=_("its proposal was accepted."))
        if ProposalWording.objects.filter(proposal__draft=draft, decision__isnull=True).exists():
            raise ProposalWaits
    proposal = Proposal.objects.create(owner=owner, draft=draft, proposed_by=actor, proposed_at=at)
    return _word(proposal, said, actor=actor, at=at)


@operation
def add_to_proposal(*, actor: Person, proposal: Proposal, said: Said, at: datetime) -> ProposalWording:
    """Word a proposal anew, after more was asked for.

    Raises:
        ProposalWaits, ProposalDecided, PartMissing, NotAllowed.
    """
    may_write(actor, proposal.owner, at)
    hold(proposal.pk)
    last = ProposalWording.objects.filter(proposal=proposal).select_related("decision__decided_by").latest("number")
    decision = getattr(last, "decision", None)
    if decision is None:
        raise ProposalWaits
    if decision.outcome != Outcome.MORE_ASKED:
        raise _decided(decision)
    return _word(proposal, said, actor=actor, at=at)


@operation
def accept_proposal(*, actor: Person, wording: ProposalWording, reason: str, at: datetime) -> Draft:
    """Accept what is proposed. A draft starts from it, or the draft that was begun before goes on.

    Raises:
        ProposalDecided, OwnProposal, WhyMissing, DraftPublished, NotAllowed.
    """
    _undecided(actor, wording, reason, at=at)
    proposal = wording.proposal
    if proposal.draft is not None:
        draft = held(proposal.draft)
    else:
        draft = _begun(wording, at=at)
    _decide(actor, wording, Outcome.ACCEPTED, reason, at=at, draft=draft)
    keep_stage(draft, at=at)
    return draft


@operation
def decline_proposal(*, actor: Person, wording: ProposalWording, reason: str, at: datetime) -> ProposalDecision:
    """Decline what is proposed. Raises what `accept_proposal` raises."""
    _undecided(actor, wording, reason, at=at)
    return _decide(actor, wording, Outcome.DECLINED, reason, at=at)


@operation
def ask_for_more(*, actor: Person, wording: ProposalWording, reason: str, at: datetime) -> ProposalDecision:
    """Ask for more before deciding: the reason says what. Raises what `accept_proposal` raises."""
    _undecided(actor, wording, reason, at=at)
    return _decide(actor, wording, Outcome.MORE_ASKED, reason, at=at)


def _word(proposal: Proposal, said: Said, *, actor: Person, at: datetime) -> ProposalWording:
    for part, words in PARTS.items():
        if not getattr(said, part).strip():
            raise PartMissing(field=part, part=words)
    last = ProposalWording.objects.filter(proposal=proposal).aggregate(last=Max("number"))["last"] or 0
    near = near_in_catalogue(said.name, said.competency) or []
    wording = ProposalWording.objects.create(
        proposal=proposal,
        number=last + 1,
        **{field: getattr(said, field).strip() for field in Said.__dataclass_fields__},
        near=[{"title": one.title, "likeness": one.likeness} for one in near],
        written_at=at,
        written_by=actor,
    )
    admins = people_with(Role.ORG_ADMIN, organization=proposal.owner, at=at).exclude(pk=actor.pk)
    for person in admins[:MOST_TOLD]:
        tell(
            actor=actor,
            person=person,
            kind="proposal_made",
            subject=format_lazy(_("To decide: {name}"), name=wording.name),
            body=format_lazy(
                _("{who} proposes “{name}” to {owner}."), who=actor.name, name=wording.name, owner=proposal.owner.name
            ),
            path=reverse("proposal", args=[proposal.pk]),
            key=f"proposal:{proposal.pk}:{wording.number}",
            at=at,
        )
    return wording


def _undecided(actor: Person, wording: ProposalWording, reason: str, *, at: datetime) -> None:
    proposal = wording.proposal
    if not acts_at(Gate.PROPOSAL, actor, proposal.owner, at=at):
        raise NotAllowed
    if actor.pk in (proposal.proposed_by_id, wording.written_by_id):
        raise OwnProposal(owner=proposal.owner)
    hold(proposal.pk)
    decision = ProposalDecision.objects.filter(wording=wording).select_related("decided_by").first()
    if decision is not None:
        raise _decided(decision)
    if not reason.strip():
        raise WhyMissing


def _decided(decision: ProposalDecision) -> ProposalDecided:
    return ProposalDecided(who=decision.decided_by, outcome=Outcome(decision.outcome).label)


def _decide(
    actor: Person, wording: ProposalWording, outcome: Outcome, reason: str, *, at: datetime, draft: Draft | None = None
) -> ProposalDecision:
    decision = ProposalDecision.objects.create(
        wording=wording, outcome=outcome, reason=reason.strip(), draft=draft, decided_at=at, decided_by=actor
    )
    proposal = wording.proposal
    tell(
        actor=actor,
        person=proposal.proposed_by,
        kind="proposal_decided",
        subject=format_lazy(_("{outcome}: {name}"), outcome=outcome.label, name=wording.name),
        body=format_lazy(_("{who}: {reason}"), who=actor.name, reason=decision.reason),
        path=reverse("proposal", args=[proposal.pk]),
        key=f"proposal:{proposal.pk}:{wording.number}:decided",
        at=at,
    )
    return decision


def _begun(wording: ProposalWording, *, at: datetime) -> Draft:
    """A draft with what the proposal says of it, in the hands of who proposed it."""
    audience = tuple(part.strip() for part in wording.audience.split(",") if part.strip())
    design = outline().model_copy(update={"name": wording.name, "competency": wording.competency, "audience": audience})
    draft = Draft.objects.create(
        owner=wording.proposal.owner,
        design=as_json(design),
        changed_at=at,
        changed_by=wording.proposal.proposed_by,
    )
    keep_state(draft)
    return draft
