"""What else a submission freezes besides answers, files and links: one entry of the manifest from each contributor.

A contributor is a function from the workspace, as it stands when it is handed in, to what the manifest says under its
key: digests and identifiers, never words or names. What it returns must be the same at the review and at the
submission, so it reads rows and asks no clock. Where it has nothing to say it returns None, and the manifest has no
such key. The rows themselves are kept by the keeper of the same name in `operations.keeping`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from microcred.portfolios.queries.alternatives import alternatives_in_manifest
from microcred.portfolios.queries.change_notes import anew_in_manifest, notes_in_manifest
from microcred.portfolios.queries.consents import consents_in_manifest
from microcred.portfolios.queries.languages import languages_in_manifest
from microcred.portfolios.queries.pins import pins_in_manifest
from microcred.portfolios.queries.said import said_in_manifest
from microcred.portfolios.queries.workspace import Workspace

Contributor = Callable[[Workspace], Any | None]

CONTRIBUTORS: Mapping[str, Contributor] = {
    "pins": pins_in_manifest,
    "consents": consents_in_manifest,
    "languages": languages_in_manifest,
    "alternatives": alternatives_in_manifest,
    "changeNotes": notes_in_manifest,
    "judgedAnew": anew_in_manifest,
    "saidInRecordings": said_in_manifest,
}
"""By the key in the manifest. Keys are never reused for something else: manifests are read for ever."""


def added_to_manifest(workspace: Workspace) -> dict[str, Any]:
    """What the contributors say of a piece of work, by key."""
    said = {key: contributor(workspace) for key, contributor in CONTRIBUTORS.items()}
    return {key: entry for key, entry in said.items() if entry is not None}
