"""What the data models demand of any credential and presentation (VC Data Model 2.0 section 4, and 1.1 section 4).

Terms and types that no context defines are not looked for here: canonicalizing refuses them. Awards are held to more
than this, see :mod:`.lint`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from microcred.openbadges import status
from microcred.openbadges.canonical import is_iri
from microcred.openbadges.contexts import CREDENTIALS_V1, CREDENTIALS_V2
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.times import read
from microcred.openbadges.vc_api.problems import MALFORMED, PARSING, Problem
from microcred.openbadges.vc_api.related import check_related

ENVELOPED_CREDENTIAL: Final = "EnvelopedVerifiableCredential"
ENVELOPED_PRESENTATION: Final = "EnvelopedVerifiablePresentation"

_OF_THE_OTHER: Final = {ENVELOPED_CREDENTIAL: "data:application/vp", ENVELOPED_PRESENTATION: "data:application/vc"}

_TYPED: Final = ("credentialStatus", "credentialSchema", "termsOfUse", "evidence", "refreshService")
_LANGUAGE_MEMBERS: Final = {"@value", "@language", "@direction"}


def check_credential(credential: object) -> JsonObject:
    """A credential of either data model, without regard to its proof.

    Raises:
        Problem: naming the first member that is not what its section says.
    """
    document = _object(credential, "the credential")
    newer = _check_context(document)
    _check_type(document, "VerifiableCredential")
    _check_id(document, "the credential")
    _check_not_enveloped(document)
    check_agent(document.get("issuer"), "issuer")
    _check_subjects(document.get("credentialSubject"))
    _check_period(document, *(("validFrom", "validUntil") if newer else ("issuanceDate", "expirationDate")))
    if not newer and "issuanceDate" not in document:
        raise Problem(MALFORMED, "the credential has no issuanceDate")
    if newer:
        for where in (document, document["issuer"]):
            _check_words(where)
    for name in _TYPED:
        for item in _objects(document, name):
            _check_typed(item, name)
    check_related(_objects(document, "relatedResource"))
    _check_status_entries(document)
    _check_status_list(document)
    return document


def check_presentation(presentation: object) -> JsonObject:
    """A presentation of either data model; what it presents is looked at by the caller.

    Raises:
        Problem: see :func:`check_credential`.
    """
    document = _object(presentation, "the presentation")
    newer = _check_context(document)
    _check_type(document, "VerifiablePresentation")
    _check_id(document, "the presentation")
    _check_not_enveloped(document)
    if "holder" in document:
        check_agent(document["holder"], "holder")
    for name in ("termsOfUse",):
        for item in _objects(document, name):
            _check_typed(item, name)
    # the older data model takes tokens as they are (VCDM 1.1 section 6.3.1)
    tokens = not newer and all(isinstance(item, str) for item in as_list(document.get("verifiableCredential", "")))
    if not tokens:
        _objects(document, "verifiableCredential")
    return document


def check_envelope(document: JsonObject, kind: str) -> str:
    """The data URL in an enveloped credential or presentation (VCDM 2.0 sections 4.13.1 and 4.13.2).

    Raises:
        Problem: when its context does not define it, it is of another type, or its ``id`` is no data URL.
    """
    context = document.get("@context")
    if CREDENTIALS_V2 not in (context if isinstance(context, list) else [context]):
        raise Problem(PARSING, f"the @context of the {kind} does not define it")
    if types(document) != [kind]:
        raise Problem(MALFORMED, f"the type is not {kind}")
    name = document.get("id")
    if not isinstance(name, str) or not name.startswith("data:"):
        raise Problem(MALFORMED, f"the id of the {kind} is not a data URL")
    if name[:19].lower().startswith(_OF_THE_OTHER[kind]):
        raise Problem(MALFORMED, f"the media type of the {kind} is that of something else")
    return name


def types(document: JsonObject) -> list[Any]:
    """The types of a document, as a list."""
    value = document.get("type")
    return value if isinstance(value, list) else [] if value is None else [value]


def as_list(value: Any) -> list[Any]:
    """A value that may stand alone or in a list, as a list; an absent one as the empty list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _object(value: object, what: str) -> JsonObject:
    if not isinstance(value, dict):
        raise Problem(PARSING, f"{what} is not a JSON object")
    return value


