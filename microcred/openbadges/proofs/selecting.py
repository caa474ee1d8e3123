"""Parts of a document by JSON pointer, and the N-Quads each of them stands for (Data Integrity ECDSA Cryptosuites 1.0,
section 3.4).

A selection must stand for the very quads that it stood for inside the whole. So every node without a name first gets
one in the document itself (skolemizing), and only afterwards a label that depends on a secret of the issuer, so that
what is kept back cannot be guessed from how the rest is numbered.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from microcred.openbadges.contexts import Contexts
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import DocumentRefused
from microcred.openbadges.proofs.hashing import quads_of
from microcred.openbadges.proofs.relabelling import read_quads, written
from microcred.openbadges.rdfc import canonical_labels

_NAME: Final = "urn:bnid:"
_NAMED: Final = re.compile(r"<urn:bnid:(\d+)>")


class NothingThere(DocumentRefused):
    """A JSON pointer names nothing in the document."""


def select(document: JsonObject, pointers: Iterable[str]) -> JsonObject | None:
    """The part of ``document`` that JSON pointers (RFC 6901) name, with the ids and types on the way to it.

    Returns:
        ``None`` when no pointer is given.

    Raises:
        DocumentRefused: when a pointer is none; :class:`NothingThere` when it names nothing.
    """
    every = [_steps(pointer) for pointer in pointers]
    if not every:
        return None
    selection = {"@context": copy.deepcopy(document.get("@context")), **_beginning(document)}
    for steps in every:
        if not steps:
            return copy.deepcopy(document)
        _put(document, steps, selection)
    dense = _dense(selection)
    assert isinstance(dense, dict)  # noqa: S101 - a selection of an object is one
    return dense


class Sparse(dict[int, Any]):
    """An array of which some places are selected."""


def _steps(pointer: str) -> list[str]:
    if pointer == "":
        return []
    if not pointer.startswith("/"):
        raise DocumentRefused(f"{pointer!r} is not a JSON pointer")
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/")]


def _beginning(value: JsonObject) -> JsonObject:
    """What of an object belongs to every selection of a part of it."""
    kept: JsonObject = {}
    if isinstance(value.get("id"), str) and not value["id"].startswith("_:"):
        kept["id"] = value["id"]
    if "type" in value:
        kept["type"] = copy.deepcopy(value["type"])
    return kept


def _put(document: JsonObject, steps: list[str], selection: Any) -> None:
    value: Any = document
    selected = selection
    for depth, step in enumerate(steps):
        key: Any = step
        if isinstance(value, list):
            key = int(step) if step.isascii() and step.isdigit() else -1
            there = 0 <= key < len(value)
        else:
            there = isinstance(value, dict) and key in value
        if not there:
            raise NothingThere(f"the document has nothing at /{'/'.join(steps)}")
        value = value[key]
        if depth == len(steps) - 1:
            selected[key] = copy.deepcopy(value)
            return
        if key not in selected:
            selected[key] = (
                Sparse() if isinstance(value, list) else _beginning(value) if isinstance(value, dict) else value
            )
        elif isinstance(value, list) and isinstance(selected[key], list):
            return  # selected whole already
        selected = selected[key]


def _dense(value: Any) -> Any:
    if isinstance(value, Sparse):
        return [_dense(value[place]) for place in sorted(value)]
    if isinstance(value, dict):
        return {name: item if name == "@context" else _dense(item) for name, item in value.items()}
    return value


def with_names(document: JsonObject, contexts: Contexts | None) -> JsonObject:
    """``document`` with a name for each node that has none.

    Raises:
        DocumentRefused: when the names change what the document means, as where an object is not a node.
    """
    whole = quads_of(document, contexts)
    count = 0

    def named(value: Any) -> Any:
        nonlocal count
        if isinstance(value, list):
            return [named(item) for item in value]
        if not isinstance(value, dict) or "@value" in value:
            return value
        result = {name: item if name == "@context" else named(item) for name, item in value.items()}
        if "id" not in result and "@id" not in result:
            result["id"] = f"{_NAME}{count}"
            count += 1
        return result

    result: JsonObject = named(document)
    again, _ = labelled(without_names(quads_of(result, contexts)), lambda label: label)
    if "".join(again) != whole:
        raise DocumentRefused(
            "parts of the document cannot be named one by one, so they cannot be disclosed one by one"
        )
    return result


def without_names(quads: str) -> str:
    """The quads of a document whose nodes :func:`with_names` has named, with nodes again in their place."""
    return _NAMED.sub(r"_:bnid\1", quads)


def labelled(quads: str, relabel: Callable[[str], str]) -> tuple[list[str], dict[str, str]]:
    """The sorted canonical N-Quads of ``quads`` under other labels.

    Args:
        relabel: from a canonical label without ``_:``, such as ``c14n0``, to the label wanted.

    Returns:
        The lines, and the new label of each label in ``quads``, both with ``_:``.
    """
    canonical = canonical_labels(read_quads(quads))
    labels = {before: f"_:{relabel(after.removeprefix('_:'))}" for before, after in canonical.items()}
    return relabelled(quads, labels), labels


def relabelled(quads: str, labels: dict[str, str]) -> list[str]:
    """The lines of ``quads`` with other labels of nodes, sorted by code points.

    Raises:
        KeyError: when a node has none.
    """
    return sorted(written(quad, labels) for quad in read_quads(quads))
