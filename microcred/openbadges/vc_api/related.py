"""Related resources of a credential (VC Data Model 2.0 section 5.3): what it says that others must hold.

A digest is compared where the resource's own digests are known without opening the network: for the context of the data
model. That of any other resource is looked at for its form only.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from typing import Any, Final

from microcred.openbadges import multibase
from microcred.openbadges.canonical import is_iri
from microcred.openbadges.contexts import CREDENTIALS_V2
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.vc_api.problems import MALFORMED, Problem

_LENGTHS: Final = {"sha256": 32, "sha384": 48, "sha512": 64}
_MULTIHASHES: Final = {b"\x12\x20": "sha256", b"\x20\x30": "sha384", b"\x13\x40": "sha512"}
_PUBLISHED: Final = {
    # the bytes at the address since the Recommendation of May 2025, and those of July 2024, which say the same
    CREDENTIALS_V2: {
        "sha256": {
            "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
            "24a18c90e9856d526111f29376e302d970b2bd10182e33959995b0207d7043b9",
        },
        "sha384": {
            "97f1eb8e5042356c805fdd61afa2c557663785e0794dcafa21e138fd38def18cb360133c221aa31d6896a6bf3e65b614",
            "35239c36999d2155312091af194a1edb61634d6ad789a5e5b19f2aebdd762dd9d1dcaada40eda7ef921c6b8c0ae107a0",
        },
    },
}


def check_related(resources: Iterable[JsonObject]) -> None:
    """Each resource has a URL of its own and at least one digest; a digest that is known to be another is refused.

    Raises:
        Problem: naming the first that is not so.
    """
    seen = set()
    for resource in resources:
        name = resource.get("id")
        if not isinstance(name, str) or not is_iri(name) or name in seen:
            raise Problem(MALFORMED, "each relatedResource has a URL of its own as its id")
        seen.add(name)
        digests = [
            each
            for member in ("digestSRI", "digestMultibase")
            for found in _listed(resource.get(member))
            for each in (_hashes(found) if member == "digestSRI" else [found])
        ]
        if not digests:
            raise Problem(MALFORMED, f"the relatedResource {name} has neither digestSRI nor digestMultibase")
        for digest in digests:
            function, raw = digest_of(digest)
            known = _PUBLISHED.get(name, {}).get(function)
            if known is not None and raw.hex() not in known:
                raise Problem(MALFORMED, f"the digest {digest!r} is not that of {name}")


def digest_of(text: object) -> tuple[str, bytes]:
    """The hash function and the bytes of a ``digestSRI`` or ``digestMultibase``.

    ``digestSRI`` is ``sha256-`` and its like with base64 (Subresource Integrity, section 3.1). ``digestMultibase`` is
    base58btc or base64url of a multihash; the bare bytes of a SHA-256 are read too, since suites write them.

    Raises:
        Problem: when it is neither.
    """
    try:
        if isinstance(text, str):
            function, dash, rest = text.partition("-")
            if dash and function in _LENGTHS:
                raw = base64.b64decode(rest, validate=True)
                if len(raw) == _LENGTHS[function]:
                    return function, raw
            elif text.startswith("u"):
                return _multihash(base64.urlsafe_b64decode(text[1:] + "=" * (-(len(text) - 1) % 4)))
            elif text.startswith("z"):
                return _multihash(multibase.decode(text))
    except (binascii.Error, ValueError) as error:
        raise Problem(MALFORMED, f"{text!r} is not a digest") from error
    raise Problem(MALFORMED, f"{text!r} is not a digest")


def _multihash(raw: bytes) -> tuple[str, bytes]:
    function = _MULTIHASHES.get(raw[:2])
    if function is not None and len(raw) == _LENGTHS[function] + 2:
        return function, raw[2:]
    if len(raw) == _LENGTHS["sha256"]:
        return "sha256", raw
    raise Problem(MALFORMED, "the digest is not a multihash")


def _hashes(text: Any) -> list[Any]:
    """The hashes of a ``digestSRI``, without their options (Subresource Integrity section 3.5: a list of them)."""
    parts = text.split() if isinstance(text, str) else []
    return [part.partition("?")[0] for part in parts] or [text]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
