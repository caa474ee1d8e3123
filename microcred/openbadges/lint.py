"""May this credential be signed, and is a foreign one built as the standard says?

The check is at least as strict as the official JSON Schema (tests hold the two side by side) and adds what the schema
cannot say: identifiers that refer to something, single-use identifiers, the JSON-LD safe mode, unsafe characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from microcred.openbadges.canonical import canonicalize, check_portable, is_iri
from microcred.openbadges.contexts import CREDENTIALS_V1, CREDENTIALS_V2, OPEN_BADGES_EXTENSIONS, Contexts
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.shapes import EXTENSION_TERM, SHAPES, Kind, Many, One, OneOf, TypeOf
from microcred.openbadges.times import read

_OPEN_BADGES_CONTEXT: Final = re.compile(r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(?:-3\.\d\.\d)*\.json")
_CLR_CONTEXT: Final = re.compile(r"https://purl\.imsglobal\.org/spec/clr/v2p0/context(?:-2\.\d\.\d)*\.json")
_CONTEXTS: Final = {"ClrCredential": (_CLR_CONTEXT, _OPEN_BADGES_CONTEXT), "VerifiableCredential": ()}
"""Which contexts must follow the first one, for each class; those of Open Badges are the rule."""

REQUIRED: Final = "is required"
"""The finding that may only mean that a holder left something out of what is shown (selective disclosure)."""

_CREDENTIALS: Final = frozenset(
    {"OpenBadgeCredential", "EndorsementCredential", "ClrCredential", "VerifiableCredential"}
)
_LANGUAGE: Final = re.compile(r"[a-z]{2,4}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_IDENTITY_HASH: Final = re.compile(r"sha256\$[0-9a-fA-F]{64}|md5\$[0-9a-fA-F]{32}")


@dataclass(frozen=True)
class Finding:
    """Something wrong with a document.

    Args:
        path: where, as ``credentialSubject.achievement.name``; empty for the document as a whole.
        message: what, in a sentence without the path.
    """

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


def lint(credential: JsonObject, *, contexts: Contexts | None = None) -> list[Finding]:
    """Everything that forbids signing ``credential`` (with or without its proof). Empty means it may be signed.

    The JSON-LD part runs only when the structure is sound, since it would report the same faults in darker words.
    """
    findings = check_structure(credential) + check_references(credential)
    if findings:
        return findings
    unsigned = {name: value for name, value in credential.items() if name != "proof"}
    try:
        check_portable(canonicalize(unsigned, contexts=contexts))
    except OpenBadgesError as error:
        return [Finding("", str(error))]
    return []


def lint_as(credential: JsonObject, shape: str, *, contexts: Contexts | None = None) -> list[Finding]:
    """As :func:`lint`, for an ``EndorsementCredential`` or ``ClrCredential``."""
    findings = check_structure(credential, shape=shape)
    if findings:
        return findings
    unsigned = {name: value for name, value in credential.items() if name != "proof"}
    try:
        check_portable(canonicalize(unsigned, contexts=contexts))
    except OpenBadgesError as error:
        return [Finding("", str(error))]
    return []


def check_foreign(credential: JsonObject, shape: str) -> list[Finding]:
    """Where a credential of somebody else departs from its data model. What the official schema takes, this takes;
    for what the schema does not look at, see :func:`check_references`.

    Args:
        shape: ``OpenBadgeCredential``, ``EndorsementCredential``, ``ClrCredential`` or ``VerifiableCredential``.
    """
    return check_structure(credential, lenient=True, shape=shape)


def check_structure(
    credential: JsonObject, *, lenient: bool = False, shape: str = "OpenBadgeCredential"
) -> list[Finding]:
    """Where ``credential`` departs from the data model of Open Badges 3.0.

    Args:
        lenient: for credentials of others: a set of one may be written without its array (the standard, and the JSON-LD
            flavour of the official schema), a thing by its URL alone; empty texts, arrays and criteria are let
            pass; and the dates of VCDM 1.1 stand for those of 2.0.
        shape: its class, of :data:`.shapes.SHAPES`.
    """
    findings = list(_check_shape(credential, shape, "", lenient))
    subject = credential.get("credentialSubject")
    anonymous = isinstance(subject, dict) and not subject.get("id") and not subject.get("identifier")
    if anonymous and not lenient and shape in ("OpenBadgeCredential", "ClrCredential"):
        findings.append(Finding("credentialSubject", "has neither an id nor an identifier: nobody is named"))
    if (
        not lenient
        and _uses_extension_type(credential)
        and OPEN_BADGES_EXTENSIONS not in _items(credential.get("@context"))
    ):
        findings.append(Finding("@context", f"must name {OPEN_BADGES_EXTENSIONS} for the 1EdTech types used"))
    return findings


def check_references(credential: JsonObject) -> list[Finding]:
    """Identifiers inside the credential that lead nowhere or are used twice."""
    subject = _object(credential.get("credentialSubject"))
    achievement = _object(subject.get("achievement"))
    descriptions = [_object(item) for item in _items(achievement.get("resultDescription"))]
    levels = {
        _text(description.get("id")): [
            _text(_object(level).get("id")) for level in _items(description.get("rubricCriterionLevel"))
        ]
        for description in descriptions
    }
    findings: list[Finding] = []
    used = [_text(description.get("id")) for description in descriptions]
    used += [level for each in levels.values() for level in each]
    findings.extend(
        Finding("credentialSubject.achievement.resultDescription", f"the id {name} is used {count} times")
        for name, count in Counter(used).items()
        if count > 1
    )
    for position, description in enumerate(descriptions):
        required = description.get("requiredLevel")
        if required is not None and required not in levels[_text(description.get("id"))]:
            findings.append(
                Finding(
                    f"credentialSubject.achievement.resultDescription[{position}].requiredLevel",
                    "is not one of the levels of this result description",
                )
            )
    kinds = {_text(description.get("id")): description.get("resultType") for description in descriptions}
    for position, result in enumerate(_object(item) for item in _items(subject.get("result"))):
        findings.extend(_check_result(result, f"credentialSubject.result[{position}]", levels, kinds))
    return findings


def _check_result(
    result: JsonObject, path: str, levels: dict[str, list[str]], kinds: dict[str, Any]
) -> Iterator[Finding]:
    described = _text(result.get("resultDescription"))
    if described and described not in levels:
        yield Finding(f"{path}.resultDescription", "is not a result description of this achievement")
        return
    achieved = result.get("achievedLevel")
    if achieved is not None and achieved not in levels.get(described, []):
        yield Finding(f"{path}.achievedLevel", "is not one of the levels of the result description")
    if kinds.get(described) == "Status" and "status" not in result:
        yield Finding(path, "must have a status, since its result type is Status")


def _check_shape(value: Any, name: str, path: str, lenient: bool) -> Iterator[Finding]:
    if not isinstance(value, dict):
        yield Finding(path, f"must be an object of type {name}")
        return
    shape = SHAPES[name]
    for member in sorted(_required(value, name, lenient) - value.keys()):
        yield Finding(_join(path, member), REQUIRED)
    if name == "Subject" and not value:
        yield Finding(path, "says nothing")
    for member, item in value.items():
        where = _join(path, member)
        kind = shape.members.get(member)
        if member == "@context":
            yield from _check_context(item, where, name, nested=bool(path), lenient=lenient)
        elif item is None:
            yield Finding(where, "is null: leave out what is not known")
        elif kind is not None:
            yield from _check(item, kind, where, lenient)
        elif shape.closed:
            yield Finding(where, f"is not a member of {name}")
        elif member == "endorsementJwt" and not lenient:
            yield Finding(where, "does not belong in a credential with an embedded proof; use endorsement")
    if name == "Criteria" and not lenient and not value.get("id") and not value.get("narrative"):
        yield Finding(path, "needs an id or a narrative")
    hashed = name == "IdentityObject" and value.get("hashed") is True
    if hashed and not _IDENTITY_HASH.fullmatch(_text(value.get("identityHash"))):
        yield Finding(_join(path, "identityHash"), "is not a hash of the form sha256$ and 64 hexadecimal digits")


def _required(value: JsonObject, name: str, lenient: bool) -> frozenset[str]:
    required = SHAPES[name].required
    if lenient and name in _CREDENTIALS and _items(value.get("@context"))[:1] == [CREDENTIALS_V1]:
        return (required - {"validFrom"}) | {"issuanceDate"}
    return required


def _check(item: Any, kind: Kind, where: str, lenient: bool) -> Iterator[Finding]:
    match kind:
        case TypeOf(names):
            yield from _check_type(item, names, where, lenient)
        case OneOf(words, extensible):
            known = isinstance(item, str) and (
                item in words or (extensible and EXTENSION_TERM.fullmatch(item) is not None)
            )
            if not known:
                yield Finding(where, f"{item!r} is not a word of its vocabulary")
        case One("CredentialStatus") if isinstance(item, list) and (lenient or _is_revocation_and_suspension(item)):
            # side by side they are legal in VCDM 2.0 and common, though the official schema knows one status only
            for position, each in enumerate(item):
                yield from _check_shape(each, "CredentialStatus", f"{where}[{position}]", lenient)
        case One("Profile" | "Image" | "Issuer" as shape) if isinstance(item, str) and (lenient or shape == "Issuer"):
            problem = _scalar_problem(item, "uri", lenient)
            if problem:
                yield Finding(where, problem)
        case One(shape):
            yield from _check_shape(item, shape, where, lenient)
        case Many(of):
            yield from _check_many(item, of, where, lenient)
        case str():
            problem = _scalar_problem(item, kind, lenient)
            if problem:
                yield Finding(where, problem)


def _is_revocation_and_suspension(entries: list[Any]) -> bool:
    purposes = [_object(entry).get("statusPurpose") for entry in entries]
    return sorted(map(_text, purposes)) == ["revocation", "suspension"]


def _check_many(item: Any, of: str, where: str, lenient: bool) -> Iterator[Finding]:
    if not isinstance(item, list):
        # a proof of one is written as an object by every implementation, ours included
        if not lenient and of != "Proof":
            yield Finding(where, "must be an array")
            return
        item = [item]
    elif not item and not lenient:
        yield Finding(where, "is an empty array: leave it out")
    for position, each in enumerate(item):
        spot = f"{where}[{position}]"
        if of == "VerifiableCredential" and lenient and isinstance(each, str):
            continue  # a token, which is verified on its own
        if of[0].isupper():
            # a credential inside a record was linted on its own, by whoever signed it
            yield from _check_shape(each, of, spot, lenient or of == "VerifiableCredential")
        else:
            problem = _scalar_problem(each, of, lenient)
            if problem:
                yield Finding(spot, problem)


def _check_type(item: Any, names: frozenset[str], where: str, lenient: bool) -> Iterator[Finding]:
    plain = names <= {"Image", "IdentityObject", "IdentifierEntry", "GeoCoordinates"}
    if plain:
        if not isinstance(item, str) or item not in names:
            yield Finding(where, f"must be {' or '.join(sorted(names))}")
        return
    if isinstance(item, str) and lenient:
        item = [item]
    if not isinstance(item, list) or not item or not all(isinstance(each, str) and each for each in item):
        yield Finding(where, "must be an array of type names")
        return
    if not names & set(item):
        yield Finding(where, f"must hold {' or '.join(sorted(names))}")
    if {"OpenBadgeCredential", "EndorsementCredential"} & names and "VerifiableCredential" not in item:
        yield Finding(where, "must hold VerifiableCredential")


def _check_context(item: Any, where: str, name: str, *, nested: bool, lenient: bool) -> Iterator[Finding]:
    urls = _items(item)
    wanted = _CONTEXTS.get(name, (_OPEN_BADGES_CONTEXT,))
    if name == "Proof":
        return  # a proof over the JSON form repeats the contexts of its document, and is refused where it does not
    if nested and name not in _CREDENTIALS:
        yield Finding(where, "stands inside the document; only the credential itself has a context")
    elif lenient:
        if urls[:1] not in ([CREDENTIALS_V2], [CREDENTIALS_V1]):
            yield Finding(where, f"must start with {CREDENTIALS_V2}")
        if not all((isinstance(url, str) and is_iri(url)) or isinstance(url, dict) for url in urls):
            yield Finding(where, "holds something that is no context")
        for pattern in wanted:
            if not any(isinstance(url, str) and pattern.fullmatch(url) for url in urls):
                yield Finding(where, f"must name the context {pattern.pattern}")
    elif not isinstance(item, list) or len(urls) <= len(wanted) or urls[0] != CREDENTIALS_V2:
        yield Finding(where, f"must be an array that starts with {CREDENTIALS_V2} and the contexts of its class")
    else:
        for position, pattern in enumerate(wanted, start=1):
            if not (isinstance(urls[position], str) and pattern.fullmatch(urls[position])):
                yield Finding(f"{where}[{position}]", f"must be the context {pattern.pattern}")


def _scalar_problem(item: Any, kind: str, lenient: bool) -> str | None:
    if kind == "number":
        return None if isinstance(item, int | float) and not isinstance(item, bool) else "must be a number"
    if kind == "boolean":
        return None if isinstance(item, bool) else "must be true or false"
    if not isinstance(item, str):
        return "must be text"
    if not item and not lenient:
        return "is empty: leave it out"
    if not item and kind in ("text", "email"):
        return None
    match kind:
        case "uri":
            return None if is_iri(item) else f"{item!r} is not an absolute URI"
        case "language":
            return None if _LANGUAGE.fullmatch(item) else f"{item!r} is not a language code"
        case "email":
            return None if _EMAIL.fullmatch(item) else f"{item!r} is not an e-mail address"
        case "moment":
            return _problem_of_moment(item)
        case "date":
            return _problem_of_date(item)
        case _:
            return None


def _problem_of_moment(item: str) -> str | None:
    try:
        read(item)
    except OpenBadgesError as error:
        return str(error)
    return None


def _problem_of_date(item: str) -> str | None:
    try:
        date.fromisoformat(item)
    except ValueError:
        return f"{item!r} is not a date"
    return None


def _uses_extension_type(credential: JsonObject) -> bool:
    entries = [credential.get("credentialSchema"), credential.get("credentialStatus"), credential.get("refreshService")]
    return any(_text(_object(entry).get("type")).startswith("1EdTech") for group in entries for entry in _items(group))


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _object(value: Any) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _join(path: str, member: str) -> str:
    return f"{path}.{member}" if path else member
