"""The verbs of documents beside awards. As with awards, what will be signed is written down before it is signed."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Version
from microcred.credentials import documents
from microcred.credentials.events import DocumentIntended
from microcred.credentials.keys import key_for, key_in_use, unsealed, verification_method
from microcred.credentials.models import (
    Award,
    DocumentIntent,
    Issuer,
    SignedAgain,
    SignedDocument,
    SigningKey,
    Withdrawal,
)
from microcred.credentials.operations.refusals import (
    CredentialUnfit,
    IssuingStopped,
    SignatureNotVerified,
)
from microcred.credentials.operations.status_lists import place_for_document, sign_status_list
from microcred.credentials.queries import (
    awards_for_record,
    issuer_for,
    may_look_after,
    stop_in_force,
)
from microcred.credentials.verification import check, says_the_same
from microcred.foundation.ids import uuid7
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.openbadges import proofs
from microcred.openbadges.documents import JsonObject, parse, to_bytes
from microcred.openbadges.lint import lint, lint_as
from microcred.openbadges.verify import Verdict
from microcred.organizations.models import Person

Kind = DocumentIntent.Kind

SHAPES = {Kind.ENDORSEMENT: "EndorsementCredential", Kind.RECORD: "ClrCredential"}


class CommentMissing(Refusal):
    """An endorsement says in what way."""

    message = _("Say what you vouch for. It stands in the endorsement.")
    field = "comment"


class OwnWork(Refusal):
    """Nobody vouches for what they issue themselves."""

    message = _("This is awarded by the same issuer. An endorsement is the word of somebody else.")
    field = "address"


class NothingToRecord(Refusal):
    """None of the chosen awards is the person's and holds."""

    message = _("Choose at least one of your awards that holds.")


class RecordTooLong(Refusal):
    """The awards are more than verifiers read in one document."""

    message = _("These are too many for one record. Choose fewer awards.")


class WithdrawalUnexplained(Refusal):
    """Nothing is taken back without saying why."""

    message = _("Say why it is withdrawn.")
    field = "reason"


class WithdrawnAlready(Refusal):
    """The document does not hold any more."""

    message = _("This has been withdrawn already.")


@operation
def certify_assessor(
    *, actor: None, person: Person, version: Version, criteria: str, until: datetime, at: datetime
) -> DocumentIntent | None:
    """Give somebody who may judge work on a version a credential that says so, until a day.

    Whoever calls answers for what it says. None: no organization above the micro-credential issues credentials.

    Args:
        criteria: what they had to show, in Markdown; it is public.
    """
    issuer = issuer_for(version)
    if issuer is None:
        return None
    document_id, place = uuid7(), place_for_document(issuer, at=at)
    unsigned = documents.assessor_credential(
        document_id,
        version,
        issuer,
        criteria=criteria,
        holder=documents.holder_of(person.email, document_id),
        earned_at=at,
        until=until,
        status=place.entry,
    )
    subjects = {"person": person, "version": version, "name": unsigned["name"], **place.fields}
    return intend(Kind.ASSESSOR, document_id, issuer, unsigned, [], subjects, actor=None, at=at)


@operation
def endorse(
    *, actor: Person | None, issuer: Issuer, endorsed: Version | Award | Issuer, comment: str, at: datetime
) -> DocumentIntent:
    """Vouch for a published version, for one person's award, or for another issuer, in an organization's name.

    What is awarded from then on carries the endorsement of its version, or of its issuer, where the endorsing issuer's
    organization is above it in the tree; another's stands on the public pages.

    Args:
        actor: an administrator of the issuer's organization, or None for the operator.
        comment: in what way, in Markdown; it is public.
    """
    if actor is not None and not may_look_after(actor, issuer, at=at):
        raise NotAllowed
    if not comment.strip():
        raise CommentMissing
    theirs, about = _endorsed(endorsed)
    if theirs == issuer:
        raise OwnWork
    document_id, place = uuid7(), place_for_document(issuer, at=at)
    unsigned = documents.endorsement(document_id, issuer, endorsed, comment.strip(), at=at, status=place.entry)
    subjects = {**about, "name": unsigned["name"], **place.fields}
    return intend(Kind.ENDORSEMENT, document_id, issuer, unsigned, [], subjects, actor=actor, at=at)


