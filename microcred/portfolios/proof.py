"""Whether files are what a submission froze: each digest of a manifest, looked for among the files of a folder.

Files are known by their content alone, so that they may be called and sorted as anyone likes. They are read in
pieces: the memory it takes does not grow with them.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from microcred.openbadges.jcs import jcs

PIECE = 1 << 20
"""bytes read at once"""

EMPTY = hashlib.sha256(b"").hexdigest()


class NoManifest(ValueError):
    """The bytes are no manifest of a submission."""


@dataclass(frozen=True)
class Named:
    """One piece that a manifest names by its digest (SHA-256, hexadecimal)."""

    what: str
    sha256: str
    kind: str = ""
    """`answer`, `item`, `pin`, `reason`, `change`, `statement` or `disclosure`"""
    number: int = 0
    """which of what was asked it answers, from 1; 0 for what answers nothing"""


@dataclass(frozen=True)
class Proof:
    """What the check of a manifest against files finds."""

    digest: str
    """of the manifest itself: what stands on the receipt"""
    is_canonical: bool
    found: tuple[Named, ...]
    missing: tuple[Named, ...]

    @property
    def holds(self) -> bool:
        """Whether everything that was frozen is there, unchanged."""
        return self.is_canonical and not self.missing


def named_in(manifest: bytes) -> list[Named]:
    """The texts, files, links, pins, notes and statements that a manifest names; what it says besides is passed over.

    Raises:
        NoManifest.
    """
    try:
        said = json.loads(manifest)
        if not said["format"].startswith("microcred-submission/"):
            raise NoManifest
        return list(_named(said))
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise NoManifest("this is no manifest of a submission") from problem


def prove(manifest: bytes, files: Iterable[Path]) -> Proof:
    """Look for everything that a manifest names among some files.

    Raises:
        NoManifest.
    """
    named = named_in(manifest)
    there = {EMPTY, *(digest_of_file(file) for file in files)}
    return Proof(
        hashlib.sha256(manifest).hexdigest(),
        jcs(json.loads(manifest)) == manifest,
        tuple(one for one in named if one.sha256 in there),
        tuple(one for one in named if one.sha256 not in there),
    )


def digest_of_file(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal, read piece by piece."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while piece := stream.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _named(said: dict[str, Any]) -> Iterator[Named]:
    for number, requirement in enumerate(said["requirements"], start=1):
        if requirement["text"]:
            yield Named(f"answer {number}", requirement["text"], "answer", number)
        for item in requirement["items"]:
            yield Named(item["alias"], item["sha256"], "item", number)
    for digests in said.get("pins", {}).values():
        yield from (Named("a pin", digest, "pin") for digest in digests)
    for reason in said.get("alternatives", ()):
        yield Named("why an alternative was chosen", reason["sha256"], "reason")
    for note in said.get("changeNotes", ()):
        yield Named("what was changed", note["sha256"], "change")
    for statement in said["attestations"]:
        yield Named(f"statement {statement['kind']}", statement["sha256"], "statement")
    disclosure = said.get("generativeTools", {}).get("disclosure")
    if disclosure:
        yield Named("what was told of tools", disclosure, "disclosure")
