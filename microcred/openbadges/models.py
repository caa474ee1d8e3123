"""What an Open Badges 3.0 credential says, as frozen Python values that write themselves as JSON-LD.

Only the members Microcred issues are here; the classes named are those of the specification's data model
(Open Badges 3.0). What is empty is left out: no nulls, no empty arrays; every set is an array.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from microcred.openbadges.contexts import CREDENTIALS_V2, OPEN_BADGES, OPEN_BADGES_EXTENSIONS
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.times import written

SCHEMA_URL: Final = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
"""The JSON Schema that every issued credential names and obeys."""

StatusPurpose = Literal["revocation", "suspension"]


@dataclass(frozen=True, kw_only=True)
class Image:
    """A picture (class ``Image``): its URL or ``data:`` URL, and words for who cannot see it."""

    id: str
    caption: str = ""

    def to_json(self) -> JsonObject:
        return _members(id=self.id, type="Image", caption=self.caption)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """An organization or person (class ``Profile``). ``id`` is the DID whose key signs, when it is an issuer.

    Args:
        endorsements: signed endorsements of it, to the byte as whoever vouches signed them (section 7).
    """

    id: str
    name: str
    url: str = ""
    description: str = ""
    email: str = ""
    image: Image | None = None
    endorsements: tuple[JsonObject, ...] = ()

    def to_json(self) -> JsonObject:
        return _members(
            id=self.id,
            type=["Profile"],
            endorsement=self.endorsements,
            name=self.name,
            url=self.url,
            description=self.description,
            email=self.email,
            image=self.image,
        )


@dataclass(frozen=True, kw_only=True)
class Alignment:
    """A link from an achievement to an item of a framework (class ``Alignment``).

    Args:
        target_url: the item; for CASE the ``uri`` of the CFItem.
        target_code: the item's code; for CASE its ``humanCodingScheme`` or GUID, for CTDL the CTID.
        target_type: ``CFItem``, ``CFRubric``, ``CFRubricCriterion``, ``CFRubricCriterionLevel``, ``ceasn:Competency``,
            ``ceterms:Credential``, ``CTDL`` or ``ext:…``.
    """

    target_name: str
    target_url: str
    target_code: str = ""
    target_description: str = ""
    target_framework: str = ""
    target_type: str = ""

    def to_json(self) -> JsonObject:
        return _members(
            type=["Alignment"],
            targetName=self.target_name,
            targetUrl=self.target_url,
            targetCode=self.target_code,
            targetDescription=self.target_description,
            targetFramework=self.target_framework,
            targetType=self.target_type,
        )


@dataclass(frozen=True, kw_only=True)
class RubricLevel:
    """One level of a rubric criterion (class ``RubricCriterionLevel``).

    Args:
        id: ``urn:uuid:`` and the UUID the level was given when its author typed it.
        level: its place in words, for instance ``"Proficient"``; ``points`` its worth, as text.
    """

    id: str
    name: str
    description: str = ""
    level: str = ""
    points: str = ""
    alignments: tuple[Alignment, ...] = ()

    def to_json(self) -> JsonObject:
        return _members(
            id=self.id,
            type=["RubricCriterionLevel"],
            name=self.name,
            description=self.description,
            level=self.level,
            points=self.points,
            alignment=self.alignments,
        )


@dataclass(frozen=True, kw_only=True)
class ResultDescription:
    """What may be achieved on one criterion (class ``ResultDescription``).

    Args:
        id: ``urn:uuid:`` of the criterion.
        levels: the criterion's levels, lowest first.
        required_level: ``id`` of the lowest level that earns the credential.
        result_type: ``RubricCriterionLevel`` when there are levels; the other kinds are those of ``ResultType``.
    """

    id: str
    name: str
    levels: tuple[RubricLevel, ...] = ()
    required_level: str = ""
    result_type: str = "RubricCriterionLevel"
    required_value: str = ""
    allowed_values: tuple[str, ...] = ()
    value_min: str = ""
    value_max: str = ""
    alignments: tuple[Alignment, ...] = ()

    def to_json(self) -> JsonObject:
        return _members(
            id=self.id,
            type=["ResultDescription"],
            name=self.name,
            resultType=self.result_type,
            requiredLevel=self.required_level,
            requiredValue=self.required_value,
            allowedValue=self.allowed_values,
            valueMin=self.value_min,
            valueMax=self.value_max,
            rubricCriterionLevel=self.levels,
            alignment=self.alignments,
        )


@dataclass(frozen=True, kw_only=True)
class Related:
    """Another achievement that this one has to do with (class ``Related``)."""

    id: str
    version: str = ""
    in_language: str = ""

    def to_json(self) -> JsonObject:
        return _members(id=self.id, type=["Related"], version=self.version, inLanguage=self.in_language)


@dataclass(frozen=True, kw_only=True)
class Achievement:
    """What was achieved (class ``Achievement``): the published version of a micro-credential.

    Args:
        id: the URL of the version, for good.
        criteria: what one had to do, in Markdown. ``criteria_url`` is a page that says the same.
        credits_available: credit hours or a similar unit, where the issuer states one.
        endorsements: signed endorsements of it, to the byte as whoever vouches signed them (section 7).
    """

    id: str
    name: str
    description: str
    criteria: str = ""
    criteria_url: str = ""
    achievement_type: str = "MicroCredential"
    creator: Profile | None = None
    image: Image | None = None
    alignments: tuple[Alignment, ...] = ()
    result_descriptions: tuple[ResultDescription, ...] = ()
    tags: tuple[str, ...] = ()
    version: str = ""
    human_code: str = ""
    field_of_study: str = ""
    specialization: str = ""
    in_language: str = ""
    credits_available: float | None = None
    related: tuple[Related, ...] = ()
    endorsements: tuple[JsonObject, ...] = ()

    def to_json(self) -> JsonObject:
        return _members(
            id=self.id,
            type=["Achievement"],
            endorsement=self.endorsements,
            achievementType=self.achievement_type,
            name=self.name,
            description=self.description,
            criteria=_members(id=self.criteria_url, narrative=self.criteria),
            creator=self.creator,
            image=self.image,
            alignment=self.alignments,
            resultDescription=self.result_descriptions,
            tag=self.tags,
            version=self.version,
            humanCode=self.human_code,
            fieldOfStudy=self.field_of_study,
            specialization=self.specialization,
            inLanguage=self.in_language,
            creditsAvailable=self.credits_available,
            related=self.related,
        )


@dataclass(frozen=True, kw_only=True)
class HashedEmail:
    """The holder's e-mail address without the address (class ``IdentityObject``).

    Whoever knows the address can check it; who does not learns nothing. The salt stands beside the hash, so it does not
    hide an address that someone can guess: it only keeps hashes of the same address apart.
    """

    address: str = field(repr=False)
    salt: str

    @property
    def identity_hash(self) -> str:
        """``sha256$`` and the SHA-256 of address and salt in UTF-8, in lower-case hexadecimal."""
        return hashed_identity(self.address, self.salt)

    def to_json(self) -> JsonObject:
        return _members(
            type="IdentityObject",
            hashed=True,
            identityHash=self.identity_hash,
            identityType="emailAddress",
            salt=self.salt,
        )


@dataclass(frozen=True, kw_only=True)
class HashedIdentity:
    """A holder's e-mail address as somebody else hashed it (class ``IdentityObject``): the address is not known here.

    Args:
        identity_hash: ``sha256$`` and 64 hexadecimal digits.
    """

    identity_hash: str
    salt: str

    def to_json(self) -> JsonObject:
        return _members(
            type="IdentityObject",
            hashed=True,
            identityHash=self.identity_hash,
            identityType="emailAddress",
            salt=self.salt,
        )


def hashed_identity(identity: str, salt: str = "") -> str:
    """The ``IdentityHash`` of an identity: SHA-256 over the UTF-8 of identity and salt."""
    return "sha256$" + hashlib.sha256((identity + salt).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Result:
    """What this learner achieved on one criterion (class ``Result``).

    Args:
        result_description: ``id`` of a :class:`ResultDescription` of the achievement.
        achieved_level: ``id`` of one of its levels.
    """

    result_description: str
    achieved_level: str = ""
    value: str = ""
    status: str = ""

    def to_json(self) -> JsonObject:
        return _members(
            type=["Result"],
            resultDescription=self.result_description,
            achievedLevel=self.achieved_level,
            value=self.value,
            status=self.status,
        )


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Words about the work behind the credential (class ``Evidence``). The work itself does not leave this way."""

    name: str
    description: str = ""
    narrative: str = ""
    genre: str = ""
    audience: str = ""
    id: str = ""

    @classmethod
    def sealed(cls, *, name: str, sha256: bytes, description: str = "", genre: str = "") -> Evidence:
        """Evidence that stays with the issuer: only its digest is published, so that it can be recognised later.

        Args:
            sha256: the 32 bytes of the digest of the submitted work.
        """
        if len(sha256) != 32:
            raise ValueError("a SHA-256 digest has 32 bytes")
        narrative = (
            "The work is kept by the issuer and is not published. "
            f"SHA-256 of the work as it was submitted: {sha256.hex()}"
        )
        return cls(name=name, description=description, narrative=narrative, genre=genre)

    def to_json(self) -> JsonObject:
        return _members(
            id=self.id,
            type=["Evidence"],
            name=self.name,
            description=self.description,
            narrative=self.narrative,
            genre=self.genre,
            audience=self.audience,
        )


