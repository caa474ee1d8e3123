"""A small framework as a publisher would send it, for tests."""

import json
from copy import deepcopy
from uuid import NAMESPACE_URL, uuid5

from microcred.frameworks.case import read
from microcred.frameworks.operations import import_framework

THEIRS = "https://standards.example/ims/case/v1p1"
AT = "2026-03-01T10:00:00Z"


def guid(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{THEIRS}/{name}"))


def link(name: str, kind: str = "CFItems") -> dict:
    return {"title": name, "identifier": guid(name), "uri": f"{THEIRS}/{kind}/{guid(name)}"}


def item(code: str, statement: str, **more) -> dict:
    return {
        "identifier": guid(code),
        "uri": f"{THEIRS}/CFItems/{guid(code)}",
        "humanCodingScheme": code,
        "fullStatement": statement,
        "lastChangeDateTime": AT,
        **more,
    }


def below(code: str, parent: str, number: int = 1, **more) -> dict:
    name = f"{code} under {parent}"
    return {
        "identifier": guid(name),
        "associationType": "isChildOf",
        "sequenceNumber": number,
        "uri": f"{THEIRS}/CFAssociations/{guid(name)}",
        "originNodeURI": link(code),
        "destinationNodeURI": link(parent, "CFDocuments" if parent == "doc" else "CFItems"),
        "lastChangeDateTime": AT,
        **more,
    }


PACKAGE = {
    "CFDocument": {
        "identifier": guid("doc"),
        "uri": f"{THEIRS}/CFDocuments/{guid('doc')}",
        "creator": "An Agency",
        "publisher": "An Agency",
        "title": "Topics of Teaching",
        "version": "1",
        "language": "en",
        "adoptionStatus": "Adopted",
        "statusStartDate": "2026-01-01",
        "description": "What teaching is about.",
        "subject": ["Teaching"],
        "subjectURI": [link("Teaching", "CFSubjects")],
        "officialSourceURL": "https://standards.example/",
        "licenseURI": link("CC0", "CFLicenses"),
        "notes": "Invented for tests.",
        "frameworkType": "Topics",
        "lastChangeDateTime": AT,
    },
    "CFItems": [
        item("A", "Assessment", CFItemType="Topic", CFItemTypeURI=link("Topic", "CFItemTypes")),
        item(
            "A.2",
            "Writes rubrics that students can read.",
            abbreviatedStatement="Rubrics",
            alternativeLabel="Scoring guides",
            listEnumeration="2",
            conceptKeywords=["rubric"],
            conceptKeywordsURI=link("rubric", "CFConcepts"),
            notes="See also A.1.",
            subject=["Teaching"],
            subjectURI=[link("Teaching", "CFSubjects")],
            language="en",
            educationLevel=["09", "10"],
            licenseURI=link("CC0", "CFLicenses"),
            statusStartDate="2026-01-01",
            extensions={"colour": {"rgb": [1, 2, 3]}},
        ),
        item("A.1", "Plans an assessment before teaching."),
        item("B", "Belonging", CFItemType="Topic"),
        item("B.1", "Knows every student’s name."),
    ],
    "CFAssociations": [
        below("A", "doc", 1),
        below("A.1", "A", 1, notes="First.", CFAssociationGroupingURI=link("Order", "CFAssociationGroupings")),
        below("A.2", "A", 2),
        below("B", "doc", 2),
        below("B.1", "B", 1),
        below("A.1", "A.2", 1, identifier=guid("precedes"), associationType="precedes"),
    ],
    "CFDefinitions": {
        "CFItemTypes": [
            {**link("Topic", "CFItemTypes"), "description": "A topic", "hierarchyCode": "1", "lastChangeDateTime": AT},
            {
                **link("Subtopic", "CFItemTypes"),
                "description": "A part of one",
                "hierarchyCode": "1.1",
                "typeCode": "S",
                "lastChangeDateTime": AT,
            },
        ],
        "CFSubjects": [
            {
                **link("Teaching", "CFSubjects"),
                "hierarchyCode": "1",
                "description": "Teaching",
                "lastChangeDateTime": AT,
            }
        ],
        "CFConcepts": [
            {
                **link("rubric", "CFConcepts"),
                "hierarchyCode": "1",
                "keywords": "rubric, guide",
                "description": "A grid",
                "lastChangeDateTime": AT,
            }
        ],
        "CFLicenses": [
            {
                **link("CC0", "CFLicenses"),
                "licenseText": "No rights reserved.",
                "description": "CC0 1.0",
                "lastChangeDateTime": AT,
            }
        ],
        "CFAssociationGroupings": [
            {**link("Order", "CFAssociationGroupings"), "description": "What first", "lastChangeDateTime": AT}
        ],
    },
}


def members(**document) -> dict:
    """The package, to be changed as a test likes."""
    made = deepcopy(PACKAGE)
    made["CFDocument"].update(document)
    return made


def without(*codes: str, **document) -> dict:
    """The package without some items, and without what speaks of them."""
    made = members(**document)
    gone = {guid(code) for code in codes}
    made["CFItems"] = [one for one in made["CFItems"] if one["identifier"] not in gone]
    made["CFAssociations"] = [
        one
        for one in made["CFAssociations"]
        if not {one["originNodeURI"]["identifier"], one["destinationNodeURI"]["identifier"]} & gone
    ]
    return made


def package(made: dict = PACKAGE):
    return read(json.dumps(made).encode())


def imported(made: dict = PACKAGE, *, at, **more):
    """Import it as the operator."""
    return import_framework(
        **{"actor": None, "package": package(made), "source": "topics.json", "digest": "0" * 64, "at": at, **more}
    )
