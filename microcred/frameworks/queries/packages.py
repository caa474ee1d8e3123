"""Frameworks as CASE tells them: members as imported, with the addresses of this server where they have none."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Q, QuerySet

from microcred.frameworks.addresses import case_address
from microcred.frameworks.case import Item, Members, Package, read_members
from microcred.frameworks.models import Association, Definition, Framework, Standard

ENDS = ("originNodeURI", "destinationNodeURI")


def document_members(framework: Framework) -> Members:
    """A framework as CFDocument."""
    identifier = str(framework.identifier)
    link = {"title": framework.name, "identifier": identifier, "uri": case_address("CFPackages", identifier)}
    return {**_document(framework), "CFPackageURI": link}


def item_members(standard: Standard) -> Members:
    """An item as CFItem; one that was withdrawn says since when."""
    framework = standard.framework
    link = {
        "title": framework.name,
        "identifier": str(framework.identifier),
        "uri": _document(framework)["uri"],
    }
    ended = {"statusEndDate": standard.withdrawn_at.date().isoformat()} if standard.withdrawn_at else {}
    return {**_item(standard), **ended, "CFDocumentURI": link}


def association_members(association: Association) -> Members:
    """An association as CFAssociation."""
    framework = association.framework
    link = {
        "title": framework.name,
        "identifier": str(framework.identifier),
        "uri": _document(framework)["uri"],
    }
    return {**association_in_package(association), "CFDocumentURI": link}


def association_in_package(association: Association) -> Members:
    """An association as CFPckgAssociation, which does not name its document."""
    members = _published("CFAssociations", association.members, association.created_at)
    document = str(association.framework.identifier)
    for end in ENDS:
        link = members[end]
        if "uri" not in link:
            kind = "CFDocuments" if link["identifier"] == document else "CFItems"
            members[end] = {**link, "uri": case_address(kind, link["identifier"])}
    return members


def definition_members(definition: Definition) -> Members:
    """A definition as the class of its kind."""
    return _published(definition.kind, definition.members, definition.created_at)


def package_members(framework: Framework) -> Members:
    """A whole framework as CFPackage, without the items that were withdrawn."""
    standards = framework.standards.filter(withdrawn_at=None).order_by("position")
    associations = framework.associations.order_by("position")
    for association in associations:
        association.framework = framework
    members: Members = {"CFDocument": {**_document(framework), "caseVersion": "1.1"}}
    members["CFItems"] = [_item(standard) for standard in standards]
    members["CFAssociations"] = [association_in_package(association) for association in associations]
    defined: dict[str, list[Members]] = {}
    for definition in framework.definitions.order_by("kind", "position"):
        defined.setdefault(definition.kind, []).append(definition_members(definition))
    return {**members, "CFDefinitions": defined} if defined else members


def package_of(framework: Framework) -> Package:
    """The same as a value."""
    return read_members(package_members(framework))


def item_as_imported(standard: Standard) -> Item:
    """An item as a value."""
    return Item.model_validate(_item(standard))


def associations_of(identifier: UUID) -> QuerySet[Association]:
    """What an item is to others, and they to it."""
    return (
        Association.objects.filter(Q(origin=str(identifier)) | Q(destination=str(identifier)))
        .select_related("framework")
        .order_by("framework", "position")
    )


def definitions_at(kind: str, identifier: UUID) -> list[Definition]:
    """The definition of an identifier, and those below it in its hierarchy, where its kind has one.

    Several frameworks may tell the same one; the newest telling counts.
    """
    there = Definition.objects.filter(kind=kind).order_by("-created_at", "-pk")
    found = there.filter(identifier=identifier).first()
    if found is None:
        return []
    code = found.members.get("hierarchyCode")
    below = there.filter(framework=found.framework_id, members__hierarchyCode__startswith=f"{code}.") if code else ()
    return [found, *sorted(below, key=lambda one: one.position)]


def standard_address(standard: Standard) -> str:
    """Where an item is published: by its publisher, or else by this server."""
    uri = str(standard.members.get("uri", ""))
    return uri if urlsplit(uri).scheme in {"http", "https"} else case_address("CFItems", standard.identifier)


def stored(kind: str, members: Members) -> Members:
    """Members without the addresses of this server, which are made when they are asked for."""
    own = {case_address(kind, members["identifier"]), f"urn:uuid:{members['identifier']}"}
    kept = {name: value for name, value in members.items() if not (name == "uri" and value in own)}
    for end in ENDS:
        if isinstance(link := kept.get(end), Mapping):
            kept[end] = _stored_link(link)
    return kept


def _stored_link(link: Mapping[str, Any]) -> Members:
    identifier = link["identifier"]
    own = {f"urn:uuid:{identifier}", *(case_address(kind, identifier) for kind in ("CFItems", "CFDocuments"))}
    return {name: value for name, value in link.items() if not (name == "uri" and value in own)}


def _document(framework: Framework) -> Members:
    return _published("CFDocuments", framework.members, framework.created_at)


def _item(standard: Standard) -> Members:
    return _published("CFItems", standard.members, standard.created_at)


def _published(kind: str, members: Mapping[str, Any], at: datetime) -> Members:
    return {
        "uri": case_address(kind, members["identifier"]),
        "lastChangeDateTime": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        **members,
    }
