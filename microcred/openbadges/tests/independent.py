"""A canonicaliser that we did not write, in another language: pyoxigraph."""

import json
from typing import Any

import pyoxigraph

from microcred.openbadges.contexts import Contexts, pinned
from microcred.openbadges.documents import JsonObject


def independent_quads(document: JsonObject, contexts: Contexts | None = None) -> str:
    """The canonical N-Quads (RDFC-1.0) of a document. Terms no context defines are dropped in silence."""
    raw = json.dumps(_inlined(document, pinned() if contexts is None else contexts), ensure_ascii=False).encode()
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(raw, format=pyoxigraph.RdfFormat.JSON_LD))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    written = pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS)
    assert written is not None
    return "".join(sorted(f"{line}\n" for line in written.decode().split("\n")[:-1]))


def _inlined(value: Any, contexts: Contexts) -> Any:
    # it loads no documents, so the contexts go into the document
    if isinstance(value, list):
        return [_inlined(item, contexts) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: [contexts[url]["@context"] for url in ([item] if isinstance(item, str) else item)]
        if name == "@context"
        else _inlined(item, contexts)
        for name, item in value.items()
    }
