"""The verbs of a batch of an issuance: writing its intents down, and signing them."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from psycopg.types.json import Jsonb

from microcred.credentials.events import AwardsGranted
from microcred.credentials.keys import key_in_use
from microcred.credentials.lists import Listed
from microcred.credentials.models import (
    Award,
    AwardIntent,
    BatchSigning,
    BatchWriting,
    IssuanceBatch,
    KeyCondemnation,
    SignedCredential,
    SigningKey,
)
from microcred.credentials.operations.awards import sign
from microcred.credentials.operations.batch_signer import BatchSigner, Shape, Unsigned
from microcred.credentials.operations.issuances import source_of
from microcred.credentials.operations.refusals import CredentialUnfit, IssuingStopped
from microcred.credentials.operations.stacks import complete_stacks
from microcred.credentials.operations.status_lists import Place, purposes_of, take_places
from microcred.credentials.queries import people_holding, stop_in_force
from microcred.credentials.stencils import Stencil, shape_of, stencil_of, values_of
from microcred.foundation.copying import copy_in
from microcred.foundation.ids import uuid7
from microcred.foundation.locks import hold
from microcred.foundation.many import among
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.openbadges.lint import lint
from microcred.organizations.operations import Registered, register_many

NEWS_OF = 200
"""Awards that one piece of news tells of: a reaction takes them in, in one transaction."""

Remembered = dict[UUID, Unsigned]
"""What was written down a moment ago, by the identifier of the intent: it need not be read and taken apart again."""


class BatchNotWritten(Exception):
    """A batch is to be signed whose intents do not stand yet."""


@operation
def write_batch(
    *, actor: None, batch: IssuanceBatch, at: datetime, remembered: Remembered | None = None
) -> BatchWriting:
    """Write down what will be signed for each row of a batch; make the people that are new. Repeated, it does nothing.

    A row whose person has got the award by another way since the list was ordered is passed over, and so is a second
    row of one person, who has two addresses.

    Args:
        remembered: takes in what is written, for `sign_batch`.

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
    wanted = _wanted(rows, people, people_holding(issuance.version, people.found.values()))
    written = {} if remembered is None else remembered
    copy_in(AwardIntent, INTENT, list(_intents(batch, wanted, written, at=at)))
    return BatchWriting.objects.create(batch=batch, written_at=at, passed_over=len(rows) - len(wanted))


@operation
def sign_batch(
    *, actor: None, batch: IssuanceBatch, at: datetime, remembered: Remembered | None = None
) -> BatchSigning:
    """Sign every intent of a batch that has no award yet, and grant the awards; all or nothing.

    Repeated, it does nothing. Every signature is verified as it is made, and every text compared with what was written
    down. Our verifier judges the first and the last of each shape as a stranger would.

    Args:
        remembered: what `write_batch` has just written. Signed is what stands in the table: a text is taken from here
            only if its digest is the one that stands there, and read from there otherwise.

    Raises:
        BatchNotWritten: when it is too soon.
        IssuingStopped: when somebody has stopped the issuer.
        OrderUnproven: when its key was condemned and it was written down since then; somebody must uphold it.
        SignatureNotVerified: when anything does not verify. Nothing is stored.
    """
    hold(batch.pk)
    earlier = BatchSigning.objects.filter(batch=batch).first()
    if earlier is not None:
        return earlier
    writing = BatchWriting.objects.filter(batch=batch).first()
    if writing is None:
        raise BatchNotWritten
    if stop_in_force(batch.issuance.issuer) is not None:
        raise IssuingStopped
    _sign_what_bears_a_condemned_key(batch, at=at)
    signed, granted = _signed(batch, writing, remembered or {}, at=at)
    copy_in(SignedCredential, SIGNED, signed)
    copy_in(Award, AWARD, granted)
    award_ids = tuple(row[0] for row in granted)
    announce(*(AwardsGranted(award_ids[start : start + NEWS_OF]) for start in range(0, len(award_ids), NEWS_OF)))
    complete_stacks(batch.issuance.version, [row[3] for row in granted], at=at)
    return BatchSigning.objects.create(batch=batch, signed_at=at)


INTENT = (
    *("id", "created_at", "person_id", "version_id", "issuer_id", "source", "issuance_id", "earned_at", "intended_at"),
    *("key_id", "status_list_id", "status_index", "suspension_list_id", "suspension_index"),
    *("unsigned", "digest", "lint"),
)
SIGNED = ("id", "created_at", "intent_id", "text", "digest", "signed_at")
AWARD = (*("id", "created_at", "intent_id", "person_id", "version_id", "issuer_id", "earned_at", "recipient_name"),)

