"""The canonical form of RDFC-1.0 with SHA-384, as proofs made with P-384 keys want it.

The hash function decides only which label each blank node gets. So the form with SHA-256, whose making has already
refused what is unsafe or too much work, is labelled anew.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final

from pyld.canon import URDNA2015

from microcred.openbadges.errors import DocumentRefused

_QUAD: Final = re.compile(
    r"(?:<(?P<subject>[^>]*)>|(?P<subject_node>_:\S+)) <(?P<predicate>[^>]*)> "
    r'(?:<(?P<object>[^>]*)>|(?P<object_node>_:\S+)|"(?P<text>(?:[^"\\]|\\.)*)"'
    r"(?:\^\^<(?P<datatype>[^>]*)>|@(?P<language>\S+))?)"
    r"(?: (?:<(?P<graph>[^>]*)>|(?P<graph_node>_:\S+)))? \.",
    re.DOTALL,
)
_NODES: Final = ("subject_node", "object_node", "graph_node")
_ESCAPED: Final = re.compile(r"\\(.)")
_PLAIN: Final = {"t": "\t", "n": "\n", "r": "\r", '"': '"', "\\": "\\"}
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_LANGUAGE_STRING: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_Part = dict[str, str]


def relabelled_sha384(quads: str) -> str:
    """The canonical N-Quads with SHA-384 of the graph whose canonical N-Quads with SHA-256 are ``quads``."""
    if "_:" not in quads:
        return quads
    return str(_Sha384().main(read_quads(quads), {"format": "application/n-quads"}))


def read_quads(quads: str) -> dict[str, list[dict[str, _Part]]]:
    """Canonical N-Quads as PyLD holds them: triples by the name of their graph. Labels are made to look uncanonical.

    Raises:
        DocumentRefused: when a line is no canonical N-Quad.
    """
    dataset: dict[str, list[dict[str, _Part]]] = {}
    for line in quads.split("\n"):
        if line:
            graph, triple = _read(line)
            dataset.setdefault(graph, []).append(triple)
    return dataset


def rename_nodes(line: str, labels: dict[str, str]) -> str:
    """A line of canonical N-Quads with other labels of its nodes; what stands inside texts is left as it is.

    Raises:
        DocumentRefused: when it is no canonical N-Quad.
        KeyError: when it holds a node of no known label.
    """
    found = _match(line)
    parts = [(found.start(name), found.end(name)) for name in _NODES if found[name] is not None]
    for begin, end in sorted(parts, reverse=True):
        line = line[:begin] + labels[line[begin:end]] + line[end:]
    return line


class _Sha384(URDNA2015):  # type: ignore[misc]
    """PyLD's canonicaliser with the other hash function, and without a deep copy in its innermost loop."""

    def create_hash(self) -> Any:
        return hashlib.sha384()

    def hash_nquads(self, nquads: list[str]) -> str:
        return hashlib.sha384("".join(nquads).encode()).hexdigest()

    def modify_first_degree_component(self, id_: str, component: _Part, key: str) -> _Part:
        if component["type"] != "blank node":
            return component
        return {"type": "blank node", "value": "_:a" if component["value"] == id_ else "_:z"}


def _match(line: str) -> re.Match[str]:
    found = _QUAD.fullmatch(line)
    if found is None:
        raise DocumentRefused("the document has a line that is no canonical N-Quad")
    return found


def _read(line: str) -> tuple[str, dict[str, _Part]]:
    """A line of canonical N-Quads, as PyLD holds it: the name of its graph, and its triple."""
    part = _match(line).groupdict()
    triple = {
        "subject": _resource(part["subject"], part["subject_node"]),
        "predicate": {"type": "IRI", "value": part["predicate"]},
        "object": _resource(part["object"], part["object_node"]) if part["text"] is None else _literal(part),
    }
    return part["graph"] or _renamed(part["graph_node"] or "@default"), triple


def _resource(iri: str | None, node: str | None) -> _Part:
    return {"type": "IRI", "value": iri or ""} if node is None else {"type": "blank node", "value": _renamed(node)}


def _literal(part: dict[str, str | None]) -> _Part:
    value = _ESCAPED.sub(lambda found: _PLAIN.get(found[1], found[0]), part["text"] or "")
    if part["language"] is not None:
        return {"type": "literal", "value": value, "datatype": _LANGUAGE_STRING, "language": part["language"]}
    return {"type": "literal", "value": value, "datatype": part["datatype"] or _STRING}


def _renamed(label: str) -> str:
    # PyLD takes labels that look canonical for issued already
    return label.replace("_:c14n", "_:n", 1)
