"""Decentralized identifiers: ``did:web`` for issuers, ``did:key`` for holders, demonstrations and tests.

A verification method counts only when it stands in the document its identifier resolves to, is controlled by it and is
listed for assertions. That the fragment of a method is itself a key proves nothing (anyone can write one), so a
fragment is always looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from microcred.openbadges.contexts import DID, MULTIKEY
from microcred.openbadges.documents import JsonObject, parse
from microcred.openbadges.errors import OpenBadgesError, Unreachable
from microcred.openbadges.keys import PublicKey

Resolver = Callable[[str], JsonObject]
"""From a controller (a DID or an https URL, without fragment) to its document. Raises :class:`.errors.Unreachable` when
the document cannot be had now, :class:`.errors.OpenBadgesError` when it never can."""

_HOST: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?:%3A\d{1,5})?", re.IGNORECASE)
_SEGMENT: Final = re.compile(r"(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})+")


class KeyNotListed(OpenBadgesError):
    """The controller's document does not list this key for making assertions."""


def did_key(key: PublicKey) -> str:
    """The ``did:key`` of a key (The did:key Method 0.9)."""
    return f"did:key:{key.multibase}"


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


def did_document(did: str, keys: Iterable[PublicKey], *, retired: Iterable[PublicKey] = ()) -> JsonObject:
    """The document of an issuer (DID Core 1.0; Multikey of Controlled Identifiers 1.0).

    Retired keys stay, also for assertions: most verifiers look only whether a key is listed, so a key taken away would
    turn every credential it ever signed into a forgery. Only current keys authenticate.

    Args:
        did: the issuer.
        keys: keys in use, the newest first.
        retired: keys no longer used, whose signatures stand.
    """
    current = list(dict.fromkeys(keys))
    every = list(dict.fromkeys([*current, *retired]))
    if not every:
        raise OpenBadgesError("a DID document without a key verifies nothing")
    document: JsonObject = {
        "@context": [DID, MULTIKEY],
        "id": did,
        "verificationMethod": [
            {
                "id": verification_method(did, key),
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": key.multibase,
            }
            for key in every
        ],
        "assertionMethod": [verification_method(did, key) for key in every],
    }
    if current:
        document["authentication"] = [verification_method(did, key) for key in current]
    return document


def resolver(fetch: Callable[[str], bytes]) -> Resolver:
    """A resolver of ``did:key``, ``did:web`` and https controller documents.

    Args:
        fetch: gets the bytes of an https URL; raises :class:`.errors.Unreachable`. See :mod:`.fetch`.
    """

    def resolve(controller: str) -> JsonObject:
        if controller.startswith("did:key:"):
            return did_document(controller, [PublicKey.from_multibase(controller.removeprefix("did:key:"))])
        if controller.startswith("did:web:"):
            return parse(fetch(did_web_url(controller)))
        if controller.startswith("https://"):
            return parse(fetch(controller))
        raise OpenBadgesError(f"{controller!r} is a kind of identifier this library does not resolve")

    return resolve


def offline(url: str) -> bytes:
    """A ``fetch`` that never opens the network: only ``did:key`` resolves with it."""
    raise Unreachable(f"{url} was not fetched: this check runs offline")


def assertion_key(document: JsonObject, method: str) -> PublicKey:
    """The key that ``method`` names in a controller document, if it may make assertions there.

    Args:
        document: what the part of ``method`` before ``#`` resolves to.
        method: the identifier of a verification method, with its fragment.

    Raises:
        KeyNotListed: when the document is another controller's, does not hold the method, or does not list it under
            ``assertionMethod`` (Controlled Identifiers 1.0 section 3.3, steps 6 to 10).
        OpenBadgesError: when the key is of a kind this library does not verify.
    """
    controller, _, fragment = method.partition("#")
    if document.get("id") != controller:
        raise KeyNotListed(f"the document found for {controller} belongs to {document.get('id')!r}")
    names = {method, f"#{fragment}"}
    asserting = [entry for entry in _list(document.get("assertionMethod")) if _name(entry) in names]
    if not asserting:
        raise KeyNotListed(f"{controller} does not list this key for making assertions")
    embedded = [entry for entry in asserting if isinstance(entry, dict)]
    listed = [entry for entry in _list(document.get("verificationMethod")) if _name(entry) in names]
    found = [entry for entry in [*embedded, *listed] if isinstance(entry, dict)]
    if len(found) != 1:
        raise KeyNotListed(f"{controller} does not hold exactly one key of this name")
    if found[0].get("controller") != controller:
        raise KeyNotListed(f"{controller} does not control this key")
    return _public_key(found[0])


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