@operation
def compose_record(*, actor: Person, awards: Sequence[Award], at: datetime) -> DocumentIntent:
    """Put a person's own awards together in one learner record, signed by the issuer of the newest of them.

    Args:
        awards: all or some of theirs; what no longer holds is left out.
    """
    mine = awards_for_record(actor)
    chosen = [award for award in mine if award in awards]
    if not chosen:
        raise NothingToRecord
    issuer = max(chosen, key=lambda award: award.earned_at).issuer
    document_id = uuid7()
    unsigned = documents.learner_record(
        document_id,
        issuer,
        chosen,
        holder=documents.holder_of(actor.email, document_id),
        partial=len(chosen) < len(mine),
        at=at,
    )
    subjects = {"person": actor, "name": unsigned["name"]}
    try:
        return intend(Kind.RECORD, document_id, issuer, unsigned, chosen, subjects, actor=actor, at=at)
    except CredentialUnfit as unfit:
        if len(chosen) > 1:
            raise RecordTooLong from unfit
        raise


@operation
def sign_document(*, actor: None, intent: DocumentIntent, at: datetime) -> SignedDocument:
    """Sign what was intended, verify it with our own verifier, store it; all or nothing. Repeated, it does nothing.

    Where the key that the intent names was condemned meanwhile, the one in use signs, and a row says so.

    Raises:
        IssuingStopped: when somebody has stopped the issuer.
        OrderUnproven: when its key was condemned and it was written down since then; somebody must uphold it.
        SignatureNotVerified: when the result does not verify. Nothing is stored.
    """
    hold(intent.pk)
    earlier = SignedDocument.objects.filter(intent=intent).first()
    if earlier is not None:
        return earlier
    if stop_in_force(intent.issuer) is not None:
        raise IssuingStopped
    key = key_for(intent)
    unsigned = parse(intent.unsigned)
    method = verification_method(intent.issuer, key)
    signed = proofs.sign(unsigned, unsealed(key), created=intent.intended_at, verification_method=method)
    text = to_bytes(signed)
    report = check(text, at=max(at, intent.intended_at))
    if not says_the_same(signed, unsigned) or not report.genuine or report.verdict is Verdict.INVALID:
        raise SignatureNotVerified(report.verdict.value)
    signature = {"text": text.decode(), "digest": hashlib.sha256(text).hexdigest(), "signed_at": at}
    if key != intent.key:
        SignedAgain.objects.create(document=intent, key=key, **signature)
    return SignedDocument.objects.create(intent=intent, **signature)


@operation
def withdraw(*, actor: Person | None, intent: DocumentIntent, reason: str, at: datetime) -> Withdrawal:
    """Take a stack credential or an endorsement back. Its bit is set and the list signed anew.

    Args:
        actor: an administrator of the issuer's organization; None: the system, when an award it rests on was revoked.
    """
    if actor is not None and not may_look_after(actor, intent.issuer, at=at):
        raise NotAllowed
    if not reason.strip():
        raise WithdrawalUnexplained
    hold(intent.pk)
    if Withdrawal.objects.filter(intent=intent).exists():
        raise WithdrawnAlready
    withdrawal = Withdrawal.objects.create(intent=intent, withdrawn_at=at, withdrawn_by=actor, reason=reason.strip())
    if intent.status_list is not None:
        sign_status_list(actor=None, status_list=intent.status_list, at=at)
    return withdrawal


def _endorsed(endorsed: Version | Award | Issuer) -> tuple[Issuer | None, dict[str, Any]]:
    """Whose it is, and as what it stands in the row of the endorsement."""
    match endorsed:
        case Award():
            return endorsed.issuer, {"award": endorsed}
        case Issuer():
            return endorsed, {"endorsed_issuer": endorsed}
        case _:
            return issuer_for(endorsed), {"version": endorsed}


def intend(
    kind: Kind,
    document_id: UUID,
    issuer: Issuer,
    unsigned: JsonObject,
    awards: Sequence[Award],
    subjects: dict[str, Any],
    *,
    actor: Person | None,
    at: datetime,
) -> DocumentIntent:
    """Write down what will be signed. Whoever calls answers for what it says.

    Raises:
        CredentialUnfit: when it must not be signed.
    """
    findings = lint_as(unsigned, SHAPES[kind]) if kind in SHAPES else lint(unsigned)
    if findings:
        raise CredentialUnfit(finding=str(findings[0]))
    text = to_bytes(unsigned)
    intent = DocumentIntent.objects.create(
        id=document_id,
        kind=kind,
        issuer=issuer,
        intended_by=actor,
        intended_at=at,
        key=key_in_use(issuer, SigningKey.Purpose.AWARDS),
        unsigned=text.decode(),
        digest=hashlib.sha256(text).hexdigest(),
        **subjects,
    )
    intent.awards.set(awards)
    announce(DocumentIntended(intent.pk))
    return intent