def _check_context(document: JsonObject) -> bool:
    """Whether the document is of the newer data model."""
    context = document.get("@context")
    if not isinstance(context, list) or not context:
        raise Problem(PARSING, "the @context is not a list that begins with the context of the data model")
    if context[0] not in (CREDENTIALS_V2, CREDENTIALS_V1):
        raise Problem(PARSING, f"the @context begins with {context[0]!r}, not with {CREDENTIALS_V2}")
    for item in context:
        if not isinstance(item, dict) and not (isinstance(item, str) and is_iri(item)):
            raise Problem(PARSING, f"{item!r} in the @context is neither a URL nor a context")
    return bool(context[0] == CREDENTIALS_V2)


def _check_type(document: JsonObject, wanted: str) -> None:
    every = types(document)
    if wanted not in every or not all(isinstance(item, str) for item in every):
        raise Problem(MALFORMED, f"the type does not include {wanted}")


def _check_not_enveloped(document: JsonObject) -> None:
    """A token in the ``id`` of what is not said to be enveloped would be overlooked."""
    if str(document.get("id", "")).lower().startswith("data:"):
        raise Problem(MALFORMED, "the id is a data URL, and the type does not say that something is enveloped")


def _check_id(document: JsonObject, where: str) -> None:
    if "id" in document and not (isinstance(document["id"], str) and is_iri(document["id"])):
        raise Problem(MALFORMED, f"the id of {where} is not one URL")


def check_agent(value: Any, name: str) -> None:
    """Whoever issues or presents: a URL, or an object with a URL as its ``id``.

    Raises:
        Problem: when it is neither.
    """
    found = value.get("id") if isinstance(value, dict) else value
    if not (isinstance(found, str) and is_iri(found)):
        raise Problem(MALFORMED, f"the {name} is neither a URL nor an object with one as its id")


def _check_subjects(value: Any) -> None:
    if not as_list(value):
        raise Problem(MALFORMED, "the credential has no credentialSubject")
    for subject in as_list(value):
        if not isinstance(subject, dict) or not subject:
            raise Problem(MALFORMED, "a credentialSubject is not an object that says something")
        _check_id(subject, "a credentialSubject")


def _check_period(document: JsonObject, begins: str, ends: str) -> None:
    moments = {}
    for name in (begins, ends):
        if name in document:
            try:
                moments[name] = read(document[name])
            except OpenBadgesError as error:
                raise Problem(MALFORMED, f"{name}: {error}") from error
    if len(moments) == 2 and moments[ends] < moments[begins]:
        raise Problem(MALFORMED, f"{ends} is before {begins}")


def _check_words(where: Any) -> None:
    """``name`` and ``description``: text, or texts with their language and direction (section 4.6)."""
    if not isinstance(where, dict):
        return
    for name in ("name", "description"):
        if where.get(name) == []:
            raise Problem(MALFORMED, f"the {name} is an empty list")
        for item in as_list(where.get(name)):
            plain = isinstance(item, str)
            tagged = (
                isinstance(item, dict)
                and isinstance(item.get("@value"), str)
                and set(item) <= _LANGUAGE_MEMBERS
                and all(isinstance(member, str) for member in item.values())
            )
            if not plain and not tagged:
                raise Problem(MALFORMED, f"a {name} is neither text nor text with its language")


def _objects(document: JsonObject, name: str) -> list[JsonObject]:
    if name not in document:
        return []
    items = as_list(document[name])
    if not items or not all(isinstance(item, dict) for item in items):
        raise Problem(MALFORMED, f"{name} is not one or more objects")
    return items


def _check_typed(item: JsonObject, name: str) -> None:
    every = types(item)
    if not every or not all(isinstance(each, str) and each for each in every):
        raise Problem(MALFORMED, f"a {name} does not say its type")
    _check_id(item, f"a {name}")
    if name == "credentialSchema" and "id" not in item:
        raise Problem(MALFORMED, "a credentialSchema has no id")


def _check_status_entries(document: JsonObject) -> None:
    """Wherever an entry of a bitstring status list stands, it must be one."""
    for item in _every_object(document):
        if "BitstringStatusListEntry" in types(item):
            try:
                status.check_entry(item)
            except status.StatusListWrong as error:
                raise Problem(MALFORMED, str(error)) from error


def _check_status_list(document: JsonObject) -> None:
    """What says that it is a status list must be one (Bitstring Status List 1.0 sections 2.2 and 3)."""
    if "BitstringStatusListCredential" in types(document):
        try:
            status.check_list(document)
        except status.StatusListWrong as error:
            raise Problem(MALFORMED, str(error)) from error


def _every_object(value: Any) -> Iterator[JsonObject]:
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            yield item
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)
