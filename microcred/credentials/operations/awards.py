"""The verbs of awards. The order is what makes them safe: write down what will be signed, lint it, commit; then sign,
verify, store and announce in one transaction. Whatever dies in between leaves an intent that can be taken up again."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion, Level, Version
from microcred.catalog.queries import rubric_of
from microcred.credentials.document import Endorsed, Winning, credential_of, submission
from microcred.credentials.events import AwardGranted, AwardIntended
from microcred.credentials.keys import key_for, key_in_use, unsealed, verification_method
from microcred.credentials.models import (
    Award,
    AwardIntent,
    AwardResult,
    Issuance,
    Issuer,
    SignedAgain,
    SignedCredential,
    SigningKey,
)
from microcred.credentials.operations.refusals import (
    CredentialUnfit,
    IssuingStopped,
    NobodyIssues,
    SignatureNotVerified,
)
from microcred.credentials.operations.stacks import complete_stacks
from microcred.credentials.operations.status_lists import (
    SIGNED_ANEW_AFTER,
    fields_of,
    places_for,
    sign_status_list,
)
from microcred.credentials.queries import issuer_for, stop_in_force
from microcred.credentials.verification import check, says_the_same
from microcred.foundation.ids import uuid7
from microcred.foundation.locks import hold, hold_shared
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import Refusal
from microcred.openbadges import proofs
from microcred.openbadges.documents import parse, to_bytes
from microcred.openbadges.lint import lint
from microcred.openbadges.verify import Verdict
from microcred.organizations.models import Person

TRIES_FOR_A_PLACE = 5
"""Two awards that pick the same place in a status list at once are one in 130,000; five in a row do not happen."""


class LevelMissing(Refusal):
    """The levels are not exactly one for each criterion."""

    message = _("An award needs exactly one level for each criterion of the version.")


class LevelShort(Refusal):
    """A level lies below the one that its criterion requires, and the rule of its part does not make up for it."""

    message = _("The level “{level}” is below what the criterion “{criterion}” requires.")


class AlreadyEarned(Refusal):
    """The person holds a current award of this version."""

    message = _("This micro-credential has been awarded to this person already.")


class SourceUsed(Refusal):
    """What justifies this award has justified another."""

    message = _("This decision has led to another award already.")


@operation
def award(
    *,
    actor: Person | None,
    person: Person,
    version: Version,
    source: UUID,
    levels: Sequence[Level],
    evidence_digest: str,
    earned_at: datetime,
    at: datetime,
) -> AwardIntent:
    """Award a version to a person: write down, to the byte, what will be signed, and let the worker sign it.

    One source justifies one award: repeated with the same source, the intent that is there comes back. Whoever calls
    answers for the person having earned it.

    Args:
        source: the identifier of what justifies the award: a decision.
        levels: the level reached on each criterion of the version.
        evidence_digest: SHA-256 of the submission, hexadecimal.
    """
    hold(source)
    earlier = AwardIntent.objects.filter(source=source).first()
    if earlier is not None:
        if (earlier.person_id, earlier.version_id) != (person.pk, version.pk):
            raise SourceUsed
        return earlier
    criteria = list(version.criteria.prefetch_related("levels").order_by("position"))
    achieved = _levels_by_criterion(version, criteria, levels)
    # beside each other for several people, never beside a list that awards the version to many
    hold_shared(version.pk)
    hold(uuid5(person.pk, str(version.pk)))
    if AwardIntent.objects.filter(person=person, version=version, award__revocation__isnull=True).exists():
        raise AlreadyEarned
    issuer = issuer_for(version)
    if issuer is None:
        raise NobodyIssues
    winning = Winning(
        award_id=uuid7(),
        email=person.email,
        salt=secrets.token_hex(16),
        earned_at=earned_at,
        evidence=submission(evidence_digest),
        criteria=criteria,
        achieved=achieved,
        status=(),
        endorsed=Endorsed.now(version, issuer),
    )
    return write_down(winning, person=person, version=version, issuer=issuer, source=source, issuance=None, at=at)


def write_down(
    winning: Winning,
    *,
    person: Person,
    version: Version,
    issuer: Issuer,
    source: UUID,
    issuance: Issuance | None,
    at: datetime,
) -> AwardIntent:
    """Write the intent of one award down, with a place in each status list. The caller holds the locks of the person.

    Args:
        winning: without its places.

    Raises:
        CredentialUnfit: when what the credential would say must not be signed.
    """
    key = key_in_use(issuer, SigningKey.Purpose.AWARDS)
    for _try in range(TRIES_FOR_A_PLACE):
        places = places_for(issuer, at=at)
        winning = replace(winning, status=tuple(each.entry for each in places))
        unsigned = credential_of(version, issuer, winning).to_json()
        findings = lint(unsigned)
        if findings:
            raise CredentialUnfit(finding=str(findings[0]))
        text = to_bytes(unsigned)
        try:
            with transaction.atomic():
                intent = AwardIntent.objects.create(
                    id=winning.award_id,
                    person=person,
                    version=version,
                    issuer=issuer,
                    source=source,
                    issuance=issuance,
                    earned_at=winning.earned_at,
                    intended_at=at,
                    key=key,
                    **fields_of(places),
                    unsigned=text.decode(),
                    digest=hashlib.sha256(text).hexdigest(),
                    lint=[],
                )
        except IntegrityError:
            # somebody took the place between the look and the leap: another place, other bytes
            if not any(each.is_taken() for each in places):
                raise
            continue
        announce(AwardIntended(intent.pk))
        return intent
    raise RuntimeError("no free place in the status list")


@operation
def sign(*, actor: None, intent: AwardIntent, at: datetime) -> Award:
    """Sign what was intended, verify it with our own verifier, store it and say that it is granted; all or nothing.
    Where it is the last of a stack, the stack is awarded with it.

    Repeated, it returns the award that is there. The text is a function of the intent alone (Ed25519 is deterministic
    and the proof bears the intent's time), so a try that died after signing and one that succeeds later give the same.

    Where the key that the intent names was condemned meanwhile, the one in use signs, and a row says so.

    Raises:
        IssuingStopped: when somebody has stopped the issuer.
        OrderUnproven: when its key was condemned and it was written down since then; somebody must uphold it.
        SignatureNotVerified: when the result, or a text that is stored already, does not verify. Nothing is stored.
    """
    hold(intent.pk)
    granted = Award.objects.filter(intent=intent).first()
    if granted is not None:
        return granted
    if stop_in_force(intent.issuer) is not None:
        raise IssuingStopped
    key = key_for(intent)
    stored = SignedCredential.objects.filter(intent=intent).first()
    text = stored.text if stored is not None and key == intent.key else _signed_text(intent, key)
    _check_before_it_counts(intent, text, at=at)
    signature = {"text": text, "digest": hashlib.sha256(text.encode()).hexdigest(), "signed_at": at}
    if stored is None:
        SignedCredential.objects.create(intent=intent, **signature)
    if key != intent.key:
        SignedAgain.objects.get_or_create(intent=intent, key=key, defaults=signature)
    granted = Award.objects.create(
        id=intent.pk,
        intent=intent,
        person=intent.person,
        version=intent.version,
        issuer=intent.issuer,
        earned_at=intent.earned_at,
        recipient_name=_called(intent),
    )
    AwardResult.objects.bulk_create(
        AwardResult(award=granted, level_id=level_id) for level_id in _levels_in(parse(text))
    )
    announce(AwardGranted(granted.pk, granted.person_id))
    complete_stacks(intent.version, [granted.person_id], at=at)
    return granted


def _called(intent: AwardIntent) -> str:
    """The name on the page: of what a program ordered its own word, for a hash must not become somebody's name here."""
    ordered = intent.issuance.recipient_name if intent.issuance is not None else ""
    return ordered or intent.person.name


def _levels_by_criterion(version: Version, criteria: Sequence[Criterion], levels: Sequence[Level]) -> dict[UUID, Level]:
    achieved = {level.criterion_id: level for level in levels}
    if len(levels) != len(achieved) or set(achieved) != {criterion.pk for criterion in criteria}:
        raise LevelMissing
    short = rubric_of(version).verdict({criterion: level.position for criterion, level in achieved.items()}).short
    for criterion in criteria:
        if criterion.pk in short:
            raise LevelShort(level=achieved[criterion.pk].name, criterion=criterion.name)
    return achieved


def _signed_text(intent: AwardIntent, key: SigningKey) -> str:
    signed = proofs.sign(
        parse(intent.unsigned),
        unsealed(key),
        created=intent.intended_at,
        verification_method=verification_method(intent.issuer, key),
    )
    return to_bytes(signed).decode()


def _check_before_it_counts(intent: AwardIntent, text: str, *, at: datetime) -> None:
    """Let our verifier judge a text as a stranger's would, at the moment from which it holds."""
    lists = filter(None, (intent.status_list, intent.suspension_list))
    moment = max(at, intent.earned_at, intent.intended_at, *(each.signed_at or at for each in lists))
    keep_lists_fresh(intent, moment)
    if not says_the_same(parse(text), parse(intent.unsigned)):
        raise SignatureNotVerified("the text is not what was intended")
    report = check(text.encode(), at=moment)
    if report.verdict is not Verdict.VALID:
        failed = next((each.name for each in report.checks if each.outcome != "passed"), report.verdict.value)
        raise SignatureNotVerified(failed)


def keep_lists_fresh(intent: AwardIntent, moment: datetime) -> None:
    """Sign the lists that an intent names anew when their last signature is old."""
    for status_list in filter(None, (intent.status_list, intent.suspension_list)):
        signed_at = status_list.signed_at
        if signed_at is None or moment >= signed_at + SIGNED_ANEW_AFTER:
            sign_status_list(actor=None, status_list=status_list, at=moment)


def _levels_in(credential: dict[str, object]) -> list[UUID]:
    subject = credential["credentialSubject"]
    results = subject.get("result", []) if isinstance(subject, dict) else []
    return [UUID(result["achievedLevel"].removeprefix("urn:uuid:")) for result in results]