Rows = list[Sequence[Any]]


def _wanted(rows: Sequence[Listed], people: Registered, holders: set[UUID]) -> list[tuple[Listed, UUID]]:
    """The rows whose person is to get the award, each person once."""
    by_person: dict[UUID, Listed] = {}
    for row in rows:
        by_person.setdefault(people.of(row.email), row)
    return [(row, person) for person, row in by_person.items() if person not in holders]


def _intents(
    batch: IssuanceBatch, wanted: Sequence[tuple[Listed, UUID]], written: Remembered, *, at: datetime
) -> Iterator[Sequence[Any]]:
    """The rows of the intents; what they will be signed from is left in `written`."""
    issuance = batch.issuance
    key = key_in_use(issuance.issuer, SigningKey.Purpose.AWARDS)
    places = [take_places(issuance.issuer, purpose, len(wanted), at=at) for purpose in purposes_of(issuance.issuer)]
    stencils: dict[tuple[Any, ...], tuple[Stencil, Shape]] = {}
    no_findings = Jsonb([])
    for (row, person_id), taken in zip(wanted, zip(*places, strict=True), strict=True):
        entries = tuple(place.entry for place in taken)
        kind = (*(place.status_list.pk for place in taken), row.expires_at is not None)
        if kind not in stencils:
            made = _linted(stencil_of(issuance, row, entries))
            stencils[kind] = made, (key.pk, *shape_of(made.example))
        stencil, shape = stencils[kind]
        award_id = uuid7()
        values = values_of(issuance, row, award_id, entries)
        text = stencil.form.text(values)
        digest = hashlib.sha256(text).hexdigest()
        written[award_id] = Unsigned(text, digest, shape, values)
        yield (
            *(award_id, at, person_id, issuance.version_id, issuance.issuer_id),
            *(source_of(batch, row.line), issuance.pk, row.earned_at, at, key.pk),
            *_columns(taken),
            *(text, digest, no_findings),
        )


def _columns(taken: Sequence[Place]) -> Sequence[UUID | int | None]:
    """The places of one row: in the list of revocations and, if the issuer suspends, in that of suspensions."""
    columns = [value for place in taken for value in (place.status_list.pk, place.index)]
    return (*columns, None, None)[:4]


def _linted(stencil: Stencil) -> Stencil:
    findings = lint(stencil.example)
    if findings:
        raise CredentialUnfit(finding=str(findings[0]))
    return stencil


def _sign_what_bears_a_condemned_key(batch: IssuanceBatch, *, at: datetime) -> None:
    """One by one, with the key in use: it is rare, and each must be proven or upheld."""
    if KeyCondemnation.objects.filter(key__issuer=batch.issuance.issuer_id).exists():
        for intent in _waiting(batch).filter(key__condemnation__isnull=False):
            sign(actor=None, intent=intent, at=at)


def _waiting(batch: IssuanceBatch) -> QuerySet[AwardIntent]:
    """The intents of a batch that have no award yet."""
    sources = [source_of(batch, number) for number in range(len(batch.rows))]
    return AwardIntent.objects.filter(among("source", sources, of="uuid"), award__isnull=True).order_by("pk")


def _signed(batch: IssuanceBatch, writing: BatchWriting, remembered: Remembered, *, at: datetime) -> tuple[Rows, Rows]:
    """The rows of the signed documents, and those of their awards."""
    issuance = batch.issuance
    signer = BatchSigner(issuance)
    intents = list(_waiting(batch).values_list("pk", "digest", "person_id", "earned_at", "person__name"))
    unsigned = {pk: known for pk, digest, *_rest in intents if (known := remembered.get(pk)) and known.digest == digest}
    unsigned |= _read([pk for pk, *_rest in intents if pk not in unsigned])
    texts = signer.sign_all({pk: unsigned[pk] for pk, *_rest in intents}, created=writing.written_at)
    signed: Rows = []
    granted: Rows = []
    for pk, _digest, person_id, earned_at, name in intents:
        text = texts[pk]
        signed.append((uuid7(), at, pk, text, hashlib.sha256(text).hexdigest(), at))
        granted.append((pk, at, pk, person_id, issuance.version_id, issuance.issuer_id, earned_at, name))
    signer.judge(at=at)
    return signed, granted


def _read(intent_ids: Sequence[UUID]) -> Remembered:
    """The texts of intents as they stand in the table."""
    if not intent_ids:
        return {}
    rows = AwardIntent.objects.filter(among("pk", intent_ids, of="uuid")).values_list("pk", "unsigned", "key_id")
    return {pk: Unsigned.read(text, key_id=key_id) for pk, text, key_id in rows}