@dataclass(frozen=True, kw_only=True)
class StatusEntry:
    """Where the credential's status bit is (Bitstring Status List 1.0 section 2.1)."""

    list_url: str
    index: int
    purpose: StatusPurpose = "revocation"

    def to_json(self) -> JsonObject:
        return {
            "id": f"{self.list_url}#{self.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": self.purpose,
            "statusListIndex": str(self.index),
            "statusListCredential": self.list_url,
        }


@dataclass(frozen=True, kw_only=True)
class RefreshService:
    """Where the current form of the credential is had by a plain GET (1EdTech Credential Refresh 1.0)."""

    id: str

    def to_json(self) -> JsonObject:
        return {"id": self.id, "type": "1EdTechCredentialRefresh"}


@dataclass(frozen=True, kw_only=True)
class OpenBadgeCredential:
    """An award, ready to be signed (class ``AchievementCredential``; envelope of VCDM 2.0).

    Args:
        id: absolute and permanent, for instance ``urn:uuid:…``.
        holder: the hashed address of who earned it; ``holder_id`` a DID of theirs. At least one of them.
        valid_from: from when it holds; ``awarded_at`` when it was first awarded.
        narrative: what the learner did, in Markdown.
        status: one entry; or two of different purposes, which VCDM 2.0 allows and the JSON Schema of Open Badges does
            not.
    """

    id: str
    issuer: Profile
    achievement: Achievement
    valid_from: datetime
    holder: HashedEmail | HashedIdentity | None = None
    holder_id: str = ""
    name: str = ""
    description: str = ""
    image: Image | None = None
    awarded_at: datetime | None = None
    valid_until: datetime | None = None
    results: tuple[Result, ...] = ()
    narrative: str = ""
    evidence: tuple[Evidence, ...] = ()
    status: StatusEntry | tuple[StatusEntry, ...] | None = None
    refresh: RefreshService | None = None

    def to_json(self) -> JsonObject:
        """The unsigned credential. :func:`.lint.lint` says whether it may be signed."""
        return _members(
            **{"@context": [CREDENTIALS_V2, OPEN_BADGES, OPEN_BADGES_EXTENSIONS]},
            id=self.id,
            type=["VerifiableCredential", "OpenBadgeCredential"],
            issuer=self.issuer,
            validFrom=written(self.valid_from),
            validUntil=written(self.valid_until) if self.valid_until else None,
            awardedDate=written(self.awarded_at) if self.awarded_at else None,
            name=self.name,
            description=self.description,
            image=self.image,
            credentialSubject=_members(
                id=self.holder_id,
                type=["AchievementSubject"],
                identifier=(self.holder,) if self.holder else (),
                achievement=self.achievement,
                result=self.results,
                narrative=self.narrative,
            ),
            evidence=self.evidence,
            credentialStatus=self.status,
            credentialSchema=[{"id": SCHEMA_URL, "type": "1EdTechJsonSchemaValidator2019"}],
            refreshService=self.refresh,
        )


