"""The classes of Open Badges 3.0 and Comprehensive Learner Record 2.0 as a table: members, types, which must be there.

``VerifiableCredential`` is any other credential of the W3C data models 2.0 and 1.1: only its envelope is described.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Scalar = Literal["text", "uri", "moment", "date", "number", "boolean", "email", "language"]


@dataclass(frozen=True)
class OneOf:
    """A word of a vocabulary, or an extension term where the vocabulary is open (``ext:…``)."""

    words: frozenset[str]
    extensible: bool = True


@dataclass(frozen=True)
class TypeOf:
    """The ``type`` member: it must hold one of ``names``."""

    names: frozenset[str]


@dataclass(frozen=True)
class One:
    """A single object of a class."""

    shape: str


@dataclass(frozen=True)
class Many:
    """A set of scalars or of objects of a class (``shape`` when it starts with a capital letter)."""

    item: str


Kind = Scalar | OneOf | TypeOf | One | Many


@dataclass(frozen=True)
class Shape:
    """One class.

    Args:
        closed: no member outside ``members`` is allowed (``additionalProperties: false`` in the official schema). Other
            classes may have more members as far as the JSON-LD contexts define them.
    """

    members: Mapping[str, Kind]
    required: frozenset[str]
    closed: bool = False


EXTENSION_TERM: Final = re.compile(r"ext:[A-Za-z0-9._-]+")


def _words(text: str, *, extensible: bool = True) -> OneOf:
    return OneOf(frozenset(text.split()), extensible)


def _type(*names: str) -> TypeOf:
    return TypeOf(frozenset(names))


def _shape(required: str, members: dict[str, Kind], *, closed: bool = False) -> Shape:
    return Shape(members, frozenset(required.split()), closed)


_IDENTIFIER_TYPE: Final = _words(
    "name sourcedId systemId productId userName accountId emailAddress nationalIdentityNumber isbn issn lisSourcedId "
    "oneRosterSourcedId sisSourcedId ltiContextId ltiDeploymentId ltiToolId ltiPlatformId ltiUserId identifier"
)
_ACHIEVEMENT_TYPE: Final = _words(
    "Achievement ApprenticeshipCertificate Assessment Assignment AssociateDegree Award Badge BachelorDegree "
    "Certificate "
    "CertificateOfCompletion Certification CommunityService Competency Course CoCurricular Degree Diploma "
    "DoctoralDegree Fieldwork GeneralEducationDevelopment JourneymanCertificate LearningProgram License Membership "
    "ProfessionalDoctorate QualityAssuranceCredential MasterCertificate MasterDegree MicroCredential "
    "ResearchDoctorate SecondarySchoolDiploma"
)
_TARGET_TYPE: Final = _words(
    "ceasn:Competency ceterms:Credential CFItem CFRubric CFRubricCriterion CFRubricCriterionLevel CTDL"
)
_RESULT_TYPE: Final = _words(
    "GradePointAverage LetterGrade Percent PerformanceLevel PredictedScore RawScore Result RubricCriterion "
    "RubricCriterionLevel RubricScore ScaledScore Status"
)
_RESULT_STATUS: Final = _words("Completed Enrolled Failed InProgress OnHold Provisional Withdrew", extensible=False)

_ASSOCIATION_TYPE: Final = _words(
    "exactMatchOf isChildOf isParentOf isPartOf isPeerOf isRelatedTo precedes replacedBy", extensible=False
)

_CREDENTIAL: Final[dict[str, Kind]] = {
    "id": "uri",
    "name": "text",
    "description": "text",
    "awardedDate": "moment",
    "issuer": One("Profile"),
    "validFrom": "moment",
    "validUntil": "moment",
    "issuanceDate": "moment",
    "expirationDate": "moment",
    "proof": Many("Proof"),
    "credentialSchema": Many("CredentialSchema"),
    "credentialStatus": One("CredentialStatus"),
    "refreshService": One("RefreshService"),
    "termsOfUse": Many("TermsOfUse"),
    "evidence": Many("Evidence"),
}

SHAPES: Final[Mapping[str, Shape]] = {
    "OpenBadgeCredential": _shape(
        "@context id type credentialSubject issuer validFrom",
        {
            **_CREDENTIAL,
            "type": _type("OpenBadgeCredential", "AchievementCredential"),
            "image": One("Image"),
            "credentialSubject": One("AchievementSubject"),
            "endorsement": Many("EndorsementCredential"),
        },
    ),
    "ClrCredential": _shape(
        "@context id type name credentialSubject issuer validFrom",
        {
            **_CREDENTIAL,
            "type": _type("ClrCredential"),
            "image": One("Image"),
            "partial": "boolean",
            "credentialSubject": One("ClrSubject"),
            "endorsement": Many("EndorsementCredential"),
        },
    ),
    "ClrSubject": _shape(
        "type verifiableCredential",
        {
            "id": "uri",
            "type": _type("ClrSubject"),
            "identifier": Many("IdentityObject"),
            "achievement": Many("Achievement"),
            "verifiableCredential": Many("VerifiableCredential"),
            "association": Many("Association"),
        },
    ),
    "Association": _shape(
        "type associationType sourceId targetId",
        {
            "type": _type("Association"),
            "associationType": _ASSOCIATION_TYPE,
            "sourceId": "uri",
            "targetId": "uri",
        },
        closed=True,
    ),
    "VerifiableCredential": _shape(
        "@context type issuer credentialSubject",
        {
            "id": "uri",
            "type": _type("VerifiableCredential"),
            "issuer": One("Issuer"),
            "validFrom": "moment",
            "validUntil": "moment",
            "issuanceDate": "moment",
            "expirationDate": "moment",
            "credentialSubject": Many("Subject"),
            "credentialStatus": Many("CredentialStatus"),
            "credentialSchema": Many("CredentialSchema"),
            "refreshService": Many("RefreshService"),
            "termsOfUse": Many("TermsOfUse"),
        },
    ),
    "Issuer": _shape("id", {"id": "uri"}),
    "Subject": _shape("", {"id": "uri"}),
    "EndorsementCredential": _shape(
        "@context id type name credentialSubject issuer validFrom",
        {
            **_CREDENTIAL,
            "type": _type("EndorsementCredential"),
            "credentialSubject": One("EndorsementSubject"),
        },
    ),
    "EndorsementSubject": _shape(
        "id type", {"id": "uri", "type": _type("EndorsementSubject"), "endorsementComment": "text"}
    ),
    "AchievementSubject": _shape(
        "type achievement",
        {
            "id": "uri",
            "type": _type("AchievementSubject"),
            "activityEndDate": "moment",
            "activityStartDate": "moment",
            "creditsEarned": "number",
            "achievement": One("Achievement"),
            "identifier": Many("IdentityObject"),
            "image": One("Image"),
            "licenseNumber": "text",
            "narrative": "text",
            "result": Many("Result"),
            "role": "text",
            "source": One("Profile"),
            "term": "text",
        },
    ),
    "IdentityObject": _shape(
        "type hashed identityHash identityType",
        {
            "type": _type("IdentityObject"),
            "hashed": "boolean",
            "identityHash": "text",
            "identityType": _IDENTIFIER_TYPE,
            "salt": "text",
        },
        closed=True,
    ),
    "Achievement": _shape(
        "id type criteria description name",
        {
            "id": "uri",
            "type": _type("Achievement"),
            "alignment": Many("Alignment"),
            "achievementType": _ACHIEVEMENT_TYPE,
            "creator": One("Profile"),
            "creditsAvailable": "number",
            "criteria": One("Criteria"),
            "description": "text",
            "endorsement": Many("EndorsementCredential"),
            "fieldOfStudy": "text",
            "humanCode": "text",
            "image": One("Image"),
            "inLanguage": "language",
            "name": "text",
            "otherIdentifier": Many("IdentifierEntry"),
            "related": Many("Related"),
            "resultDescription": Many("ResultDescription"),
            "specialization": "text",
            "tag": Many("text"),
            "version": "text",
        },
    ),
    "Alignment": _shape(
        "type targetName targetUrl",
        {
            "type": _type("Alignment"),
            "targetCode": "text",
            "targetDescription": "text",
            "targetName": "text",
            "targetFramework": "text",
            "targetType": _TARGET_TYPE,
            "targetUrl": "uri",
        },
    ),
    "Criteria": _shape("", {"id": "uri", "narrative": "text"}),
    "ResultDescription": _shape(
        "id type name resultType",
        {
            "id": "uri",
            "type": _type("ResultDescription"),
            "alignment": Many("Alignment"),
            "allowedValue": Many("text"),
            "name": "text",
            "requiredLevel": "uri",
            "requiredValue": "text",
            "resultType": _RESULT_TYPE,
            "rubricCriterionLevel": Many("RubricCriterionLevel"),
            "valueMax": "text",
            "valueMin": "text",
        },
    ),
    "RubricCriterionLevel": _shape(
        "id type name",
        {
            "id": "uri",
            "type": _type("RubricCriterionLevel"),
            "alignment": Many("Alignment"),
            "description": "text",
            "level": "text",
            "name": "text",
            "points": "text",
        },
    ),
    "Result": _shape(
        "type",
        {
            "type": _type("Result"),
            "achievedLevel": "uri",
            "alignment": Many("Alignment"),
            "resultDescription": "uri",
            "status": _RESULT_STATUS,
            "value": "text",
        },
    ),
    "Evidence": _shape(
        "type",
        {
            "id": "uri",
            "type": _type("Evidence"),
            "narrative": "text",
            "name": "text",
            "description": "text",
            "genre": "text",
            "audience": "text",
        },
    ),
    "Profile": _shape(
        "id type",
        {
            "id": "uri",
            "type": _type("Profile"),
            "name": "text",
            "url": "uri",
            "phone": "text",
            "description": "text",
            "endorsement": Many("EndorsementCredential"),
            "image": One("Image"),
            "email": "email",
            "address": One("Address"),
            "otherIdentifier": Many("IdentifierEntry"),
            "official": "text",
            "parentOrg": One("Profile"),
            "familyName": "text",
            "givenName": "text",
            "additionalName": "text",
            "patronymicName": "text",
            "honorificPrefix": "text",
            "honorificSuffix": "text",
            "familyNamePrefix": "text",
            "dateOfBirth": "date",
        },
    ),
    "Address": _shape(
        "type",
        {
            "type": _type("Address"),
            "addressCountry": "text",
            "addressCountryCode": "text",
            "addressRegion": "text",
            "addressLocality": "text",
            "streetAddress": "text",
            "postOfficeBoxNumber": "text",
            "postalCode": "text",
            "geo": One("GeoCoordinates"),
        },
    ),
    "GeoCoordinates": _shape(
        "type latitude longitude",
        {"type": _type("GeoCoordinates"), "latitude": "number", "longitude": "number"},
    ),
    "IdentifierEntry": _shape(
        "type identifier identifierType",
        {"type": _type("IdentifierEntry"), "identifier": "text", "identifierType": _IDENTIFIER_TYPE},
        closed=True,
    ),
    "Image": _shape("id type", {"id": "uri", "type": _type("Image"), "caption": "text"}, closed=True),
    "Related": _shape("id type", {"id": "uri", "type": _type("Related"), "inLanguage": "language", "version": "text"}),
    "Proof": _shape(
        "type",
        {
            "type": "text",
            "created": "moment",
            "cryptosuite": "text",
            "challenge": "text",
            "domain": "text",
            "nonce": "text",
            "proofPurpose": "text",
            "proofValue": "text",
            "verificationMethod": "uri",
        },
    ),
    "CredentialSchema": _shape("id type", {"id": "uri", "type": "text"}),
    "CredentialStatus": _shape("type", {"id": "uri", "type": "text"}),
    "RefreshService": _shape("id type", {"id": "uri", "type": "text"}),
    "TermsOfUse": _shape("type", {"id": "uri", "type": "text"}),
}
"""Every class by name. ``endorsementJwt`` is left out on purpose: copies of the context differ in whether they define
it, so a document with an embedded proof that uses it verifies only with some of them."""
