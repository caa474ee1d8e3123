"""A version as linked data for registries of credentials: the Credential Transparency Description Language. Pure.

The terms are those of https://credreg.net/ctdl/terms. The minimum of the Credential Engine Registry for a credential is
there: CTID, name, description, web page, status, language and owner; it refuses the general class, so the class is
`ceterms:MicroCredential`. An owner's own record there (address, sector, contact) is the owner's to make.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from microcred.catalog.design import Design

CONTEXT = "https://credreg.net/ctdl/schema/context/json"


@dataclass(frozen=True)
class Aligned:
    """A standard that a version aligns to; `url` is its address where one is known."""

    framework: str
    code: str
    name: str
    url: str


@dataclass(frozen=True)
class Described:
    """What is to be described of a version.

    Attributes:
        number_id: The identifier of the version as it was first published under its number: a revision of the wording
            can stand for it, a version of another number cannot.
        earlier_id: The same of the number before; None for the first.
        url: The public page of this version.
        label: Its number, as people read it.
        owner: Identifier and name of the organization that owns it.
        published_on: When it was published.
        retired_on: From when it takes no new starts; None while it is offered.
    """

    design: Design
    number_id: UUID
    earlier_id: UUID | None
    url: str
    label: str
    owner: tuple[UUID, str]
    published_on: date
    retired_on: date | None
    alignments: Sequence[Aligned] = ()


def ctid(identifier: UUID) -> str:
    """The identifier as registries write it: `ce-` and the UUID in lower case."""
    return f"ce-{identifier}"


def as_ctdl(described: Described) -> dict[str, Any]:
    """The version as one CTDL document (JSON-LD).

    Its CTID stays while nothing but wording changes and is another one for another thing to earn, as the definition of
    `ceterms:ctid` wants of versions that cannot stand for each other.
    """
    design, language = described.design, described.design.language
    owner_id, owner_name = described.owner
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": f"{described.url}#credential",
        "@type": "ceterms:MicroCredential",
        "ceterms:ctid": ctid(described.number_id),
        "ceterms:name": {language: design.name},
        "ceterms:description": {language: _paragraphs(design.competency, design.key_method)},
        "ceterms:subjectWebpage": described.url,
        "ceterms:inLanguage": [language],
        "ceterms:credentialStatusType": _status(described.retired_on is not None),
        "ceterms:ownedBy": [
            {
                "@type": "ceterms:CredentialOrganization",
                "ceterms:ctid": ctid(owner_id),
                "ceterms:name": {language: owner_name},
            }
        ],
        "ceterms:versionCode": described.label,
        "ceterms:dateEffective": described.published_on.isoformat(),
        "ceterms:estimatedDuration": [
            {"@type": "ceterms:DurationProfile", "ceterms:exactDuration": f"PT{design.hours}H"}
        ],
        "ceterms:requires": [_requires(described)],
    }
    if described.retired_on:
        document["ceterms:expirationDate"] = described.retired_on.isoformat()
    if described.earlier_id:
        document["ceterms:previousVersion"] = ctid(described.earlier_id)
    if design.tags:
        document["ceterms:keyword"] = {language: list(design.tags)}
    return document


def as_schema_org(described: Described) -> dict[str, Any]:
    """The version for search engines: schema.org's EducationalOccupationalCredential."""
    design = described.design
    return {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalCredential",
        "credentialCategory": "micro-credential",
        "identifier": ctid(described.number_id),
        "name": design.name,
        "description": design.competency,
        "url": described.url,
        "inLanguage": design.language,
        "recognizedBy": {"@type": "Organization", "name": described.owner[1]},
        "competencyRequired": design.competency,
    }


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)


def _requires(described: Described) -> dict[str, Any]:
    """What it takes to earn it: what is handed in, and the competencies that it shows."""
    language = described.design.language
    asked = _paragraphs(*(requirement.prompt for requirement in described.design.requirements))
    profile: dict[str, Any] = {"@type": "ceterms:ConditionProfile", "ceterms:description": {language: asked}}
    if described.alignments:
        profile["ceterms:targetCompetency"] = [_competency(aligned, language) for aligned in described.alignments]
    return profile


def _status(retired: bool) -> dict[str, str]:
    name = "Deprecated" if retired else "Active"
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:framework": "https://credreg.net/ctdl/terms/CredentialStatus",
        "ceterms:targetNode": f"credentialStat:{name}",
        "ceterms:targetNodeName": name,
    }


def _competency(aligned: Aligned, language: str) -> dict[str, Any]:
    competency: dict[str, Any] = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:codedNotation": aligned.code,
        "ceterms:targetNodeName": {language: aligned.name or aligned.code},
        "ceterms:frameworkName": {language: aligned.framework},
    }
    if aligned.url:
        competency["ceterms:targetNode"] = aligned.url
    return competency
