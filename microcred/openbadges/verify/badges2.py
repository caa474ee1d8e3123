"""Open Badges 2.0 and 2.1: assertions that their issuer hosts, and assertions that it signed.

A hosted assertion is whatever its own address serves: it is asked there, and what was handed in must say the same. A
signed one is a JSON Web Signature by a key that the issuer's profile lists (specification section 5, "Verification").
Neither was made to be verified without asking the issuer's server.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from microcred.openbadges.canonical import is_iri
from microcred.openbadges.dids import ALGORITHMS
from microcred.openbadges.documents import JsonObject, parse
from microcred.openbadges.errors import OpenBadgesError, Unreachable
from microcred.openbadges.fetch import Gone
from microcred.openbadges.keys import PublicKey
from microcred.openbadges.times import CLOCK_TOLERANCE, read, written
from microcred.openbadges.verify.credential import Asked
from microcred.openbadges.verify.documents import NotRead, listed, types_of
from microcred.openbadges.verify.report import Findings, Outcome, Report, Verdict
from microcred.openbadges.verify.sentences import Said
from microcred.openbadges.verify.statuses import note_standing

CONTEXT: Final = "https://w3id.org/openbadges/v2"
_TOKEN: Final = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")
_HOSTED: Final = frozenset({"HostedBadge", "hosted"})
_SIGNED: Final = frozenset({"SignedBadge", "signed"})
_COMPARED: Final = ("id", "recipient", "badge", "issuedOn", "expires", "evidence")
"""What must be the same in an assertion handed in and in the one its issuer serves."""


@dataclass(frozen=True)
class Assertion:
    """An assertion as it was handed in, or served.

    Args:
        document: what it says.
        token: the JSON Web Signature it came in, if it did.
    """

    document: JsonObject
    token: str | None = None


@dataclass(frozen=True)
class _Origin:
    """Where an assertion comes from: what it was awarded for, and by whom."""

    badge: JsonObject
    issuer: JsonObject

    @property
    def issuer_id(self) -> str:
        return str(self.issuer.get("id", ""))


def take(given: JsonObject | bytes | str) -> Assertion | None:
    """The assertion that was handed in; ``None`` when it is something else.

    Raises:
        NotRead: for badges of version 1, which name neither their type nor where their parts are.
    """
    try:
        if isinstance(given, dict):
            return _assertion(given, None)
        text = (given if isinstance(given, str) else given.decode("utf-8-sig")).strip()
        parts = _TOKEN.fullmatch(text)
        return _assertion(parse(_decoded(parts[2])), text) if parts else _assertion(parse(text), None)
    except (NotRead, UnicodeDecodeError) as problem:
        if isinstance(problem, NotRead):
            raise
        return None
    except OpenBadgesError:
        return None  # whoever reads it as a credential says what is wrong with it


def _assertion(document: JsonObject, token: str | None) -> Assertion | None:
    if "VerifiableCredential" in types_of(document) or "vc" in document:
        return None
    if "Assertion" in types_of(document):
        return Assertion(document, token)
    if "verify" in document and "recipient" in document and "badge" in document:
        raise NotRead(Said.WRONG_VERSION, "it is an Open Badges 1 assertion")
    return None


def verify_assertion(given: Assertion, asked: Asked) -> Report:
    """The report on an Open Badges 2 assertion, whatever it is."""
    found = Findings()
    found.passed("format", Said.IS_BADGE_2)
    assertion = given.document
    verification = assertion.get("verification")
    kind = verification.get("type") if isinstance(verification, dict) else None
    hosted = given.token is None and kind in _HOSTED
    if not hosted and (given.token is None or kind not in _SIGNED):
        found.fail("proof", Said.NO_PROOF, f"its verification is of the kind {kind!r}")
        return found.report(assertion)
    problems = list(_problems(assertion))
    if problems:
        found.fail("schema", Said.ILL_BUILT, *problems)
        return found.report(assertion)
    if hosted:
        served = _served(found, assertion, asked)
        if served is None:
            return found.report(assertion)
        assertion = served
    origin = _origin(found, assertion, asked)
    if origin is None:
        return found.report(assertion)
    if hosted:
        _check_host(found, assertion, origin)
    else:
        _check_token(found, given, origin, asked)
        _check_revocations(found, assertion, origin, asked)
    _check_known(found, origin, asked)
    _check_time(found, assertion, asked.now)
    _check_recipient(found, assertion, asked.recipient)
    return found.report({**assertion, "badge": {**origin.badge, "issuer": origin.issuer}})


def _problems(assertion: JsonObject) -> Iterator[str]:
    """What is wrong with the members of an assertion (section 3.1, "Assertion")."""
    identifier = assertion.get("id")
    if not isinstance(identifier, str) or not is_iri(identifier):
        yield "id: is not an absolute IRI"
    if CONTEXT not in listed(assertion.get("@context")):
        yield f"@context: must name {CONTEXT}"
    recipient = assertion.get("recipient")
    if not isinstance(recipient, dict) or not isinstance(recipient.get("identity"), str) or "type" not in recipient:
        yield "recipient: must say who by type and identity"
    badge = assertion.get("badge")
    if not (isinstance(badge, str) and is_iri(badge)) and not isinstance(badge, dict):
        yield "badge: is neither an address nor an object"
    for name in ("issuedOn", "expires"):
        if name == "issuedOn" or name in assertion:
            try:
                read(assertion.get(name))
            except OpenBadgesError as problem:
                yield f"{name}: {problem}"


def _served(found: Findings, assertion: JsonObject, asked: Asked) -> JsonObject | None:
    """What the assertion's own address serves; ``None`` when that settled the matter."""
    try:
        served = parse(asked.world.document(assertion["id"]))
    except Gone as gone:
        _note_gone(found, gone)
        return None
    except (Unreachable, OpenBadgesError) as problem:
        found.unchecked("proof", Said.HOSTED_UNREACHABLE, str(problem))
        return None
    if served.get("revoked") is True and served.get("id") == assertion["id"]:
        _note_revoked(found, served.get("revocationReason"))
        return None
    differing = [name for name in _COMPARED if _essence(name, assertion) != _essence(name, served)]
    if differing:
        found.fail("proof", Said.OTHER_THAN_HOSTED, f"different: {', '.join(differing)}")
        return None
    found.passed("context", Said.ALL_HOSTED)
    found.passed("proof", Said.SAME_AS_HOSTED)
    found.passed("status", Said.STILL_SERVED)
    return served


