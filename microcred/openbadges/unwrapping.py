"""The one credential in text or JSON that somebody hands in, out of whatever it came wrapped in.

Wallets, programming interfaces and mail programs hand credentials on in lists, answers and broken lines. What is no
credential at all is told apart here, so that nobody is told that it is not a valid one.
"""

from __future__ import annotations

import json
import re
from enum import Enum
from typing import Any, Final

from microcred.openbadges import jwt
from microcred.openbadges.documents import MAX_BYTES, JsonObject, parse, to_bytes
from microcred.openbadges.errors import DocumentRefused, OpenBadgesError
from microcred.openbadges.verify.documents import types_of


class Nothing(Enum):
    """Why there is nothing to verify, each to follow a colon, so that whoever translates finds all of it."""

    NO_CREDENTIAL = "it is neither a credential nor the address of one"
    PRINTED = "it is the printed form of a credential; scan the QR code on it, or give its link"
    CUT_OFF = "it is JSON that cannot be read; copy all of it, from the first brace to the last"
    TOO_LARGE = "it is larger than any credential that is read here"
    SEVERAL = "it holds several credentials; hand them in one by one"
    PRESENTED = "it is a presentation, which somebody signed for one place; hand in the credential itself"


class NothingToVerify(OpenBadgesError):
    """The source cannot be read, or carries no credential."""


_TOKEN: Final = re.compile(rb"e[yw][A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
"""A compact JSON Web Signature: the first part is the base64url of a JSON object."""

_CREDENTIALS: Final = frozenset({"VerifiableCredential", "EnvelopedVerifiableCredential", "Assertion"})
_MEMBERS: Final = ("credentialSubject", "proof", "badge", "recipient")
"""What is meant as a credential has one of these types or members, whatever else is wrong with it."""

_WRAPPERS: Final = ("verifiableCredential", "verifiablePresentation", "credential", "credentials", "compactJwsString")
"""Members of answers that hold credentials: of VC-API, OpenID4VCI 1.0 section 8.3, Open Badges 3.0 section 6."""

_DEEPEST: Final = 5
"""Wrappings that are taken off one another."""


def credential_of(data: bytes) -> bytes:
    """The credential in text: a JSON document, or a token in one piece. A document that is not wrapped stays as it is.

    Raises:
        NothingToVerify: when there is none, or more than one.
    """
    text = data.removeprefix(b"\xef\xbb\xbf").strip()
    if text.startswith(b"%PDF-"):
        raise NothingToVerify(Nothing.PRINTED.value)
    if len(text) > MAX_BYTES:
        raise NothingToVerify(Nothing.TOO_LARGE.value)
    if not text.startswith((b"{", b"[")):
        return _token(text)
    try:
        wrapped = parse(b'{"it":%s}' % text)
    except DocumentRefused as error:
        _check_whole(text, error)
        return data  # all there, and not to be trusted: the verifier says why
    if len(wrapped) > 1:  # the text ended the value early and went on with members of its own
        raise NothingToVerify(Nothing.CUT_OFF.value)
    value: Any = wrapped["it"]
    found = _unwrapped(value, _DEEPEST)
    return data if found is value else to_bytes(found) if isinstance(found, dict) else found


def _check_whole(text: bytes, cause: DocumentRefused) -> None:
    try:
        json.loads(text)
    except ValueError:
        raise NothingToVerify(Nothing.CUT_OFF.value) from cause
    except RecursionError:
        raise NothingToVerify(Nothing.NO_CREDENTIAL.value) from cause


def _token(text: bytes) -> bytes:
    """A token, whose lines a mail program may have broken, or the one in a data URL (VCDM 2.0 section 4.13.1)."""
    joined = b"".join(text.split())
    if joined[:5].lower() == b"data:":
        try:
            joined = jwt.token_in(joined.decode("ascii")).encode()
        except (UnicodeError, OpenBadgesError) as error:
            raise NothingToVerify(Nothing.NO_CREDENTIAL.value) from error
    if not _TOKEN.fullmatch(joined):
        raise NothingToVerify(Nothing.NO_CREDENTIAL.value)
    return joined


def _unwrapped(value: Any, deeper: int) -> JsonObject | bytes:
    if isinstance(value, str):
        return _token(value.encode(errors="replace"))
    if isinstance(value, list) and len(value) > 1:
        raise NothingToVerify(Nothing.SEVERAL.value)
    if isinstance(value, list) and value and deeper:
        return _unwrapped(value[0], deeper - 1)
    if not isinstance(value, dict):
        raise NothingToVerify(Nothing.NO_CREDENTIAL.value)
    types = types_of(value)
    presented = "VerifiablePresentation" in types
    if "EnvelopedVerifiablePresentation" in types or (presented and "proof" in value):
        raise NothingToVerify(Nothing.PRESENTED.value)
    if not presented and (_CREDENTIALS & set(types) or any(name in value for name in _MEMBERS)):
        return value
    inside = [value[name] for name in _WRAPPERS if value.get(name)]
    if len(inside) > 1:
        raise NothingToVerify(Nothing.SEVERAL.value)
    if not inside or not deeper:
        raise NothingToVerify(Nothing.NO_CREDENTIAL.value)
    return _unwrapped(inside[0], deeper - 1)
