"""The gates: sending a draft to its reviewers, passing it or sending it back, and which gates are asked for."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.authoring.gates import CHECKLISTS, REVIEWS, Gate, MoveKind, Stage, Words
from microcred.authoring.lint import Finding
from microcred.authoring.models import Draft, GatesAsked, Handover
from microcred.authoring.operations.drafts import held, may_write
from microcred.authoring.operations.standing import keep_stage, move
from microcred.authoring.operations.telling import tell_judges, tell_writers
from microcred.authoring.queries import (
    acts_at,
    named,
    open_remarks,
    quality_outcome,
    report_on,
    review_in_words,
    standing_of,
    writers_of,
)
from microcred.catalog.design import Design
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person
from microcred.quality.queries import keeps_quality


class WhyMissing(Refusal):
    """A gate is opened or closed with a reason, which others will read."""

    message = _("Say why, in a sentence or two: whoever reads this later knows nothing else.")
    field = "reason"


class AtAnotherGate(Refusal):
    """The draft does not stand at the gate at which it was to be judged."""

    message = _("This draft stands elsewhere now: {stage}. Open it again to see what happened and what comes next.")


class AlreadyWithReviewers(Refusal):
    """The draft was sent already."""

    message = _("This draft is with its reviewers already: {gate}. Take it back if you want to change it.")


class NotWithReviewers(Refusal):
    """There is nothing to take back."""

    message = _("Nobody is reading this draft now, so you can change it. Send it to review when it is done.")


class NothingToReview(Refusal):
    """No gate is left at which the draft would be read."""

    message = _("Every review that {owner} asks for is passed. Publish the draft when you are ready.")


class ProposalOpen(Refusal):
    """The draft has no accepted proposal, and its organization asks for one."""

    message = _("{owner} asks for a proposal before anyone reviews a draft. Propose this one; {who} can accept it.")


class NotFitToRead(Refusal):
    """Checks that block here found something, which a reviewer need not find again; `findings` lists it all."""

    message = _("Nobody need read this draft before the checks are content. {first} {mend} ({count} to mend in all.)")

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(first=findings[0].why, mend=findings[0].mend, count=len(findings))


class OwnDraft(Refusal):
    """Who wrote on a draft does not judge it."""

    message = _("You wrote on this draft, so somebody else judges it. {who} can.")
    status = 403


class ChecklistOpen(Refusal):
    """Not everything was looked at that is looked at before this gate is passed."""

    message = _(
        "Before you pass this draft, look at the rest of the list: {first} Or send it back and say what is wrong."
    )

    def __init__(self, missing: list[Words]) -> None:
        self.missing = missing
        super().__init__(first=missing[0])


class RemarksOpen(Refusal):
    """Comments or suggestions wait for an answer, and a gate would be passed over them."""

    message = _(
        "Still open on this draft: comments {comments}, suggestions {suggestions}. Resolve the comments and answer the "
        "suggestions, or send the draft back so that its authors do."
    )


class QualityReviewOpen(Refusal):
    """Two reviewers have not come to a pass."""

    message = _("The quality review says nothing that the draft could pass by: {state}")


class PilotSizeOdd(Refusal):
    """A pilot of no submissions tells nothing, and one of hundreds never ends."""

    message = _("A pilot waits for 1 to 100 submissions.")
    field = "pilot_size"


@operation
def send_to_review(*, actor: Person, draft: Draft, at: datetime, reason: str = "") -> Handover:
    """Send a draft to the next gate at which it is read. It stands still until it is sent or taken back.

    Args:
        reason: What the reviewers should know, if anything.

    Raises:
        AlreadyWithReviewers, NothingToReview, ProposalOpen, NotFitToRead, DraftPublished, NotAllowed.
    """
    may_write(actor, draft.owner, at)
    draft = held(draft)
    stands = standing_of(draft)
    if stands.with_reviewers:
        raise AlreadyWithReviewers(gate=stands.open[0].words)
    if Gate.PROPOSAL in stands.open:
        raise ProposalOpen(owner=draft.owner, who=named(draft, Gate.PROPOSAL, at=at))
    if not stands.open:
        raise NothingToReview(owner=draft.owner)
    blocking = report_on(draft, Design.model_validate(draft.design), today=at.date()).blocking
    if blocking:
        raise NotFitToRead(blocking)
    sent = move(draft, MoveKind.SENT, actor=actor, at=at, gate=stands.open[0], reason=reason.strip())
    tell_judges(draft, stands.open[0], sent, at=at)
    return sent


@operation
def take_back(*, actor: Person, draft: Draft, reason: str, at: datetime) -> Handover:
    """Take a draft back from its reviewers to change it. Gates that the change does not touch stay passed.

    Raises:
        NotWithReviewers, WhyMissing, DraftPublished, NotAllowed.
    """
    may_write(actor, draft.owner, at)
    draft = held(draft)
    stands = standing_of(draft)
    if not stands.with_reviewers:
        raise NotWithReviewers
    return move(draft, MoveKind.TAKEN_BACK, actor=actor, at=at, gate=stands.open[0], reason=_said(reason))


@operation
def pass_peer_review(*, actor: Person, draft: Draft, checked: Collection[str], reason: str, at: datetime) -> Handover:
    """Pass a draft as a colleague who had no hand in it.

    Args:
        checked: The items of the gate's list that were looked at: all of them.

    Raises:
        RemarksOpen: comments are unresolved, or suggestions unanswered.
        AtAnotherGate, OwnDraft, ChecklistOpen, WhyMissing, DraftPublished, NotAllowed.
    """
    draft = _judged(actor, draft, Gate.PEER_REVIEW, at=at)
    open_now = open_remarks(draft)
    if open_now.total:
        raise RemarksOpen(comments=open_now.comments, suggestions=open_now.suggestions)
    return _pass(Gate.PEER_REVIEW, actor=actor, draft=draft, checked=checked, reason=reason, at=at)


@operation
def pass_editorial_check(
    *, actor: Person, draft: Draft, checked: Collection[str], reason: str, at: datetime
) -> Handover:
    """Pass a draft as one that everybody can read and reach. Raises what `pass_peer_review` raises."""
    draft = _judged(actor, draft, Gate.EDITORIAL, at=at)
    return _pass(Gate.EDITORIAL, actor=actor, draft=draft, checked=checked, reason=reason, at=at)


@operation
def pass_quality_review(*, actor: Person, draft: Draft, reason: str, at: datetime) -> Handover:
    """Pass a draft by what its two quality reviewers came to, as one who looks after quality and wrote none of it.

    Raises:
        QualityReviewOpen: the review has not been opened or concluded, did not pass, or judged another design.
        What `pass_peer_review` raises.
    """
    draft = _judged(actor, draft, Gate.QUALITY_REVIEW, at=at)
    came_to = quality_outcome(draft)
    if not came_to.passes:
        raise QualityReviewOpen(state=review_in_words(came_to))
    return _pass(Gate.QUALITY_REVIEW, actor=actor, draft=draft, checked=(), reason=reason, at=at)


@operation
def send_back(*, actor: Person, draft: Draft, gate: Gate, reason: str, at: datetime) -> Handover:
    """Give a draft back to who wrote it, from the gate at which it stands, and say what is wrong.

    Raises:
        AtAnotherGate, OwnDraft, WhyMissing, DraftPublished, NotAllowed.
    """
    draft = _judged(actor, draft, gate, at=at)
    back = move(draft, MoveKind.SENT_BACK, actor=actor, at=at, gate=gate, reason=_said(reason))
    tell_writers(draft, gate, back, at=at)
    return back


@operation
def ask_for_gates(
    *,
    actor: Person | None,
    organization: Organization,
    gates: Collection[Gate],
    pilot_size: int,
    reason: str,
    at: datetime,
) -> GatesAsked:
    """Say which gates drafts of an organization, and of those below that say nothing themselves, have to pass.

    Args:
        actor: Who looks after quality there: an administrator of the organization or of one above it, or of the
            partnership; or None for the operator.
        pilot_size: Submissions that a pilot waits for.

    Raises:
        WhyMissing, PilotSizeOdd, NotAllowed.
    """
    if actor is not None and not keeps_quality(actor, organization, at=at):
        raise NotAllowed
    if not 1 <= pilot_size <= 100:
        raise PilotSizeOdd
    asked = GatesAsked.objects.create(
        organization=organization,
        gates=[gate.value for gate in Gate if gate in gates],
        pilot_size=pilot_size,
        reason=_said(reason),
        set_at=at,
        set_by=actor,
    )
    below = Draft.objects.select_for_update(no_key=True, of=("self",)).filter(
        owner__lineage__contains=[organization.pk], publication__isnull=True, handovers__isnull=False
    )
    for draft in Draft.objects.filter(pk__in=below.order_by("pk")).select_related("owner").order_by("pk"):
        keep_stage(draft, at=at)
    return asked


def _pass(gate: Gate, *, actor: Person, draft: Draft, checked: Collection[str], reason: str, at: datetime) -> Handover:
    missing = [item.words for item in CHECKLISTS.get(gate, ()) if item.name not in checked]
    if missing:
        raise ChecklistOpen(missing)
    known = {item.name for item in CHECKLISTS.get(gate, ())}
    passed = move(
        draft, MoveKind.PASSED, actor=actor, at=at, gate=gate, reason=_said(reason), checked=known & set(checked)
    )
    tell_writers(draft, gate, passed, at=at)
    stands = standing_of(draft)
    if stands.with_reviewers:
        tell_judges(draft, stands.open[0], passed, at=at)
    return passed


def _judged(actor: Person, draft: Draft, gate: Gate, *, at: datetime) -> Draft:
    """The draft, when it stands at the gate and the actor may judge it there.

    It is held, so that what is asked of it afterwards stays so until it is decided.
    """
    if gate not in REVIEWS or not acts_at(gate, actor, draft.owner, at=at):
        raise NotAllowed
    draft = held(draft)
    if writers_of(draft).filter(pk=actor.pk).exists():
        raise OwnDraft(who=named(draft, gate, at=at))
    stands = standing_of(draft)
    if stands.stage is not Stage(gate.value):
        raise AtAnotherGate(stage=stands.stage.words)
    return draft


def _said(reason: str) -> str:
    if not reason.strip():
        raise WhyMissing
    return reason.strip()
