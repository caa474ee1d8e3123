"""The Comprehensive Learner Record 2.0: one signed document that holds a person's signed credentials.

Each credential inside keeps its own proof: it is put in as it was signed, and whoever reads the record verifies each on
its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from microcred.openbadges.contexts import CREDENTIALS_V2, LEARNER_RECORD, OPEN_BADGES, OPEN_BADGES_EXTENSIONS
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.models import HashedEmail, Profile
from microcred.openbadges.times import written

SCHEMA_URL: Final = "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json"
"""The JSON Schema that every record names and obeys."""

AssociationType = Literal[
    "exactMatchOf", "isChildOf", "isParentOf", "isPartOf", "isPeerOf", "isRelatedTo", "precedes", "replacedBy"
]


@dataclass(frozen=True, kw_only=True)
class Association:
    """How two achievements of a record have to do with each other (class ``Association``), by their identifiers."""

    kind: AssociationType
    source: str
    target: str

    def to_json(self) -> JsonObject:
        return {
            "type": "Association",
            "associationType": self.kind,
            "sourceId": self.source,
            "targetId": self.target,
        }


@dataclass(frozen=True, kw_only=True)
class LearnerRecord:
    """A record, ready to be signed (class ``ClrCredential``).

    Args:
        credentials: signed, each with its proof, as parsed from what was stored.
        partial: whether there are more than these.
        valid_until: after it one should ask for a newer record.
    """

    id: str
    name: str
    issuer: Profile
    holder: HashedEmail
    credentials: Sequence[JsonObject]
    partial: bool
    valid_from: datetime
    valid_until: datetime | None = None
    description: str = ""
    associations: Sequence[Association] = ()

    def to_json(self) -> JsonObject:
        """The unsigned record. :func:`.lint.lint_as` says whether it may be signed.

        Raises:
            ValueError: without a credential: the standard has no empty records.
        """
        if not self.credentials:
            raise ValueError("a learner record holds at least one credential")
        document: JsonObject = {
            "@context": [CREDENTIALS_V2, LEARNER_RECORD, OPEN_BADGES, OPEN_BADGES_EXTENSIONS],
            "id": self.id,
            "type": ["VerifiableCredential", "ClrCredential"],
            "name": self.name,
            "issuer": self.issuer.to_json(),
            "validFrom": written(self.valid_from),
            "partial": self.partial,
            "credentialSubject": {
                "type": ["ClrSubject"],
                "identifier": [self.holder.to_json()],
                "verifiableCredential": list(self.credentials),
            },
            "credentialSchema": [{"id": SCHEMA_URL, "type": "1EdTechJsonSchemaValidator2019"}],
        }
        if self.description:
            document["description"] = self.description
        if self.valid_until is not None:
            document["validUntil"] = written(self.valid_until)
        if self.associations:
            document["credentialSubject"]["association"] = [each.to_json() for each in self.associations]
        return document
