"""What needs no database: what a program may ask to be issued, and whether what is signed says the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from microcred.openbadges.canonical import is_iri
from microcred.openbadges.characters import refused_character
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.models import HashedIdentity
from microcred.openbadges.times import read
from microcred.openbadges.vc_api.problems import MALFORMED, PARSING, Problem

LONGEST_KEY = 128
MOST_A_DAY = 5000
"""Awards that one program may have issued in a day."""

_EARLIEST_YEAR = 1900
EMAIL = re.compile(r"[^@\s\"<>(),:;\[\]\\]+@[^@\s.]+(?:\.[^@\s.]+)+")
_HASH = re.compile(r"sha256\$[0-9a-f]{64}")
_TYPES = ({"VerifiableCredential", "OpenBadgeCredential"}, {"AchievementSubject"})


class _Identifier(BaseModel):
    """An `IdentityObject` of Open Badges 3.0, of the two kinds that are read here."""

    model_config = ConfigDict(extra="forbid", strict=True)

    type: Literal["IdentityObject"] | tuple[Literal["IdentityObject"]]
    hashed: bool
    identity_hash: Annotated[str, Field(alias="identityHash", min_length=1, max_length=254)]
    identity_type: Annotated[Literal["emailAddress", "name"], Field(alias="identityType")]
    salt: Annotated[str, Field(max_length=200)] = ""


@dataclass(frozen=True)
class Asked:
    """An award that a program asks for.

    Args:
        credential: as it was sent, without the holder's identifiers.
        achievement: the identifier of what was achieved.
        issuer: in whose name, or empty.
        email: the holder's address in lower case; or
        identity: the holder's hashed address; or
        holder_id: an identifier of the holder's own, beside them or alone.
        name: how the holder is called; empty when it was not said.
        award_id: the identifier that the credential is to have.
    """

    credential: JsonObject
    achievement: str
    issuer: str
    email: str
    identity: HashedIdentity | None
    holder_id: str
    name: str
    earned_at: datetime | None
    expires_at: datetime | None
    award_id: UUID | None


def asked_of(credential: object) -> Asked:
    """What a program asks for, by the credential that it sends (VCALM 1.0, `POST /credentials/issue`).

    Raises:
        OpenBadgesError: when it is no unsigned Open Badge about one achievement and one holder.
    """
    if not isinstance(credential, dict):
        raise Problem(PARSING, "the request holds no credential to issue")
    refused = next(filter(None, map(refused_character, _texts(credential))), None)
    if refused is not None:
        raise Problem(MALFORMED, f"the credential holds the character {refused}, which cannot be signed")
    if "proof" in credential:
        raise Problem(MALFORMED, "the credential has a proof already")
    subject = credential.get("credentialSubject")
    if not isinstance(subject, dict):
        raise Problem(MALFORMED, "credentialSubject is not one JSON object")
    for document, wanted, name in zip((credential, subject), _TYPES, ("type", "credentialSubject.type"), strict=True):
        if {*map(str, _as_list(document.get("type")))} != wanted:
            raise Problem(MALFORMED, f"{name} is not {' and '.join(sorted(wanted))}")
    email, identity, name = _identified(subject)
    holder_id = subject.get("id", "")
    if not isinstance(holder_id, str) or (holder_id and not is_iri(holder_id)):
        raise Problem(MALFORMED, "credentialSubject.id is not an IRI")
    if holder_id.startswith("mailto:"):
        raise Problem(MALFORMED, "an address stands in no credential here: send it as an identifier, and it is hashed")
    if not (email or identity or holder_id):
        raise Problem(MALFORMED, "credentialSubject has neither an id nor an identifier of type emailAddress")
    return Asked(
        credential={**credential, "credentialSubject": {k: v for k, v in subject.items() if k != "identifier"}},
        achievement=_named(subject.get("achievement"), "credentialSubject.achievement"),
        issuer=_named(credential["issuer"], "issuer") if "issuer" in credential else "",
        email=email,
        identity=identity,
        holder_id=holder_id,
        name=name,
        earned_at=_moment(credential, "validFrom") or _moment(credential, "awardedDate"),
        expires_at=_moment(credential, "validUntil"),
        award_id=_uuid(credential["id"]) if "id" in credential else None,
    )


def said_otherwise(asked: Any, signed: Any, where: str = "") -> str | None:
    """Where a document that was asked for says something that the one to be signed does not, or says otherwise.

    What is signed may say more. Moments are compared as moments, and one thing may stand for a list of it.
    """
    return next(_differences(asked, signed, where), None)


def _differences(asked: Any, signed: Any, where: str) -> Iterator[str]:
    if isinstance(asked, dict) and isinstance(signed, dict):
        for name, value in asked.items():
            path = f"{where}.{name}".lstrip(".")
            if name not in signed:
                yield path
            else:
                yield from _differences(value, signed[name], path)
        return
    if isinstance(asked, list) or isinstance(signed, list):
        some, all_of_them = _as_list(asked), _as_list(signed)
        if where == "@context" or where.endswith("type"):
            if not all(each in all_of_them for each in some):
                yield where
            return
        if len(some) != len(all_of_them):
            yield where
            return
        for number, (one, other) in enumerate(zip(some, all_of_them, strict=True)):
            yield from _differences(one, other, f"{where}[{number}]")
        return
    if isinstance(asked, str) and isinstance(signed, dict) and signed.get("id") == asked:
        return  # named instead of told
    if asked != signed and not _same_moment(asked, signed):
        yield where


def _same_moment(asked: Any, signed: Any) -> bool:
    try:
        # seconds are what credentials here are written to
        return read(asked).replace(microsecond=0) == read(signed)
    except OpenBadgesError:
        return False


def _identified(subject: JsonObject) -> tuple[str, HashedIdentity | None, str]:
    """The holder's address, or its hash, and their name, of the identifiers of a subject."""
    try:
        said = [_Identifier.model_validate(each) for each in _as_list(subject.get("identifier"))]
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise Problem(MALFORMED, f"credentialSubject.identifier: {place}: {first['msg']}") from error
    by_type = {each.identity_type: each for each in said}
    if len(by_type) != len(said):
        raise Problem(MALFORMED, "credentialSubject.identifier names one thing twice")
    address, name = by_type.get("emailAddress"), by_type.get("name")
    if name is not None and (name.hashed or not name.identity_hash.isprintable() or len(name.identity_hash) > 150):
        raise Problem(MALFORMED, "a name is sent as it is, not hashed, in up to 150 printable characters")
    called = name.identity_hash.strip() if name else ""
    if address is None:
        return "", None, called
    if address.hashed:
        if not _HASH.fullmatch(address.identity_hash.lower()):
            raise Problem(MALFORMED, "identityHash is not sha256$ and 64 hexadecimal digits")
        return "", HashedIdentity(identity_hash=address.identity_hash.lower(), salt=address.salt), called
    if not EMAIL.fullmatch(address.identity_hash):
        raise Problem(MALFORMED, "identityHash is not an e-mail address")
    return address.identity_hash.lower(), None, called


def _named(thing: Any, what: str) -> str:
    found = thing.get("id") if isinstance(thing, dict) else thing
    if not isinstance(found, str) or not found:
        raise Problem(MALFORMED, f"{what} has no id")
    return found


def _moment(credential: JsonObject, name: str) -> datetime | None:
    if name not in credential:
        return None
    moment = read(credential[name])
    try:
        year = moment.astimezone(UTC).year
    except OverflowError as error:
        raise Problem(MALFORMED, f"{name} lies outside of the calendar") from error
    if year < _EARLIEST_YEAR:
        raise Problem(MALFORMED, f"{name} lies before the year {_EARLIEST_YEAR}")
    return moment


def _uuid(identifier: Any) -> UUID:
    try:
        found = UUID(str(identifier).removeprefix("urn:uuid:"))
    except ValueError:
        found = None
    if found is None or identifier != f"urn:uuid:{found}":
        raise Problem(MALFORMED, "id is not urn:uuid: and a UUID in lower case; leave it out to be given one")
    return found


def _texts(value: Any) -> Iterator[str]:
    """Every text in a document, names of members among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inside in value.items():
            yield name
            yield from _texts(inside)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
