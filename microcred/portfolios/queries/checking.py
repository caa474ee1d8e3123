"""What a receipt gives its educator's browser to check, and lists on paper: each piece that its manifest names."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from microcred.catalog.queries import VersionSaid
from microcred.portfolios.models import Submission, SubmittedItem
from microcred.portfolios.packing import words_in
from microcred.portfolios.proof import EMPTY, Named, named_in

MOST_BYTES = 100 << 20
"""Of one file, in bytes: a browser hashes only what it holds whole in memory (Web Cryptography API, `digest`)."""

WORDS_OF_STATEMENT, WORDS_OF_PROMPT = 8, 14


@dataclass(frozen=True)
class Piece:
    """One thing that a manifest names: a file, with the address that its educator opens it at, or words."""

    what: str
    sha256: str
    """as the manifest says it, in hexadecimal"""
    url: str = ""
    size: int = 0
    """bytes, of a file"""
    words: str | None = None
    """what was written, of anything but a file; None where it is not kept any more"""
    asked: str = ""
    """the beginning of what it answers, as its educator read it"""
    own_name: str = ""
    """what its educator calls a file: for them alone, and in nothing that is given to who judges"""

    @property
    def is_too_large(self) -> bool:
        """Whether a browser is not asked to hold it in memory."""
        return self.size > MOST_BYTES

    def for_browser(self) -> dict[str, Any]:
        """What the script that checks needs to know of it."""
        said: dict[str, Any] = {"what": self.what, "sha256": self.sha256}
        if self.url:
            return said | {"url": self.url, "size": self.size, "tooLarge": self.is_too_large}
        return said | {"words": self.words}


@dataclass(frozen=True)
class Check:
    """All pieces of a submission, in the order of its manifest."""

    pieces: tuple[Piece, ...]
    own_names: Mapping[UUID, str] = field(default_factory=dict)
    """what its educator calls each file and link, by the frozen piece: for them alone"""

    @property
    def fetched(self) -> int:
        """How many bytes of files a browser fetches to check them."""
        return sum(piece.size for piece in self.pieces if not piece.is_too_large)

    @property
    def has_too_large(self) -> bool:
        """Whether a file is left to the command line."""
        return any(piece.is_too_large for piece in self.pieces)

    @property
    def for_browser(self) -> list[dict[str, Any]]:
        """What the script that checks needs to know."""
        return [piece.for_browser() for piece in self.pieces]


def check_of(submission: Submission, said: VersionSaid) -> Check:
    """What the manifest of a submission names, with where each piece is, in the reader's language.

    Args:
        said: what was asked, as its reader reads it.
    """
    words = {hashlib.sha256(content).hexdigest(): content.decode() for _name, content in words_in(submission)}
    rows = list(submission.items.select_related("item__file"))
    files = {row.alias: row for row in rows if row.item.file is not None}
    named = named_in(submission.manifest.encode())
    asked = _asked(submission.manifest, said)
    pieces = (_piece(one, files, {EMPTY: "", **words}) for one in named)
    return Check(
        tuple(replace(piece, asked=asked.get(one.number, "")) for one, piece in zip(named, pieces, strict=True)),
        own_names={row.pk: row.item.title for row in rows},
    )


def _asked(manifest: str, said: VersionSaid) -> dict[int, str]:
    """The beginning of each prompt, under its number in the manifest."""
    prompts = {
        str(one.pk): Truncator(str(one.prompt)).words(WORDS_OF_PROMPT, truncate=" …") for one in said.requirements
    }
    return {n: prompts.get(one["id"], "") for n, one in enumerate(json.loads(manifest)["requirements"], start=1)}


def _piece(named: Named, files: dict[str, SubmittedItem], words: dict[str, str]) -> Piece:
    row = files.get(named.what) if named.kind == "item" else None
    if row is not None and row.item.file is not None:
        url = reverse("submission_file", args=[row.submission_id, row.pk])
        return Piece(named.what, named.sha256, url, row.item.file.size, own_name=row.item.title)
    written = words.get(named.sha256)
    return Piece(_called(named, written or ""), named.sha256, words=written)


def _called(named: Named, written: str) -> str:
    match named.kind:
        case "answer":
            return _("Answer %(number)s") % {"number": named.number}
        case "pin":
            return _("A pin")
        case "reason":
            return _("Why an alternative was chosen")
        case "change":
            return _("What was changed")
        case "statement":
            return _("Statement: “%(words)s”") % {"words": Truncator(written).words(WORDS_OF_STATEMENT, truncate=" …")}
        case "disclosure":
            return _("What was told of generative tools")
    return named.what
