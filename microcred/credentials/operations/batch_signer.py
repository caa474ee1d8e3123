"""How the texts of a batch are signed: each shape with its compiled template, each signature verified as it is made."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from microcred.credentials.keys import unsealed, verification_method
from microcred.credentials.models import AwardIntent, Issuance, SigningKey
from microcred.credentials.operations.awards import keep_lists_fresh
from microcred.credentials.operations.refusals import SignatureNotVerified
from microcred.credentials.stencils import shape_of, slots_of
from microcred.credentials.verification import check
from microcred.openbadges.documents import parse
from microcred.openbadges.keys import PublicKey, Signer
from microcred.openbadges.templates import Template
from microcred.openbadges.verify import Verdict

Shape = tuple[Any, ...]
"""What the texts that one template signs have in common: the identifier of the key, and their stencil's shape."""


@dataclass(frozen=True, slots=True)
class Unsigned:
    """The text of an intent, and what stands in its holes.

    Attributes:
        text: as UTF-8.
        digest: SHA-256 of it, hexadecimal.
    """

    text: bytes
    digest: str
    shape: Shape
    values: Mapping[str, str]

    @classmethod
    def read(cls, text: str, *, key_id: UUID) -> "Unsigned":
        """The text as it stands in the table, taken apart again."""
        raw = text.encode()
        credential = orjson.loads(raw)
        values = {name: _at(credential, pointer) for name, pointer in _first_places(credential).items()}
        return cls(raw, hashlib.sha256(raw).hexdigest(), (key_id, *shape_of(credential)), values)


class BatchSigner:
    """Signs the intents of one batch. The key lives as long as the batch."""

    def __init__(self, issuance: Issuance) -> None:
        self.issuance = issuance
        self._samples: list[tuple[UUID, bytes]] = []

    def sign_all(self, unsigned: Mapping[UUID, Unsigned], *, created: datetime) -> dict[UUID, bytes]:
        """The signed text of each intent: what was written down, and its proof.

        Raises:
            SignatureNotVerified: when the published key does not verify one, or it says anything else.
        """
        of_shape: dict[Shape, list[UUID]] = {}
        for intent_id, each in unsigned.items():
            of_shape.setdefault(each.shape, []).append(intent_id)
        signed: dict[UUID, bytes] = {}
        for intent_ids in of_shape.values():
            template = self._compile(unsigned[intent_ids[0]])
            texts = template.issue_all((unsigned[intent_id].values for intent_id in intent_ids), created=created)
            for intent_id, text in zip(intent_ids, texts, strict=True):
                if not is_with_proof(text, unsigned[intent_id].text):
                    raise SignatureNotVerified("the text is not what was intended")
                signed[intent_id] = text
            self._samples += [(intent_id, signed[intent_id]) for intent_id in {intent_ids[0], intent_ids[-1]}]
        return signed

    def judge(self, *, at: datetime) -> None:
        """Let our verifier judge the first and the last text of each shape as a stranger's would.

        Raises:
            SignatureNotVerified: when it is not satisfied.
        """
        for intent_id, text in self._samples:
            intent = AwardIntent.objects.select_related("status_list", "suspension_list").get(pk=intent_id)
            moment = max(at, intent.earned_at, intent.intended_at)
            keep_lists_fresh(intent, moment)
            report = check(text, at=moment)
            if report.verdict is not Verdict.VALID and not _only_expired(report.verdict, intent, moment):
                raise SignatureNotVerified(report.verdict.value)

    def _compile(self, unsigned: Unsigned) -> Template:
        key = SigningKey.objects.get(pk=unsigned.shape[0])
        credential = orjson.loads(unsigned.text)
        return Template.compile(
            credential,
            slots=slots_of(credential),
            key=_Verifying(unsealed(key), PublicKey.from_multibase(key.public_multibase)),
            verification_method=verification_method(self.issuance.issuer, key),
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


def is_with_proof(signed: bytes, unsigned: bytes) -> bool:
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


def _only_expired(verdict: Verdict, intent: AwardIntent, moment: datetime) -> bool:
    """Whether a credential is genuine and has run out, as an old award that is imported may have."""
    until = parse(intent.unsigned).get("validUntil")
    return verdict is Verdict.EXPIRED and until is not None and datetime.fromisoformat(until) < moment


def _first_places(credential: dict[str, Any]) -> dict[str, Sequence[str]]:
    """Where the text of each hole is found, as the steps of a path."""
    pointers = {name: where if isinstance(where, str) else where[0] for name, where in slots_of(credential).items()}
    return {name: pointer.split("/")[1:] for name, pointer in pointers.items()}


def _at(document: Any, steps: Sequence[str]) -> str:
    for step in steps:
        document = document[int(step) if isinstance(document, list) else step]
    return str(document)
