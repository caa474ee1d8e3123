"""Decentralized identifiers: ``did:web`` for issuers, ``did:key`` and ``did:jwk`` for holders and for tests.

A verification method counts only when it stands in the document its identifier resolves to, is controlled by it and is
listed for the purpose. That the fragment of a method is itself a key proves nothing (anyone can write one), so a
fragment is always looked up.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, Literal
from urllib.parse import quote, unquote, urlsplit

from microcred.openbadges.contexts import DID, JSON_WEB_KEY, MULTIKEY
from microcred.openbadges.documents import JsonObject, parse
from microcred.openbadges.errors import OpenBadgesError, Unreachable
from microcred.openbadges.jcs import jcs
from microcred.openbadges.keys import KeyKind, PublicKey
from microcred.openbadges.times import written

Purpose = Literal["assertionMethod", "authentication"]
"""What a key is used for (Controlled Identifiers 1.0 section 2.3): issuers assert, holders authenticate."""

Resolver = Callable[[str], JsonObject]
"""From a controller (a DID or an https URL, without fragment) to its document. Raises :class:`.errors.Unreachable` when
the document cannot be had now, :class:`.errors.OpenBadgesError` when it never can."""

NO_KEYS: Final[Mapping[PublicKey, datetime]] = MappingProxyType({})

_HOST: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?:%3A\d{1,5})?", re.IGNORECASE)
_SEGMENT: Final = re.compile(r"(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})+")


class KeyNotListed(OpenBadgesError):
    """The controller's document does not list this key for the purpose it was used for."""


def did_key(key: PublicKey) -> str:
    """The ``did:key`` of a key (The did:key Method 0.9)."""
    return f"did:key:{key.multibase}"


def did_jwk(key: PublicKey) -> str:
    """The ``did:jwk`` of a key (did:jwk Method): the base64url of its JSON Web Key, members in order."""
    return f"did:jwk:{base64.urlsafe_b64encode(jcs(key.jwk)).rstrip(b'=').decode()}"


def did_web(origin: str, *path: str) -> str:
    """The ``did:web`` of an origin, with a path for each of its tenants (did:web Method, section 2.5.1).

    Args:
        origin: ``https://credentials.example.edu`` or a bare host, with a port if it is not 443.
        path: segments, for instance ``"issuers", "scde"``; they are percent-encoded.
    """
    host = urlsplit(origin).netloc if "://" in origin else origin
    return ":".join(["did:web", host.replace(":", "%3A"), *(quote(segment, safe="") for segment in path)])


def did_web_url(did: str) -> str:
    """Where the document of a ``did:web`` is (did:web Method, section 2.5.2).

    Raises:
        OpenBadgesError: when ``did`` is not a well-formed ``did:web``.
    """
    host, *path = did.removeprefix("did:web:").split(":")
    well_formed = _HOST.fullmatch(host) and all(
        _SEGMENT.fullmatch(segment) and unquote(segment) not in (".", "..") for segment in path
    )
    if not did.startswith("did:web:") or not well_formed:
        raise OpenBadgesError(f"{did!r} is not a did:web")
    tail = "/".join(path) + "/did.json" if path else ".well-known/did.json"
    return f"https://{unquote(host)}/{tail}"


def verification_method(controller: str, key: PublicKey) -> str:
    """The identifier of ``key`` in the document of ``controller``: the key itself is the fragment."""
    return f"{controller}#{key.multibase}"


def jwt_method(controller: str, key: PublicKey) -> str:
    """The identifier of ``key`` as a JSON Web Key in the document of ``controller``, for ``kid`` of a token.

    The fragment is the key's thumbprint (RFC 7638). The identifier of a ``did:jwk`` or ``did:key`` has one key, whose
    name its method fixes.
    """
    if controller.startswith("did:jwk:"):
        return f"{controller}#0"
    if controller.startswith("did:key:"):
        return verification_method(controller, key)
    return f"{controller}#{key.thumbprint}"


