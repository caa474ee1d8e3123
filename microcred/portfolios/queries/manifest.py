"""The manifest of a submission: canonical JSON (RFC 8785) that names every piece of evidence by its SHA-256.

The review before submitting shows the very hashes that the manifest will hold, because both come from here. It names
no person: whoever is shown it learns what was handed in, not by whom.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from microcred.openbadges.jcs import jcs
from microcred.portfolios.models import Item
from microcred.portfolios.queries.added_to_manifest import added_to_manifest
from microcred.portfolios.queries.statements import Statements
from microcred.portfolios.queries.workspace import RequirementWork, Workspace
from microcred.portfolios.rules import digest_of, evidence_alias

FORMAT = "microcred-submission/1"


@dataclass(frozen=True)
class FrozenText:
    """An answer as it will be frozen."""

    work: RequirementWork
    sha256: str


@dataclass(frozen=True)
class FrozenItem:
    """A file or link as it will be frozen, with the name that blind readers see."""

    work: RequirementWork
    item: Item
    position: int
    alias: str
    sha256: str


Frozen = FrozenText | FrozenItem


def freeze(workspace: Workspace) -> list[Frozen]:
    """Every piece of evidence in the order of what was asked, files and links numbered through."""
    frozen: list[Frozen] = []
    position = 0
    for work in workspace.work:
        if work.takes_text and not (work.spared and work.is_empty):
            frozen.append(FrozenText(work, digest_of(work.text)))
        for item in work.items:
            position += 1
            media_type = item.file.media_type if item.file else ""
            sha256 = item.file.sha256 if item.file else digest_of(item.url)
            alias = evidence_alias(position, media_type)
            frozen.append(FrozenItem(work, item, position, alias, sha256))
    return frozen


def fingerprint_of(workspace: Workspace, frozen: list[Frozen]) -> str:
    """By which a page that showed what would be frozen is known to show it still: SHA-256, in hexadecimal."""
    return hashlib.sha256(jcs(_work(workspace, frozen))).hexdigest()


def manifest_of(
    workspace: Workspace,
    frozen: list[Frozen],
    statements: Statements,
    disclosed: str,
    *,
    attempt: int,
    at: datetime,
) -> bytes:
    """The canonical bytes whose SHA-256 is the digest of the submission.

    Args:
        statements: what is attested, in the language in which it is shown.
        disclosed: what is told of generative tools; empty when nothing is.
    """
    return jcs(
        {
            "format": FORMAT,
            "pursuit": str(workspace.pursuit.pk),
            "version": str(workspace.pursuit.version_id),
            "design": workspace.pursuit.version.digest,
            "attempt": attempt,
            "previous": workspace.latest.digest if workspace.latest else None,
            "submittedAt": at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
            "attestations": [
                {"kind": one.kind, "edition": one.edition, "language": statements.language, "sha256": digest_of(text)}
                for one, text in statements.said
            ],
            "generativeTools": {
                "policy": str(statements.ai_use.policy),
                "disclosure": digest_of(disclosed) if disclosed else None,
            },
        }
        | _work(workspace, frozen)
    )


def _work(workspace: Workspace, frozen: list[Frozen]) -> dict[str, Any]:
    """All that somebody wrote and put in, by what was asked, and what stands beside it."""
    return {"requirements": [_requirement(work, frozen) for work in workspace.work]} | added_to_manifest(workspace)


def _requirement(work: RequirementWork, frozen: list[Frozen]) -> dict[str, Any]:
    mine = [entry for entry in frozen if entry.work is work]
    return {
        "id": str(work.requirement.pk),
        "text": next((entry.sha256 for entry in mine if isinstance(entry, FrozenText)), None),
        "items": [_item(entry) for entry in mine if isinstance(entry, FrozenItem)],
    }


def _item(entry: FrozenItem) -> dict[str, Any]:
    file = entry.item.file
    common: dict[str, Any] = {
        "id": str(entry.item.pk),
        "alias": entry.alias,
        "kind": entry.item.kind,
        "sha256": entry.sha256,
    }
    return common | ({"mediaType": file.media_type, "size": file.size} if file else {"url": entry.item.url})
