"""What is signed: the digest of the proof's options, then that of the document (VC Data Integrity 1.0, section 4).

Options are the proof without its value. With RDF canonicalization they are read with the document's ``@context``; with
the JSON Canonicalization Scheme they are hashed as they stand.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any, Final

from microcred.openbadges import canonical
from microcred.openbadges.canonical import canonicalize, check, is_iri
from microcred.openbadges.contexts import Contexts, pinned
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.jcs import jcs
from microcred.openbadges.keys import KeyKind
from microcred.openbadges.proofs.forms import Suite
from microcred.openbadges.proofs.relabelling import relabelled_sha384
from microcred.openbadges.times import read

_SENTINEL_CREATED: Final = "2000-01-01T00:00:00Z"
_SENTINEL_METHOD: Final = "urn:uuid:00000000-0000-0000-0000-000000000000"
_USUAL: Final = frozenset({"type", "cryptosuite", "created", "verificationMethod", "proofPurpose"})


def signed_bytes(
    suite: Suite,
    kind: KeyKind,
    *,
    options: JsonObject,
    unsecured: JsonObject,
    contexts: Contexts | None,
    quads: str | None = None,
) -> bytes:
    """The bytes that a key of ``kind`` signs.

    Args:
        options: the proof without ``proofValue``.
        unsecured: the document without its proof; in a chain, with the proofs that were put over.
        quads: the canonical form of ``unsecured``, where the caller has it.

    Raises:
        DocumentRefused: when either says something that a signature would not cover.
    """
    digest = suite.digest(kind)
    if suite.form == "jcs":
        return _hashed(digest, jcs(options)) + _hashed(digest, jcs(unsecured))
    if quads is None and digest == "sha256":
        covered = _digest_of(unsecured, contexts)
    else:
        quads = quads_of(unsecured, contexts) if quads is None else quads
        covered = _hashed(digest, (relabelled_sha384(quads) if digest == "sha384" else quads).encode())
    return _hashed(digest, canonical_options(options, unsecured.get("@context"), contexts).encode()) + covered


def check_covered(document: JsonObject, contexts: Contexts | None) -> None:
    """Refuse a document that says something no signature would cover, inline contexts read where they are read.

    Raises:
        DocumentRefused: see :func:`.canonical.canonicalize`.
    """
    if contexts is not None:
        document, contexts = contexts.reading(document)
    check(document, contexts=contexts)


def quads_of(document: JsonObject, contexts: Contexts | None) -> str:
    """The canonical N-Quads of a document, inline contexts read where ``contexts`` reads them.

    Raises:
        DocumentRefused: see :func:`.canonical.canonicalize`.
    """
    if contexts is not None:
        document, contexts = contexts.reading(document)
    return canonicalize(document, contexts=contexts)


def _digest_of(document: JsonObject, contexts: Contexts | None) -> bytes:
    """SHA-256 of :func:`quads_of`."""
    if contexts is not None:
        document, contexts = contexts.reading(document)
    return canonical.digest(document, contexts=contexts)


def _hashed(digest: str, data: bytes) -> bytes:
    return hashlib.new(digest, data).digest()


def canonical_options(options: JsonObject, context: Any, contexts: Contexts | None) -> str:
    """The canonical form of proof options: one blank node at most, so that its label depends on no hash function.

    Proofs of one kind differ in two values only, so their canonical form is made once and the values put in. The guard
    lets through only values that N-Quads write as they stand.
    """
    plain = options.keys() == _USUAL and isinstance(context, list) and all(isinstance(url, str) for url in context)
    if not plain or not is_iri(options["verificationMethod"]) or not _is_stamp(options["created"]):
        return quads_of({"@context": context, **options}, contexts)
    known = pinned() if contexts is None else contexts
    kind = (options["type"], options["cryptosuite"], options["proofPurpose"])
    template = _options_template(tuple(context), *kind, known)
    return template.replace(_SENTINEL_CREATED, options["created"]).replace(
        _SENTINEL_METHOD, options["verificationMethod"]
    )


def _is_stamp(value: object) -> bool:
    try:
        read(value)
    except OpenBadgesError:
        return False
    return True


@lru_cache(maxsize=64)
def _options_template(context: tuple[str, ...], type_: str, suite: str, purpose: str, contexts: Contexts) -> str:
    # one blank node and one line for each property: neither labels nor order depend on the two values
    return canonicalize(
        {
            "@context": list(context),
            "type": type_,
            "cryptosuite": suite,
            "created": _SENTINEL_CREATED,
            "verificationMethod": _SENTINEL_METHOD,
            "proofPurpose": purpose,
        },
        contexts=contexts,
    )
