"""The verbs of a batch of an issuance: writing its intents down, and signing them."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from microcred.credentials.events import AwardsGranted
from microcred.credentials.keys import key_in_use, unsealed, verification_method
from microcred.credentials.lists import Listed
from microcred.credentials.models import (
    Award,
    AwardIntent,
    BatchSigning,
    BatchWriting,
    Issuance,
    IssuanceBatch,
    SignedCredential,
    SigningKey,
    StatusList,
)
from microcred.credentials.operations.awards import (
    CredentialUnfit,
    IssuingStopped,
    SignatureNotVerified,
    keep_lists_fresh,
)
from microcred.credentials.operations.issuances import source_of
from microcred.credentials.operations.status_lists import Place, purposes_of, take_places
from microcred.credentials.queries import people_holding, stop_in_force
from microcred.credentials.stencils import Stencil, shape_of, slots_of, stencil_of, values_of
from microcred.credentials.verification import check
from microcred.foundation.copying import copy_in
from microcred.foundation.ids import uuid7
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.openbadges.documents import parse
from microcred.openbadges.keys import PublicKey, Signer
from microcred.openbadges.lint import lint
from microcred.openbadges.templates import Template
from microcred.openbadges.verify import Verdict
from microcred.organizations.models import Person
from microcred.organizations.operations import register_many

NEWS_OF = 200
"""Awards that one piece of news tells of: a reaction takes them in, in one transaction."""


class BatchNotWritten(Exception):
    """A batch is to be signed whose intents do not stand yet."""


@operation
def write_batch(*, actor: None, batch: IssuanceBatch, at: datetime) -> BatchWriting:
    """Write down what will be signed for each row of a batch; make the people that are new. Repeated, it does nothing.

    A row whose person has got the award by another way since the list was ordered is passed over.

    Raises:
        CredentialUnfit: when what the credentials would say must not be signed.
    """
    hold(batch.pk)
    earlier = BatchWriting.objects.filter(batch=batch).first()
    if earlier is not None:
        return earlier
    issuance = batch.issuance
    rows = [Listed.from_json(number, row) for number, row in enumerate(batch.rows)]
    people = register_many(actor=None, people={row.email: row.name for row in rows}, at=at)
    # nobody else awards this version until these intents stand
    hold(issuance.version_id)
    holders = people_holding(issuance.version, people.values())
    wanted = [row for row in rows if people[row.email].pk not in holders]
    copy_in(AwardIntent, INTENT, list(_intents(batch, wanted, people, at=at)))
    return BatchWriting.objects.create(batch=batch, written_at=at, passed_over=len(rows) - len(wanted))


@operation
def sign_batch(*, actor: None, batch: IssuanceBatch, at: datetime) -> BatchSigning:
    """Sign every intent of a batch that has no award yet, and grant the awards; all or nothing.

    Repeated, it does nothing. Every signature is verified as it is made, and every text compared with what was written
    down. Our verifier judges the first and the last of each shape as a stranger would.

    Raises:
        BatchNotWritten: when it is too soon.
        IssuingStopped: when somebody has stopped the issuer.
        SignatureNotVerified: when anything does not verify. Nothing is stored.
    """
    hold(batch.pk)
    earlier = BatchSigning.objects.filter(batch=batch).first()
    if earlier is not None:
        return earlier
    if not BatchWriting.objects.filter(batch=batch).exists():
        raise BatchNotWritten
    if stop_in_force(batch.issuance.issuer) is not None:
        raise IssuingStopped
    signer = _Signer(batch.issuance)
    granted: list[tuple[UUID, ...]] = []
    copy_in(SignedCredential, SIGNED, list(_signed(_unsigned_of(batch), signer, granted, at=at)))
    signer.judge(at=at)
    copy_in(Award, AWARD, granted)
    for start in range(0, len(granted), NEWS_OF):
        announce(AwardsGranted(tuple(row[0] for row in granted[start : start + NEWS_OF])))
    return BatchSigning.objects.create(batch=batch, signed_at=at)


INTENT = (
    *("id", "created_at", "person_id", "version_id", "issuer_id", "source", "issuance_id", "earned_at", "intended_at"),
    *("key_id", "status_list_id", "status_index", "suspension_list_id", "suspension_index"),
    *("unsigned", "digest", "lint"),
)
SIGNED = ("id", "created_at", "intent_id", "text", "digest", "signed_at")
AWARD = (*("id", "created_at", "intent_id", "person_id", "version_id", "issuer_id", "earned_at", "recipient_name"),)


def _intents(
    batch: IssuanceBatch, rows: Sequence[Listed], people: dict[str, Person], *, at: datetime
) -> Iterator[Sequence[Any]]:
    """The rows of the intents."""
    issuance = batch.issuance
    key = key_in_use(issuance.issuer, SigningKey.Purpose.AWARDS)
    places = [take_places(issuance.issuer, purpose, len(rows), at=at) for purpose in purposes_of(issuance.issuer)]
    stencils: dict[tuple[Any, ...], Stencil] = {}
    for row, taken in zip(rows, zip(*places, strict=True), strict=True):
        entries = tuple(place.entry for place in taken)
        shape = (*(place.status_list.pk for place in taken), row.expires_at is not None)
        stencil = stencils.get(shape)
        if stencil is None:
            stencil = stencils[shape] = _linted(stencil_of(issuance, row, entries))
        award_id = uuid7()
        text = stencil.form.text(values_of(issuance, row, award_id, entries))
        yield (
            *(award_id, at, people[row.email].pk, issuance.version_id, issuance.issuer_id),
            *(source_of(batch, row.line), issuance.pk, row.earned_at, at, key.pk),
            *_columns(taken),
            *(text.decode(), hashlib.sha256(text).hexdigest(), "[]"),
        )


def _columns(taken: Sequence[Place]) -> tuple[UUID | int | None, ...]:
    by_purpose = {place.status_list.purpose: place for place in taken}
    revocation, suspension = (by_purpose.get(each) for each in StatusList.Purpose)
    return tuple(
        value
        for place in (revocation, suspension)
        for value in ((place.status_list.pk, place.index) if place is not None else (None, None))
    )


def _linted(stencil: Stencil) -> Stencil:
    findings = lint(stencil.example)
    if findings:
        raise CredentialUnfit(finding=str(findings[0]))
    return stencil


@dataclass(frozen=True, slots=True)
class _Unsigned:
    """An intent that waits for its signature, and what its award will say."""

    id: UUID
    person_id: UUID
    name: str
    earned_at: datetime
    intended_at: datetime
    text: str
    key_id: UUID


def _unsigned_of(batch: IssuanceBatch) -> Iterator[_Unsigned]:
    sources = [source_of(batch, number) for number in range(len(batch.rows))]
    intents = AwardIntent.objects.filter(source__in=sources, award__isnull=True).order_by("pk")
    columns = ("id", "person_id", "person__name", "earned_at", "intended_at", "unsigned", "key_id")
    for values in list(intents.values_list(*columns)):
        yield _Unsigned(*values)


def _signed(
    intents: Iterator[_Unsigned], signer: "_Signer", granted: list[tuple[Any, ...]], *, at: datetime
) -> Iterator[Sequence[Any]]:
    """The rows of the signed documents; the rows of their awards are left in `granted`."""
    issuance = signer.issuance
    for intent in intents:
        text = signer.sign(intent)
        yield (uuid7(), at, intent.id, text.decode(), hashlib.sha256(text).hexdigest(), at)
        granted.append(
            (
                *(intent.id, at, intent.id, intent.person_id, issuance.version_id, issuance.issuer_id),
                *(intent.earned_at, intent.name),
            )
        )


class _Verifying:
    """A key whose every signature is verified as it is made, with the public key that the issuer has published."""

    def __init__(self, key: Signer, published: PublicKey) -> None:
        self.key, self.public = key, published

    def sign(self, message: bytes) -> bytes:
        """The signature, if it verifies."""
        signature = self.key.sign(message)
        if not self.public.verify(signature, message):
            raise SignatureNotVerified("proof")
        return signature


class _Signer:
    """Signs the intents of one batch, each shape with its compiled template. The key lives as long as the batch."""

    def __init__(self, issuance: Issuance) -> None:
        self.issuance = issuance
        self._templates: dict[tuple[Any, ...], tuple[Template, Any]] = {}
        self._samples: dict[tuple[Any, ...], list[bytes]] = {}

    def sign(self, intent: _Unsigned) -> bytes:
        """The signed text of an intent: what was written down, and its proof."""
        credential = orjson.loads(intent.text)
        shape = (intent.key_id, *shape_of(credential))
        template, slots = self._templates.get(shape) or self._compile(shape, intent, credential)
        values = {name: _at(credential, pointer) for name, pointer in slots}
        text = template.issue(values, created=intent.intended_at)
        if not _is_with_proof(text, intent.text.encode()):
            raise SignatureNotVerified("the text is not what was intended")
        samples = self._samples.setdefault(shape, [text])
        samples[1:] = [text]
        return text

    def _compile(self, shape: tuple[Any, ...], intent: _Unsigned, credential: dict[str, Any]) -> tuple[Template, Any]:
        key = SigningKey.objects.get(pk=intent.key_id)
        template = Template.compile(
            credential,
            slots=slots_of(credential),
            key=_Verifying(unsealed(key), PublicKey.from_multibase(key.public_multibase)),
            verification_method=verification_method(self.issuance.issuer, key),
        )
        pointers = {
            name: (where if isinstance(where, str) else where[0]) for name, where in slots_of(credential).items()
        }
        made = (template, [(name, pointer.split("/")[1:]) for name, pointer in pointers.items()])
        self._templates[shape] = made
        return made

    def judge(self, *, at: datetime) -> None:
        """Let our verifier judge the first and the last text of each shape as a stranger's would."""
        for text in (text for texts in self._samples.values() for text in texts):
            intent = AwardIntent.objects.select_related("status_list", "suspension_list").get(
                pk=UUID(parse(text)["id"].removeprefix("urn:uuid:"))
            )
            moment = max(at, intent.earned_at, intent.intended_at)
            keep_lists_fresh(intent, moment)
            report = check(text, at=moment)
            if report.verdict is not Verdict.VALID and not _only_expired(report.verdict, intent, moment):
                raise SignatureNotVerified(report.verdict.value)


def _only_expired(verdict: Verdict, intent: AwardIntent, moment: datetime) -> bool:
    """Whether a credential is genuine and has run out, as an old award that is imported may have."""
    until = parse(intent.unsigned).get("validUntil")
    return verdict is Verdict.EXPIRED and until is not None and datetime.fromisoformat(until) < moment


def _at(document: Any, steps: Sequence[str]) -> str:
    for step in steps:
        document = document[int(step) if isinstance(document, list) else step]
    return str(document)


def _is_with_proof(signed: bytes, unsigned: bytes) -> bool:
    """Whether a canonical text is another one with a proof put in its place, and nothing else."""
    place = unsigned.rfind(b'"refreshService":')
    end = len(signed) - (len(unsigned) - place)
    return (
        place > 0
        and signed[:place] == unsigned[:place]
        and signed[end:] == unsigned[place:]
        and signed[place:end].startswith(b'"proof":{')
        and signed[place:end].endswith(b"},")
    )
