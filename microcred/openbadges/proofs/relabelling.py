"""Canonical N-Quads under other labels: those of RDFC-1.0 with SHA-384, which proofs with P-384 keys want, or any.

The hash function decides only which label each blank node gets. So a form whose making has already refused what is
unsafe is taken apart and labelled anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha384
from typing import Final

from microcred.openbadges.errors import DocumentRefused
from microcred.openbadges.rdfc import Quad, canonical_form

_QUAD: Final = re.compile(
    r'(<[^>]*>|_:\S+) (<[^>]*>) (<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@\S+)?)(?: (<[^>]*>|_:\S+))? \.',
    re.DOTALL,
)


def relabelled_sha384(quads: str) -> str:
    """The canonical N-Quads with SHA-384 of the graph whose canonical N-Quads with SHA-256 are ``quads``.

    Raises:
        DocumentRefused: see :func:`.rdfc.canonical_form`.
    """
    return canonical_form(read_quads(quads), digest=sha384) if "_:" in quads else quads


def read_quads(quads: str) -> list[Quad]:
    """The quads of canonical N-Quads, their parts as they are written.

    Raises:
        DocumentRefused: when a line is no canonical N-Quad.
    """
    found = [_QUAD.fullmatch(line) for line in quads.split("\n") if line]
    if not all(found):
        raise DocumentRefused("the document has a line that is no canonical N-Quad")
    return [(match[1], match[2], match[3], match[4] or "") for match in found if match]


def written(quad: Quad, labels: Mapping[str, str]) -> str:
    """A quad as a line, its blank nodes under other labels.

    Raises:
        KeyError: when a blank node has none.
    """
    subject, predicate, object_, graph = (labels[part] if part.startswith("_:") else part for part in quad)
    return f"{subject} {predicate} {object_} {graph} .\n" if graph else f"{subject} {predicate} {object_} .\n"