ENDORSEMENT_SCHEMA_URL: Final = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json"
)
"""The JSON Schema that every endorsement names and obeys."""


@dataclass(frozen=True, kw_only=True)
class Endorsement:
    """That somebody vouches for an achievement, a credential or a profile (class ``EndorsementCredential``).

    Args:
        endorsed: the identifier of what is endorsed.
        comment: in what way, in Markdown.
        name: the standard wants one.
    """

    id: str
    issuer: Profile
    endorsed: str
    name: str
    comment: str
    valid_from: datetime
    status: StatusEntry | None = None
    refresh: RefreshService | None = None

    def to_json(self) -> JsonObject:
        """The unsigned endorsement. :func:`.lint.lint_as` says whether it may be signed."""
        return _members(
            **{"@context": [CREDENTIALS_V2, OPEN_BADGES, OPEN_BADGES_EXTENSIONS]},
            id=self.id,
            type=["VerifiableCredential", "EndorsementCredential"],
            name=self.name,
            issuer=self.issuer,
            validFrom=written(self.valid_from),
            credentialSubject=_members(id=self.endorsed, type=["EndorsementSubject"], endorsementComment=self.comment),
            credentialStatus=self.status,
            credentialSchema=[{"id": ENDORSEMENT_SCHEMA_URL, "type": "1EdTechJsonSchemaValidator2019"}],
            refreshService=self.refresh,
        )


def _members(**members: Any) -> JsonObject:
    """A JSON object of what is there: values written as JSON, empty ones left out."""
    empty: tuple[Any, ...] = (None, "", (), [], {})
    return {name: _json(value) for name, value in members.items() if value not in empty}


def _json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_json(item) for item in value]
    return value.to_json() if hasattr(value, "to_json") else value


def urn(uuid: object) -> str:
    """``urn:uuid:…`` of a UUID, as levels, criteria and credentials are named."""
    return f"urn:uuid:{uuid}"


def holder_matches(subject: JsonObject, address: str) -> bool:
    """Whether a hashed identity of ``credentialSubject`` is that of an e-mail address.

    The address is tried as it was given and in lower case: issuers do not agree on which of the two they hash.
    """
    identifiers: Iterable[Any] = subject.get("identifier") or ()
    if isinstance(identifiers, dict):
        identifiers = [identifiers]
    spellings = {address, address.strip(), address.strip().lower()}
    for entry in identifiers:
        if not isinstance(entry, dict) or entry.get("identityType") != "emailAddress":
            continue
        stated = str(entry.get("identityHash", ""))
        salt = str(entry.get("salt", ""))
        if entry.get("hashed") is True:
            if any(hashed_identity(spelling, salt) == stated.lower() for spelling in spellings):
                return True
        elif stated.lower() in {spelling.lower() for spelling in spellings}:
            return True
    return False