def _essence(name: str, assertion: JsonObject) -> Any:
    """A member as it is compared: a badge class by its address, wherever it is written out."""
    value = assertion.get(name)
    return value.get("id") if name == "badge" and isinstance(value, dict) else value


def _note_gone(found: Findings, gone: Gone) -> None:
    try:
        reason = parse(gone.body).get("revocationReason")
    except OpenBadgesError:
        reason = None
    _note_revoked(found, reason)


def _note_revoked(found: Findings, reason: Any) -> None:
    # that its own address says so is all there is to be known of a revoked hosted badge
    found.passed("context", Said.ALL_HOSTED)
    found.passed("schema", Said.WELL_BUILT)
    found.passed("proof", Said.SAME_AS_HOSTED)
    found.verdicts.add(Verdict.REVOKED)
    found.note("status", Outcome.FAILED, Said.REVOKED, *([reason] if isinstance(reason, str) else []))


def _origin(found: Findings, assertion: JsonObject, asked: Asked) -> _Origin | None:
    """The badge class and the issuer's profile, each from its own address."""
    try:
        badge = _linked(assertion["badge"], "BadgeClass", asked)
        issuer = _linked(badge.get("issuer"), "", asked)
    except NotRead as problem:
        found.fail("schema", problem.sentence, str(problem))
        return None
    except (Unreachable, OpenBadgesError) as problem:
        found.unchecked("schema", Said.ITS_BADGE_UNREACHABLE, str(problem))
        return None
    if not isinstance(badge.get("name"), str) or not badge["name"]:
        found.fail("schema", Said.ILL_BUILT, "badge: has no name")
        return None
    found.passed("schema", Said.WELL_BUILT)
    return _Origin(badge, issuer)


def _linked(value: Any, type_: str, asked: Asked) -> JsonObject:
    """What an assertion refers to. Written out, it still counts only as its own address serves it."""
    name = value.get("id") if isinstance(value, dict) else value
    if not isinstance(name, str) or not is_iri(name):
        raise NotRead(Said.ILL_BUILT, f"{type_ or 'issuer'}: has no address of its own")
    document = parse(asked.world.document(name))
    if document.get("id") != name or (type_ and type_ not in types_of(document)):
        raise NotRead(Said.ILL_BUILT, f"{name} serves something else")
    return document


