"""What was handed in: a document with proofs inside it, or one inside a token; and of which kind it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from microcred.openbadges import jwt
from microcred.openbadges.contexts import CREDENTIALS_V1
from microcred.openbadges.documents import JsonObject, parse
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.verify.sentences import Said

_TOKEN: Final = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")


class Kind(Enum):
    """The kinds of documents, each with the class that says how it must be built and what is said of it."""

    CLR = ("ClrCredential", Said.IS_CLR)
    ENDORSEMENT = ("EndorsementCredential", Said.IS_ENDORSEMENT)
    BADGE = ("OpenBadgeCredential", Said.IS_BADGE)
    CREDENTIAL = ("VerifiableCredential", Said.IS_CREDENTIAL)

    @property
    def shape(self) -> str:
        """The name of its class in :data:`.shapes.SHAPES`."""
        return self.value[0]

    @property
    def sentence(self) -> Said:
        """What is said of it."""
        return self.value[1]


@dataclass(frozen=True)
class Handed:
    """A document as it was handed in.

    Args:
        document: the credential.
        token: the token it came in, ``None`` when its proofs are inside it.
    """

    document: JsonObject
    token: jwt.Token | None = None


class NotRead(OpenBadgesError):
    """What was handed in is no document of a kind that is verified.

    Args:
        sentence: for the person who handed it in.
    """

    def __init__(self, sentence: Said, details: str) -> None:
        super().__init__(details)
        self.sentence = sentence


def take(given: JsonObject | bytes | str) -> Handed:
    """What was handed in, with a token taken apart. No signature is looked at.

    Raises:
        NotRead: when it is neither JSON nor a token.
    """
    if isinstance(given, dict):
        return _taken_out(given)
    raw = given.encode() if isinstance(given, str) else given
    text = raw.removeprefix(b"\xef\xbb\xbf").strip()
    try:
        if _TOKEN.fullmatch(text):
            token = jwt.read(text)
            return Handed(token.document, token)
        return _taken_out(parse(raw))
    except NotRead:
        raise
    except OpenBadgesError as error:
        raise NotRead(Said.NOT_READ, str(error)) from error


def _taken_out(document: JsonObject) -> Handed:
    """Out of its envelope, if it is in one (VCDM 2.0 section 4.13.1)."""
    if "EnvelopedVerifiableCredential" not in types_of(document):
        return Handed(document)
    try:
        token = jwt.read(jwt.token_in(document.get("id")))
    except OpenBadgesError as error:
        raise NotRead(Said.NOT_READ, str(error)) from error
    return Handed(token.document, token)


def kind_of(document: JsonObject) -> Kind:
    """What kind of credential a document is.

    Raises:
        NotRead: when it is none.
    """
    types = types_of(document)
    if "VerifiableCredential" not in types:
        raise NotRead(Said.NO_CREDENTIAL, f"its type is {document.get('type')!r}")
    for kind in (Kind.CLR, Kind.ENDORSEMENT):
        if kind.shape in types:
            return kind
    return Kind.BADGE if {"OpenBadgeCredential", "AchievementCredential"} & set(types) else Kind.CREDENTIAL


def types_of(document: JsonObject) -> list[str]:
    """The types of a node, whether written as one or as several."""
    return [each for each in listed(document.get("type")) if isinstance(each, str)]


def is_first_model(document: JsonObject) -> bool:
    """Whether a credential is of VCDM 1.1, which names its dates otherwise."""
    return listed(document.get("@context"))[:1] == [CREDENTIALS_V1]


def issuer_of(document: JsonObject) -> str:
    """The identifier of a credential's issuer; empty when it has none."""
    return jwt.identifier(document.get("issuer")) or ""


def listed(value: Any) -> list[Any]:
    """A set as a list: what stands alone is a set of one."""
    return value if isinstance(value, list) else [] if value is None else [value]
