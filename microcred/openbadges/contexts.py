"""JSON-LD contexts: pinned by digest, read from disk, never fetched.

A context is part of what a signature means. It is therefore named by URL and SHA-256 together: the files that the asset
build takes out of the locked npm packages must have exactly the digests below (over their canonical JSON, RFC 8785,
so that indentation does not matter). Anything else is refused, and no URL is ever opened.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from microcred.openbadges.documents import JsonObject, parse
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.jcs import jcs

_OB: Final = "https://purl.imsglobal.org/spec/ob/v3p0"
_CLR: Final = "https://purl.imsglobal.org/spec/clr/v2p0"
_W3ID: Final = "https://w3id.org/security"

CREDENTIALS_V2: Final = "https://www.w3.org/ns/credentials/v2"
CREDENTIALS_V1: Final = "https://www.w3.org/2018/credentials/v1"
OPEN_BADGES: Final = f"{_OB}/context-3.0.3.json"
OPEN_BADGES_EXTENSIONS: Final = f"{_OB}/extensions.json"
DATA_INTEGRITY_V1: Final = f"{_W3ID}/data-integrity/v1"
DATA_INTEGRITY_V2: Final = f"{_W3ID}/data-integrity/v2"
MULTIKEY: Final = f"{_W3ID}/multikey/v1"
JSON_WEB_KEY: Final = f"{_W3ID}/jwk/v1"
"""Named in documents of keys, which nobody canonicalises; therefore not among the pinned ones."""
LEARNER_RECORD: Final = f"{_CLR}/context-2.0.1.json"
"""The context of Comprehensive Learner Record 2.0."""
DID: Final = "https://www.w3.org/ns/did/v1"

PINNED: Final[Mapping[str, str]] = {
    CREDENTIALS_V2: "b463c8d6a066214123ddd9827b135e1b50e1fc73322cc52a9b12a4f1fc7d86cf",
    CREDENTIALS_V1: "b01e671e873981f19a9102a9a57f666dbcaeb31b99e3e124378d143e71549247",
    f"{_OB}/context.json": "2c54acaa1cffda2420be32ab61f0a2082051211131c6337686f36f2537aa859b",
    f"{_OB}/context-3.0.1.json": "8bb2354552b70cbdf2066f6d3e24bc5c2be2619145737580ad2aebdc366e77d5",
    f"{_OB}/context-3.0.2.json": "bdd1d11a55a660322f24660862a1d430ee80cce584465f750909daa43684357c",
    OPEN_BADGES: "c5e555a91a5cf48e32ae0a05674c61ddd5c053b680b5643b2f57f9965e386d99",
    OPEN_BADGES_EXTENSIONS: "15f4c347c6fe4380d9b6b93795859e33747ef48d5c55b91a71c52fb51c7bcbd7",
    DATA_INTEGRITY_V1: "9505bf85338a4c2121ad03992ac90061bc85d43bcfa34d9d47b779381cf08b5f",
    DATA_INTEGRITY_V2: "7ba3c50acf2689d5e07927267343eb353249c7c22a9f2d00307cc970e855e305",
    MULTIKEY: "be20c3ee6af6e9c4102e66a85c26617831218e32216bdf050f870e389e737cdc",
    f"{_W3ID}/suites/ed25519-2020/v1": "fb517f09d990829aed734c9bad8cbbb2ac3d5063b865c7e3d81f246074bf5691",
    "https://www.w3.org/ns/credentials/status/v1": "b2fcebfbaf4e6beae2be370fda8a5f9f99c28540c798a75a8cdccc0fb1a12492",
    LEARNER_RECORD: "7defe702c102faf14108579b7d65ef39ecf4c3bbef925b803e15bd77cd6e3394",
    f"{_CLR}/context.json": "7defe702c102faf14108579b7d65ef39ecf4c3bbef925b803e15bd77cd6e3394",
    DID: "a7e146c40fcec005d3f0f14ae745665f446da58d7914a9d8f733746686fad82b",
}
"""URL of each context this library knows, and the SHA-256 of its canonical JSON."""

DIRECTORY_VARIABLE: Final = "MICROCRED_CONTEXTS"
"""Environment variable that names the directory of the built contexts."""


class ContextsMissing(OpenBadgesError):
    """The directory of contexts is absent, incomplete, or holds a context that is not the pinned one."""


class Contexts:
    """A fixed set of contexts by URL.

    Args:
        documents: the whole JSON of each context by its URL. Whoever makes a set of their own vouches for it: the
            library itself uses :func:`pinned`.
    """

    def __init__(self, documents: Mapping[str, JsonObject]) -> None:
        self._documents = dict(documents)
        self.derived: dict[type, Any] = {}
        """What is worked out of the contexts and kept with them, by its kind."""

    def __contains__(self, url: object) -> bool:
        return url in self._documents

    def __getitem__(self, url: str) -> JsonObject:
        return self._documents[url]

    def terms(self) -> frozenset[str]:
        """Every term that any of the contexts defines anywhere, and the keywords used to define them."""
        terms: set[str] = set()
        pending: list[Any] = list(self._documents.values())
        while pending:
            value = pending.pop()
            if isinstance(value, dict):
                terms.update(value)
                pending.extend(value.values())
            elif isinstance(value, list):
                pending.extend(value)
        return frozenset(terms)

    def including(self, documents: Mapping[str, JsonObject]) -> Contexts:
        """A new set with these contexts as well."""
        return Contexts({**self._documents, **documents})

    def reading(self, document: JsonObject) -> tuple[JsonObject, Contexts]:
        """A document as it is canonicalised, and the set to do it with: here the two as they are."""
        return document, self


class WithInline(Contexts):
    """A set that also reads contexts written into the document itself, as objects.

    Whoever writes a context says what every word of the document means, so nothing that is shown to people is read with
    this. Conformance suites need it: their documents define their own terms.

    Args:
        contexts: the ones that may be named.
    """

    def __init__(self, contexts: Contexts) -> None:
        super().__init__(contexts._documents)
        self._known: dict[frozenset[str], Contexts] = {}

    def reading(self, document: JsonObject) -> tuple[JsonObject, Contexts]:
        """``document`` with each inline context replaced by a name for it, and the set in which it has that name.

        A context reaches no signature of RDF canonicalization, so the replacement changes none.
        """
        found: dict[str, JsonObject] = {}
        named = _naming_inline(document, found)
        if not found:
            return document, self
        names = frozenset(found)
        if names not in self._known:
            if len(self._known) > 64:
                self._known.clear()
            self._known[names] = self.including(found)
        return named, self._known[names]


def _naming_inline(value: Any, found: dict[str, JsonObject]) -> Any:
    if isinstance(value, list):
        return [_naming_inline(item, found) for item in value]
    if not isinstance(value, dict):
        return value
    named = {}
    for member, item in value.items():
        if member == "@context":
            named[member] = (
                [_name_of(each, found) for each in item] if isinstance(item, list) else _name_of(item, found)
            )
        else:
            named[member] = _naming_inline(item, found)
    return named


def _name_of(context: Any, found: dict[str, JsonObject]) -> Any:
    if not isinstance(context, dict):
        return context
    body = context if set(context) == {"@context"} else {"@context": context}
    name = f"urn:sha256:{hashlib.sha256(jcs(body)).hexdigest()}"
    found[name] = body
    return name


def load(directory: Path) -> Contexts:
    """Every pinned context out of ``directory``, as ``frontend/contexts.mjs`` writes it.

    Raises:
        ContextsMissing: when one is absent or its digest is not the pinned one.
    """
    try:
        index = parse((directory / "index.json").read_bytes())
    except OSError as error:
        raise ContextsMissing(
            f"no JSON-LD contexts in {directory}: build the assets first, or set {DIRECTORY_VARIABLE}"
        ) from error
    documents = {}
    for url, digest in PINNED.items():
        try:
            document = parse((directory / Path(index[url]["file"]).name).read_bytes())
        except (OSError, KeyError) as error:
            raise ContextsMissing(f"the context {url} is not in {directory}") from error
        found = hashlib.sha256(jcs(document)).hexdigest()
        if found != digest:
            raise ContextsMissing(f"the context {url} in {directory} is not the pinned one (SHA-256 {found})")
        documents[url] = document
    return Contexts(documents)


def directory() -> Path:
    """Where the contexts are.

    The directory that ``MICROCRED_CONTEXTS`` names, otherwise ``build/contexts`` of the checkout, otherwise the one
    that the wheel carries.
    """
    named = os.environ.get(DIRECTORY_VARIABLE)
    if named:
        return Path(named)
    package = Path(__file__).resolve().parents[1]
    checkout = package.parent / "build" / "contexts"
    return checkout if checkout.is_dir() else package / "built" / "contexts"


@lru_cache(maxsize=1)
def pinned() -> Contexts:
    """The pinned contexts of this process, read once.

    Raises:
        ContextsMissing: see :func:`load`.
    """
    return load(directory())