def _check_host(found: Findings, assertion: JsonObject, origin: _Origin) -> None:
    """A hosted assertion is its issuer's when its address is among those that the issuer names (section 3.1.5)."""
    policy = origin.issuer.get("verification")
    policy = policy if isinstance(policy, dict) else {}
    address = assertion["id"]
    starts = [each for each in listed(policy.get("startsWith")) if isinstance(each, str) and each]
    hosts = [each for each in listed(policy.get("allowedOrigins")) if isinstance(each, str)]
    if starts:
        allowed = any(address.startswith(each) for each in starts)
    else:
        allowed = _host(address) in (hosts or [_host(origin.issuer_id)])
    if allowed and address.startswith("https://"):
        found.passed("issuer", Said.ISSUERS_SERVER)
    elif allowed and _host(address):
        # only whoever runs the verifier can have allowed it to be opened
        found.note("issuer", Outcome.WARNING, Said.ISSUERS_SERVER_UNSECURED, address)
    else:
        found.fail("issuer", Said.ANOTHERS_SERVER, f"{address} is not a place of {origin.issuer_id}")


def _host(address: str) -> str:
    parts = urlsplit(address)
    return parts.netloc.lower() if parts.scheme in ("https", "http") else ""


def _check_token(found: Findings, given: Assertion, origin: _Origin, asked: Asked) -> None:
    """A signed assertion is its issuer's when a key that the issuer's profile lists signed it (section 5.3)."""
    header_text, payload_text, signature_text = (given.token or "..").split(".")
    found.passed("context", Said.ALL_SIGNED)
    try:
        key = _issuers_key(given.document, origin, asked)
    except Unreachable as problem:
        found.unchecked("issuer", Said.KEY_UNREACHABLE, str(problem))
        found.note("proof", Outcome.UNKNOWN, Said.NO_KEY)
        return
    except NotRead as problem:
        found.fail("issuer", problem.sentence, str(problem))
        found.note("proof", Outcome.UNKNOWN, Said.NO_KEY)
        return
    except OpenBadgesError as problem:
        found.unchecked("issuer", Said.KEY_UNREADABLE, str(problem))
        found.note("proof", Outcome.UNKNOWN, Said.NO_KEY)
        return
    found.passed("issuer", Said.ISSUERS_KEY)
    try:
        header = parse(_decoded(header_text))
        signature = _decoded(signature_text)
    except OpenBadgesError as problem:
        found.fail("proof", Said.PROOF_ILL_FORMED, str(problem))
        return
    if header.get("alg") != ALGORITHMS[key.kind]:
        found.fail("proof", Said.PROOF_ILL_FORMED, f"it is signed by {header.get('alg')!r}, not {ALGORITHMS[key.kind]}")
    elif key.verify(signature, f"{header_text}.{payload_text}".encode()):
        found.passed("proof", Said.UNCHANGED)
    else:
        found.fail("proof", Said.CHANGED, "the signature does not match the token")


def _issuers_key(assertion: JsonObject, origin: _Origin, asked: Asked) -> PublicKey:
    listed_keys = [
        each.get("id") if isinstance(each, dict) else each for each in listed(origin.issuer.get("publicKey"))
    ]
    creator = assertion["verification"].get("creator", listed_keys[0] if len(listed_keys) == 1 else None)
    if not isinstance(creator, str) or creator not in listed_keys:
        raise NotRead(Said.KEY_NOT_LISTED, f"{origin.issuer_id} does not list {creator!r}")
    document = next(
        (each for each in listed(origin.issuer.get("publicKey")) if isinstance(each, dict) and each["id"] == creator),
        None,
    )
    if document is None or "publicKeyPem" not in document:
        document = parse(asked.world.document(creator))
    if document.get("id") != creator or document.get("owner") != origin.issuer_id:
        raise NotRead(Said.ANOTHERS_KEY, f"{creator} is not a key of {origin.issuer_id}")
    try:
        return PublicKey.from_native(load_pem_public_key(str(document.get("publicKeyPem", "")).encode()))
    except (ValueError, UnsupportedAlgorithm) as error:
        if isinstance(error, OpenBadgesError):
            raise
        raise OpenBadgesError("the key of its issuer is not a public key in PEM") from error


