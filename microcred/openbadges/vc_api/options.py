"""What a request may say. Whatever else it says is refused: it could mean to matter (VCALM 1.0 section 2.4)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from microcred.openbadges.documents import JsonObject
from microcred.openbadges.vc_api.problems import PARSING, UNKNOWN_OPTION, Problem

Understood = Callable[[Any], bool]
"""Whether the value of an option is one that is understood."""


def text(value: Any) -> bool:
    """A text."""
    return isinstance(value, str)


def texts(value: Any) -> bool:
    """A list of texts."""
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def one_or_more(value: Any) -> bool:
    """A text, or a list of texts that is not empty."""
    return text(value) or (texts(value) and bool(value))


def among(*words: str) -> Understood:
    """One of these words."""
    return lambda value: isinstance(value, str) and value in words


def all_among(*words: str) -> Understood:
    """A list of these words."""
    return lambda value: texts(value) and set(value) <= set(words)


def _status(value: Any) -> bool:
    return isinstance(value, bool | dict | list)


CHECKS: Final = ("proof", "credentialStatus", "validity")
"""What a verifier may be asked to decide by."""

ISSUING: Final[Mapping[str, Understood]] = {
    "challenge": text,
    "created": text,
    "credentialId": text,
    "credentialStatus": _status,
    "cryptosuite": text,
    "domain": text,
    "expires": text,
    "keyType": text,
    # the ECDSA suite adds them for every issuer, also where nothing can be disclosed in part
    "mandatoryPointers": texts,
    "proofPurpose": among("assertionMethod"),
    "type": text,
    "verificationMethod": text,
}
DERIVING: Final[Mapping[str, Understood]] = {"selectivePointers": texts, "mandatoryPointers": texts}
VERIFYING: Final[Mapping[str, Understood]] = {
    "challenge": text,
    "checks": all_among(*CHECKS),
    "domain": one_or_more,
    "expectedProofPurpose": text,
}


def options_of(request: JsonObject, member: str, known: Mapping[str, Understood]) -> JsonObject:
    """The options of a request, each of which is known, with a value that is understood.

    Args:
        member: the one member beside ``options``: the document it is about.

    Raises:
        Problem: naming what is not understood.
    """
    check_members(request, {member, "options"}, "the request says")
    options = request.get("options")
    if options is None:
        return {}
    if not isinstance(options, dict):
        raise Problem(PARSING, "the options are not a JSON object")
    check_members(options, known, "there is an option")
    for name, value in options.items():
        if not known[name](value):
            raise Problem(UNKNOWN_OPTION, f"the value of the option {name} is not understood")
    return options


def check_members(found: Collection[str], known: Collection[str], words: str) -> None:
    """Nothing but what is known.

    Raises:
        Problem: naming the first of the rest.
    """
    unknown = sorted(set(found) - set(known))
    if unknown:
        raise Problem(UNKNOWN_OPTION, f"{words} {unknown[0]!r}, which is not known here")
