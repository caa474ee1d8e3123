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
_ESCAPED: Final = re.compile(r"\\(.)")
_PLAIN: Final = {"t": "\t", "n": "\n", "r": "\r", '"': '"', "\\": "\\"}
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_LANGUAGE_STRING: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_Part = dict[str, str]


def relabelled_sha384(quads: str) -> str:
    """The canonical N-Quads with SHA-384 of the graph whose canonical N-Quads with SHA-256 are ``quads``."""
    if "_:" not in quads:
        return quads
    dataset: dict[str, list[dict[str, _Part]]] = {}
    for line in quads.split("\n"):
        if line:
            graph, triple = _read(line)
            dataset.setdefault(graph, []).append(triple)
    return str(_Sha384().main(dataset, {"format": "application/n-quads"}))


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


def _read(line: str) -> tuple[str, dict[str, _Part]]:
    """A line of canonical N-Quads, as PyLD holds it: the name of its graph, and its triple."""
    found = _QUAD.fullmatch(line)
    if found is None:
        raise DocumentRefused("the document has no canonical form with SHA-384")
    part = found.groupdict()
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
