"""What this service is, for programs that read OpenAPI. The classes are those that 1EdTech publishes."""

from typing import Any

from django.conf import settings

from microcred.frameworks.addresses import BASE

SCHEMAS = "https://purl.imsglobal.org/spec/case/v1p1/schema/jsonschema"

ONE = {
    "CFAssociationGroupings": ("getCFAssociationGrouping", "cfassociationgrouping"),
    "CFAssociations": ("getCFAssociation", "cfassociation"),
    "CFConcepts": ("getCFConcept", "cfconceptset"),
    "CFDocuments": ("getCFDocument", "cfdocument"),
    "CFItemAssociations": ("getCFItemAssociations", "cfassociationset"),
    "CFItems": ("getCFItem", "cfitem"),
    "CFItemTypes": ("getCFItemType", "cfitemtypeset"),
    "CFLicenses": ("getCFLicense", "cflicense"),
    "CFPackages": ("getCFPackage", "cfpackage"),
    "CFSubjects": ("getCFSubject", "cfsubjectset"),
}
"""By the part of an address before the identifier, the operation and the schema of its answer."""

LISTED = ("limit", "offset", "sort", "orderBy", "filter", "fields")


def description() -> dict[str, Any]:
    """The service as an OpenAPI 3.0 document."""
    identifier = {"name": "sourcedId", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    paths: dict[str, Any] = {
        f"/{kind}/{{sourcedId}}": _get(operation, schema, [identifier]) for kind, (operation, schema) in ONE.items()
    }
    whole = {"limit", "offset"}
    listed = [
        {"name": name, "in": "query", "schema": {"type": "integer" if name in whole else "string"}} for name in LISTED
    ]
    paths["/CFDocuments"] = _get("getAllCFDocuments", "cfdocumentset", listed)
    return {
        "openapi": "3.0.1",
        "info": {
            "title": "Competencies and Academic Standards Exchange",
            "version": "1.1",
            "description": "The frameworks kept on this server, read only and open to everyone.",
        },
        "servers": [{"url": f"{settings.PUBLIC_URL}{BASE}"}],
        "paths": dict(sorted(paths.items())),
    }


def _get(operation: str, schema: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    def answer(words: str, name: str) -> dict[str, Any]:
        reference = {"$ref": f"{SCHEMAS}/case_v1p1_{name}-jsonschema1.json"}
        return {"description": words, "content": {"application/json": {"schema": reference}}}

    said = {"400": "The request cannot be read.", "404": "There is no such thing here."}
    refusals = {status: answer(words, "imsx_statusinfo") for status, words in said.items()}
    responses = {"200": answer("What was asked for.", schema), **refusals}
    return {"get": {"operationId": operation, "parameters": parameters, "responses": responses}}
