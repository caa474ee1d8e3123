"""The verbs of approval before beginning: asking, talking about it, deciding, taking it back, reminding."""

from datetime import datetime
from uuid import uuid5

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import MicroCredential
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person
from microcred.recognition.events import ApprovalAsked, ApprovalDecided, ApprovalTalked
from microcred.recognition.models import (
    ApprovalDecision,
    ApprovalRequest,
    ApprovalWithdrawal,
    ApprovalWord,
    Policy,
)
from microcred.recognition.operations.rulings import whose_word
from microcred.recognition.queries.prior_approvals import OPEN, begun_at, decides_for, wanted
from microcred.recognition.queries.ruling_terms import promised_by
from microcred.recognition.rules.reason_codes import NEEDS_WORDS, REASON_CODES, About


class ApprovalNotWanted(Refusal):
    """No rule asks for it."""

    message = _("No rule of yours asks for approval before you begin this one. You can begin.")


class BegunAlready(Refusal):
    """Approval comes before beginning."""

    message = _(
        "You began this on {day}, and the rules ask for approval before. Go on with it: the credential is yours all "
        "the same. Ask your coordinator whether an exception can be made for the credit."
    )


class AskedAlready(Refusal):
    """One request at a time."""

    message = _("You asked for this on {day}, and it waits for an answer. Take it back first, or add a word to it.")


class ApprovedAlready(Refusal):
    """There is a yes."""

    message = _("This was approved on {day}. There is nothing more to ask.")


class NoLongerOpen(Refusal):
    """It was decided or taken back."""

    message = _("This request was decided or taken back meanwhile. Load the page again to see what became of it.")


class OwnApproval(Refusal):
    """Nobody decides on their own request."""

    message = _("This is your own request. Somebody else must decide it.")


class BegunMeanwhile(Refusal):
    """An approval would come too late to count."""

    message = _(
        "{person} began on {day}, so an approval no longer comes before. Say no with the reason that it was begun; an "
        "exception can be made once the credit is in your queue."
    )


class ReasonMissing(Refusal):
    """A no without its reason."""

    message = _("Choose the reason. The educator reads it, with what they can do.")
    field = "code"


class WordsMissing(Refusal):
    """The code says nothing without words, or nothing was said."""

    message = _("Say it in words. The other side reads them.")
    field = "words"


@operation
def ask_for_approval(
    *,
    actor: Person,
    micro_credential: MicroCredential,
    policy: Policy,
    decider: Organization,
    words: str,
    at: datetime,
) -> ApprovalRequest:
    """Ask, before beginning a micro-credential, for the approval that a policy wants.

    Args:
        policy, decider: one of those that the rules about the person name.
        words: what it is wanted for; may be empty.

    Raises:
        ApprovalNotWanted, BegunAlready, AskedAlready, ApprovedAlready.
    """
    asks = next(
        (
            one
            for one in wanted(actor, micro_credential, at=at)
            if one.policy.pk == policy.pk and decider.pk in {each.pk for each in one.deciders}
        ),
        None,
    )
    if asks is None:
        raise ApprovalNotWanted
    hold(uuid5(micro_credential.pk, str(actor.pk)))
    begun = begun_at(actor, micro_credential.pk)
    if begun is not None:
        raise BegunAlready(day=date_format(begun))
    before = ApprovalRequest.objects.filter(
        person=actor, micro_credential=micro_credential, policy__slug=policy.slug, decider=decider
    ).order_by("-asked_at", "-pk")
    waiting = before.filter(OPEN).first()
    if waiting is not None:
        raise AskedAlready(day=date_format(waiting.asked_at))
    approved = before.filter(decision__outcome=ApprovalDecision.Outcome.APPROVED).first()
    if approved is not None and asks.rule.valid_days is None:
        raise ApprovedAlready(day=date_format(approved.decision.decided_at))
    request = ApprovalRequest.objects.create(
        person=actor,
        micro_credential=micro_credential,
        policy=policy,
        clause=asks.rule.clause,
        decider=decider,
        words=words.strip(),
        asked_at=at,
        answer_by=promised_by(decider).due(at),
    )
    announce(ApprovalAsked(request.pk))
    return request


@operation
def say_of_approval(*, actor: Person, request: ApprovalRequest, words: str, at: datetime) -> ApprovalWord:
    """Ask the educator something about their request, or answer.

    Args:
        actor: who asked for approval, or who decides about it.
    """
    if actor.pk != request.person_id and not decides_for(actor, request.decider, at=at):
        raise NotAllowed
    if not words.strip():
        raise WordsMissing
    _hold_open(request)
    word = ApprovalWord.objects.create(request=request, author=actor, words=words.strip(), said_at=at)
    announce(ApprovalTalked(word.pk))
    return word


@operation
def decide_approval(
    *, actor: Person, request: ApprovalRequest, approves: bool, code: str = "", words: str = "", at: datetime
) -> ApprovalDecision:
    """Approve that somebody begins, or say no with a reason. It is a fact of their record from then on.

    Raises:
        OwnApproval, NoLongerOpen, BegunMeanwhile, ReasonMissing, WordsMissing, NotAllowed.
    """
    if not decides_for(actor, request.decider, at=at):
        raise NotAllowed
    if actor.pk == request.person_id:
        raise OwnApproval
    if request.decider.kind == Organization.Kind.DISTRICT:
        whose_word(actor, request.decider, request.person_id, at=at)
    _check_reason(approves, code, words)
    _hold_open(request)
    begun = begun_at(request.person, request.micro_credential_id)
    if approves and begun is not None and begun <= at:
        raise BegunMeanwhile(person=request.person.name, day=date_format(begun))
    decision = ApprovalDecision.objects.create(
        request=request,
        outcome=ApprovalDecision.Outcome.APPROVED if approves else ApprovalDecision.Outcome.DENIED,
        code="" if approves else code,
        words=words.strip(),
        decided_at=at,
        decided_by=actor,
    )
    announce(ApprovalDecided(request.pk))
    return decision


@operation
def withdraw_approval_request(*, actor: Person, request: ApprovalRequest, at: datetime) -> ApprovalWithdrawal:
    """Take one's own request back, as long as nobody has decided it."""
    if actor.pk != request.person_id:
        raise NotAllowed
    _hold_open(request)
    return ApprovalWithdrawal.objects.create(request=request, withdrawn_at=at)


def _check_reason(approves: bool, code: str, words: str) -> None:
    if approves:
        return
    reason = REASON_CODES.get(code)
    if reason is None or About.APPROVAL not in reason.about:
        raise ReasonMissing
    if code in NEEDS_WORDS and not words.strip():
        raise WordsMissing


def _hold_open(request: ApprovalRequest) -> None:
    hold(request.pk)
    if not ApprovalRequest.objects.filter(OPEN, pk=request.pk).exists():
        raise NoLongerOpen