def did_document(
    did: str,
    keys: Iterable[PublicKey],
    *,
    retired: Iterable[PublicKey] = (),
    revoked: Mapping[PublicKey, datetime] = NO_KEYS,
    jwt_keys: Iterable[PublicKey] = (),
    retired_jwt_keys: Iterable[PublicKey] = (),
    revoked_jwt_keys: Mapping[PublicKey, datetime] = NO_KEYS,
) -> JsonObject:
    """The document of an issuer (DID Core 1.0; Multikey and JsonWebKey of Controlled Identifiers 1.0).

    Retired keys stay, also for assertions: most verifiers look only whether a key is listed, so a key taken away would
    turn every credential it ever signed into a forgery. Only current keys authenticate.

    Revoked keys stay too, marked with the moment (Controlled Identifiers 1.0 section 2.2), so that a verifier can say
    why; but for nothing at all: whoever holds a stolen key dates what they sign as they like, before that moment too.

    Args:
        did: the issuer.
        keys: keys in use for Data Integrity proofs, the newest first; each is listed as a Multikey.
        retired: keys no longer used, whose signatures stand.
        revoked: keys whose signatures stand no more, each with the moment from which it is revoked.
        jwt_keys: keys in use for JSON Web Tokens; each is listed as a JsonWebKey under the name of :func:`jwt_method`.
        retired_jwt_keys: keys whose tokens stand.
        revoked_jwt_keys: keys whose tokens stand no more.
    """
    current = [*_multikeys(did, keys), *_json_web_keys(did, jwt_keys)]
    methods = {method["id"]: method for method in current}
    for method in [*_multikeys(did, retired), *_json_web_keys(did, retired_jwt_keys)]:
        methods.setdefault(method["id"], method)
    asserting = list(methods)
    for method in [*_revoked(did, revoked, _multikeys), *_revoked(did, revoked_jwt_keys, _json_web_keys)]:
        methods.setdefault(method["id"], method)
    if not methods:
        raise OpenBadgesError("a DID document without a key verifies nothing")
    kinds = {method["type"] for method in methods.values()}
    document: JsonObject = {
        "@context": [
            DID,
            *([MULTIKEY] if "Multikey" in kinds else []),
            *([JSON_WEB_KEY] if "JsonWebKey" in kinds else []),
        ],
        "id": did,
        "verificationMethod": list(methods.values()),
        "assertionMethod": asserting,
    }
    if current:
        document["authentication"] = list(dict.fromkeys(method["id"] for method in current))
    return document


def jwk_set(
    did: str, keys: Iterable[PublicKey], *, retired: Iterable[PublicKey] = ()
) -> dict[str, list[dict[str, str]]]:
    """The JWK set of an issuer (RFC 7517 section 5), retired keys after those in use, each with its ``kid``."""
    return {
        "keys": [
            {**key.jwk, "kid": jwt_method(did, key), "use": "sig", "alg": ALGORITHMS[key.kind]}
            for key in dict.fromkeys([*keys, *retired])
        ]
    }


ALGORITHMS: Final = {
    KeyKind.ED25519: "EdDSA",
    KeyKind.P256: "ES256",
    KeyKind.P384: "ES384",
    KeyKind.RSA: "RS256",
}
"""The one JSON Web Signature algorithm of each kind of key (RFC 7518 section 3, RFC 8037)."""


def _revoked(
    did: str, keys: Mapping[PublicKey, datetime], listed: Callable[[str, Iterable[PublicKey]], list[JsonObject]]
) -> list[JsonObject]:
    return [{**method, "revoked": written(keys[key])} for key in keys for method in listed(did, [key])]


def _multikeys(did: str, keys: Iterable[PublicKey]) -> list[JsonObject]:
    keys = list(keys)
    if any(key.kind is KeyKind.RSA for key in keys):
        raise OpenBadgesError("an RSA key has no Multikey: list it among the keys for JSON Web Tokens")
    return [
        {
            "id": verification_method(did, key),
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": key.multibase,
        }
        for key in dict.fromkeys(keys)
    ]


def _json_web_keys(did: str, keys: Iterable[PublicKey]) -> list[JsonObject]:
    return [
        {
            "id": jwt_method(did, key),
            "type": "JsonWebKey",
            "controller": did,
            "publicKeyJwk": {**key.jwk, "alg": ALGORITHMS[key.kind]},
        }
        for key in dict.fromkeys(keys)
    ]


def _did_key_document(did: str) -> JsonObject:
    key = PublicKey.from_multibase(did.removeprefix("did:key:"))
    # Multikey has no form for RSA
    return did_document(did, [], jwt_keys=[key]) if key.kind is KeyKind.RSA else did_document(did, [key])


