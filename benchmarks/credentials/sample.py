"""Credentials to issue and verify: one achievement, as many learners as wanted, always the same ones.

About 5 KB: criteria, three alignments, two results on rubrics of four levels, three pieces of evidence, pictures, a
status entry, a hashed e-mail address. About 140 quads, eight blank nodes, 18 KB of canonical N-Quads.
"""

import random
from collections.abc import Iterator
from itertools import count
from uuid import UUID

from microcred.openbadges.contexts import CREDENTIALS_V2, OPEN_BADGES
from microcred.openbadges.documents import JsonObject

SLOTS = {
    "id": "/id",
    "earned": ["/validFrom", "/awardedDate"],
    "hash": "/credentialSubject/identifier/0/identityHash",
    "salt": "/credentialSubject/identifier/0/salt",
    "level 1": "/credentialSubject/result/0/achievedLevel",
    "value 1": "/credentialSubject/result/0/value",
    "level 2": "/credentialSubject/result/1/achievedLevel",
    "value 2": "/credentialSubject/result/1/value",
    "evidence 1": "/evidence/0/id",
    "evidence 2": "/evidence/1/id",
    "evidence 3": "/evidence/2/id",
    "entry": "/credentialStatus/id",
    "index": "/credentialStatus/statusListIndex",
}
"""What differs from learner to learner."""

_WORDS = ("Not yet", "Developing", "Proficient", "Exemplary")
_SITE = "https://credentials.example.edu"


def learners(seed: int = 1) -> Iterator[dict[str, str]]:
    """The texts of one learner after another, without end."""
    rng = random.Random(seed)
    for number in count(1):
        earned = f"2026-{rng.randrange(1, 12):02d}-{rng.randrange(1, 28):02d}T{rng.randrange(24):02d}:15:00Z"
        first, second = rng.randrange(2, 4), rng.randrange(2, 4)
        index = str(rng.randrange(131_072))
        work = f"{_SITE}/evidence/{_uuid(rng)}"
        yield {
            "id": f"urn:uuid:{_uuid(rng)}",
            "earned": earned,
            "hash": f"sha256${rng.getrandbits(256):064x}",
            "salt": f"{rng.getrandbits(96):024x}",
            "level 1": _level(1, first),
            "value 1": _WORDS[first],
            "level 2": _level(2, second),
            "value 2": _WORDS[second],
            **{f"evidence {part}": f"{work}/{part}" for part in (1, 2, 3)},
            "entry": f"{_SITE}/status/{number // 100_000}#{index}",
            "index": index,
        }


def credential(issuer: str, learner: dict[str, str]) -> JsonObject:
    """The unsigned credential of one learner."""
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "id": learner["id"],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Leading a team that shares leadership",
        "description": "The educator builds a team that shares leadership and learns together.",
        "image": {"id": f"{_SITE}/badges/leading-a-team.png", "type": "Image", "caption": "Badge"},
        "issuer": {
            "id": issuer,
            "type": ["Profile"],
            "name": "Centre for Educator Recruitment",
            "url": "https://centre.example.edu",
            "image": {"id": "https://centre.example.edu/seal.png", "type": "Image", "caption": "Seal"},
        },
        "validFrom": learner["earned"],
        "awardedDate": learner["earned"],
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": learner["hash"],
                    "identityType": "emailAddress",
                    "salt": learner["salt"],
                }
            ],
            "achievement": _achievement(),
            "result": [
                {
                    "type": ["Result"],
                    "resultDescription": _description(number),
                    "achievedLevel": learner[f"level {number}"],
                    "value": learner[f"value {number}"],
                }
                for number in (1, 2)
            ],
        },
        "evidence": [
            {
                "id": learner[f"evidence {number}"],
                "type": ["Evidence"],
                "name": f"Part {number} of the work",
                "description": "A document of four pages that was judged against the rubric.",
                "genre": "artifact",
            }
            for number in (1, 2, 3)
        ],
        "credentialStatus": {
            "id": learner["entry"],
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": learner["index"],
            "statusListCredential": learner["entry"].partition("#")[0],
        },
    }


def unlike(document: JsonObject, number: int) -> JsonObject:
    """The same credential with a number of its own: nobody has seen one of its shape, of which numbers are part."""
    subject = document["credentialSubject"]
    achievement = {**subject["achievement"], "creditsAvailable": number / 4}
    return {**document, "credentialSubject": {**subject, "achievement": achievement}}


def poison(nodes: int) -> JsonObject:
    """Blank nodes that all point at each other, none distinguishable (the shape of test 074 of the RDFC-1.0 suite)."""
    names = [f"_:n{number}" for number in range(nodes)]
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "id": "urn:x:1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": [
            {"id": name, "type": ["Profile"], "parentOrg": [{"id": other} for other in names if other != name]}
            for name in names
        ],
    }


def _achievement() -> JsonObject:
    return {
        "id": f"{_SITE}/catalog/leading-a-team/versions/3",
        "type": ["Achievement"],
        "name": "Leading a team that shares leadership",
        "description": "The educator builds a team that shares leadership and learns together.",
        "criteria": {"narrative": "Submit **three** artifacts and a reflection.\n\nTwo people score each of them."},
        "image": {"id": f"{_SITE}/badges/leading-a-team.png", "type": "Image", "caption": "Badge"},
        "alignment": [
            {
                "type": ["Alignment"],
                "targetName": f"Teacher Leader Model Standards, Domain {number}",
                "targetUrl": f"https://standards.example.org/tlms/{number}",
                "targetCode": f"TLMS.{number}",
                "targetFramework": "Teacher Leader Model Standards",
                "targetType": "CFItem",
            }
            for number in (1, 2, 3)
        ],
        "resultDescription": [
            {
                "id": _description(number),
                "type": ["ResultDescription"],
                "name": f"Criterion {number}: shares leadership",
                "resultType": "RubricCriterionLevel",
                "requiredLevel": _level(number, 2),
                "rubricCriterionLevel": [
                    {
                        "id": _level(number, level),
                        "type": ["RubricCriterionLevel"],
                        "name": word,
                        "description": f"What a reader can observe at this level: {word.lower()}.",
                        "points": str(level),
                    }
                    for level, word in enumerate(_WORDS)
                ],
            }
            for number in (1, 2)
        ],
    }


def _description(number: int) -> str:
    return f"urn:uuid:019aa000-0000-7000-8000-{number:012d}"


def _level(number: int, level: int) -> str:
    return f"urn:uuid:019aa000-0000-7000-8000-{100 * number + level:012d}"


def _uuid(rng: random.Random) -> UUID:
    # identifiers of version 7, as the platform makes them: they begin with the time
    return UUID(int=(0x019AC << 108) | (rng.getrandbits(108) & ~(0xF << 76) | 7 << 76) & ~(3 << 62) | 2 << 62)