def _check_revocations(found: Findings, assertion: JsonObject, origin: _Origin, asked: Asked) -> None:
    """The issuer's ``RevocationList`` of signed assertions (section 3.6)."""
    if found["proof"].outcome is not Outcome.PASSED:
        found.note("status", Outcome.UNKNOWN, Said.STATUS_UNGENUINE)
        return
    url = origin.issuer.get("revocationList")
    if url is None:
        found.passed("status", Said.NO_STATUS)
        return
    try:
        copy = asked.world.status_list(str(url))
        reason = _revoked_in(parse(copy.content), str(url), assertion)
    except (Unreachable, OpenBadgesError) as problem:
        found.unchecked("status", Said.STATUS_UNCHECKED, str(problem))
        return
    if reason is None:
        note_standing(found, round(copy.age.total_seconds()))
    else:
        found.verdicts.add(Verdict.REVOKED)
        found.note("status", Outcome.FAILED, Said.REVOKED, *([reason] if reason else []))


def _revoked_in(listing: JsonObject, url: str, assertion: JsonObject) -> str | None:
    entries = listing.get("revokedAssertions")
    if listing.get("id") != url or not isinstance(entries, list):
        raise OpenBadgesError("what was found is not a list of revoked assertions")
    names = {assertion["id"], assertion.get("uid")} - {None}
    for entry in entries:
        if isinstance(entry, str) and entry in names:
            return ""
        if isinstance(entry, dict) and {entry.get("id"), entry.get("uid")} & names:
            return str(entry.get("revocationReason") or "")
    return None


def _check_known(found: Findings, origin: _Origin, asked: Asked) -> None:
    if origin.issuer_id in asked.known_issuers:
        found.passed("known issuer", Said.KNOWN, origin.issuer_id)
    else:
        found.verdicts.add(Verdict.UNKNOWN_ISSUER)
        found.note("known issuer", Outcome.WARNING, Said.NOBODY_VOUCHES, origin.issuer_id)


def _check_time(found: Findings, assertion: JsonObject, now: datetime) -> None:
    issued = read(assertion["issuedOn"])
    expires = read(assertion["expires"]) if "expires" in assertion else None
    if expires is not None and expires < issued:
        found.fail("time", Said.ENDS_BEFORE)
    elif now + CLOCK_TOLERANCE < issued:
        found.verdicts.add(Verdict.NOT_YET_VALID)
        found.note("time", Outcome.FAILED, Said.NOT_BEFORE, begins=written(issued))
    elif expires is not None and now > expires:
        found.verdicts.add(Verdict.EXPIRED)
        found.note("time", Outcome.FAILED, Said.RAN_OUT, ends=written(expires))
    elif expires is None:
        found.passed("time", Said.WITHOUT_END, begins=written(issued))
    else:
        found.passed("time", Said.IN_TIME, begins=written(issued), ends=written(expires))


def _check_recipient(found: Findings, assertion: JsonObject, address: str | None) -> None:
    recipient = assertion["recipient"]
    if address is None:
        found.passed("subject", Said.HOLDER_NAMED)
    elif recipient.get("type") != "email":
        found.unchecked("subject", Said.HOLDER_UNCOMPARED)
    elif is_recipient(recipient, address):
        found.passed("subject", Said.HOLDERS)
    else:
        found.fail("subject", Said.ANOTHER_HOLDERS)


def is_recipient(recipient: JsonObject, address: str) -> bool:
    """An identity hashed as ``sha256$`` or ``md5$`` and hexadecimal digits over the address and the salt, or plain."""
    identity, salt = recipient["identity"], str(recipient.get("salt", ""))
    spellings = {address, address.strip(), address.strip().lower()}
    if recipient.get("hashed") is not True:
        return identity.lower() in {each.lower() for each in spellings}
    algorithm, _, digest = identity.partition("$")
    if algorithm not in ("sha256", "md5"):
        return False
    hashes = {hashlib.new(algorithm, (each + salt).encode(), usedforsecurity=False).hexdigest() for each in spellings}
    return digest.lower() in hashes


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise OpenBadgesError("a part of the token is not base64url") from error