def _did_jwk_document(did: str) -> JsonObject:
    text = did.removeprefix("did:jwk:")
    try:
        jwk = parse(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise OpenBadgesError("the did:jwk does not hold a JSON Web Key") from error
    return did_document(did, [], jwt_keys=[PublicKey.from_jwk(jwk)])


def resolver(fetch: Callable[[str], bytes]) -> Resolver:
    """A resolver of ``did:key``, ``did:jwk``, ``did:web`` and https controller documents.

    Args:
        fetch: gets the bytes of an https URL; raises :class:`.errors.Unreachable`. See :mod:`.fetch`.
    """

    def resolve(controller: str) -> JsonObject:
        if controller.startswith("did:key:"):
            return _did_key_document(controller)
        if controller.startswith("did:jwk:"):
            return _did_jwk_document(controller)
        if controller.startswith("did:web:"):
            return parse(fetch(did_web_url(controller)))
        if controller.startswith("https://"):
            return parse(fetch(controller))
        raise OpenBadgesError(f"{controller!r} is a kind of identifier this library does not resolve")

    return resolve


def offline(url: str) -> bytes:
    """A ``fetch`` that never opens the network: only ``did:key`` and ``did:jwk`` resolve with it."""
    raise Unreachable(f"{url} was not fetched: this check runs offline")


def assertion_key(document: JsonObject, method: str) -> PublicKey:
    """The key that ``method`` names in a controller document, if it may make assertions there: see :func:`key_for`."""
    return key_for(document, method, "assertionMethod")


def key_for(document: JsonObject, method: str, purpose: Purpose) -> PublicKey:
    """The key that ``method`` names in a controller document, if it may serve ``purpose`` there.

    Args:
        document: what the part of ``method`` before ``#`` resolves to.
        method: the identifier of a verification method, with its fragment.

    Raises:
        KeyNotListed: when the document is another controller's, does not hold the method, or does not list it under
            ``purpose`` (Controlled Identifiers 1.0 section 3.3, steps 6 to 10).
        OpenBadgesError: when the key is of a kind this library does not verify.
    """
    controller, _, fragment = method.partition("#")
    if document.get("id") != controller:
        raise KeyNotListed(f"the document found for {controller} belongs to {document.get('id')!r}")
    names = {method, f"#{fragment}"}
    listed_for_it = [entry for entry in _list(document.get(purpose)) if _name(entry) in names]
    if not listed_for_it:
        raise KeyNotListed(f"{controller} does not list this key for {_PURPOSES[purpose]}")
    embedded = [entry for entry in listed_for_it if isinstance(entry, dict)]
    listed = [entry for entry in _list(document.get("verificationMethod")) if _name(entry) in names]
    found = [entry for entry in [*embedded, *listed] if isinstance(entry, dict)]
    if len(found) != 1:
        raise KeyNotListed(f"{controller} does not hold exactly one key of this name")
    if found[0].get("controller") != controller:
        raise KeyNotListed(f"{controller} does not control this key")
    return _public_key(found[0])


def listed_keys(document: JsonObject, purpose: Purpose) -> list[PublicKey]:
    """Every key that a controller document lists for ``purpose`` and this library can verify with."""
    controller = document.get("id")
    keys = []
    for entry in _list(document.get(purpose)):
        name = _name(entry)
        if not isinstance(name, str):
            continue
        method = f"{controller}{name}" if name.startswith("#") else name
        try:
            keys.append(key_for(document, method, purpose))
        except OpenBadgesError:
            continue
    return keys


_PURPOSES: Final = {"assertionMethod": "making assertions", "authentication": "authenticating"}


def _public_key(method: JsonObject) -> PublicKey:
    multibase = method.get("publicKeyMultibase")
    if isinstance(multibase, str):
        return PublicKey.from_multibase(multibase)
    jwk = method.get("publicKeyJwk")
    if isinstance(jwk, dict):
        return PublicKey.from_jwk(jwk)
    raise OpenBadgesError("the key is of a kind this library does not verify")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value is not None else []


def _name(entry: Any) -> object:
    return entry.get("id") if isinstance(entry, dict) else entry
