"""RDF Dataset Canonicalization (RDFC-1.0, W3C Recommendation of May 2024, with SHA-256), with a bound on its work.

Naming blank nodes may take factorial time: a document of a few kilobytes can ask for billions of permutations (test 074
of the standard's suite). They are counted before they are tried.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any, Final

from microcred.openbadges.errors import DocumentRefused

MAX_PERMUTATIONS: Final = 1_500
"""Most orderings of blank nodes tried for one document: some milliseconds. Equal siblings need one each; only parents
that are alike too need all orderings of their children, and two such with five equal children each stay far below."""

Quad = tuple[str, str, str, str]
"""Subject, predicate, object and graph as N-Quads write them; the graph is empty for the default graph. Blank nodes,
and nothing else, begin with ``_:``."""

_Labels = dict[str, str]

Digest = Callable[[bytes], Any]
"""A hash function of :mod:`hashlib`."""


def canonical_form(quads: Iterable[Quad], *, digest: Digest = sha256) -> str:
    """The canonical N-Quads of a dataset (section 4.4).

    Args:
        digest: the hash function: SHA-256, or SHA-384 where a proof is made with a P-384 key.

    Raises:
        DocumentRefused: when more than :data:`MAX_PERMUTATIONS` orderings would have to be tried.
    """
    dataset = list(dict.fromkeys(quads))
    mentions = _mentions(dataset)
    if not mentions:
        return "".join(sorted([_line(quad) for quad in dataset]))
    labels = _Naming(mentions, digest).labels()
    return "".join(
        sorted(
            [
                f"{labels.get(subject, subject)} {predicate} {labels.get(object_, object_)}"
                + (f" {labels.get(graph, graph)} .\n" if graph else " .\n")
                for subject, predicate, object_, graph in dataset
            ]
        )
    )


def canonical_labels(quads: Iterable[Quad]) -> dict[str, str]:
    """The canonical label of each blank node of a dataset, both with ``_:``.

    Raises:
        DocumentRefused: see :func:`canonical_form`.
    """
    return _Naming(_mentions(dict.fromkeys(quads)), sha256).labels()


def _mentions(dataset: Iterable[Quad]) -> dict[str, list[Quad]]:
    """The quads in which each blank node occurs, each once (section 4.4.3, step 2)."""
    mentions: dict[str, list[Quad]] = {}
    for quad in dataset:
        subject, _, object_, graph = quad
        if subject[0] == "_":
            mentions.setdefault(subject, []).append(quad)
        if object_[0] == "_" and object_ != subject:
            mentions.setdefault(object_, []).append(quad)
        if graph and graph[0] == "_" and graph not in (subject, object_):
            mentions.setdefault(graph, []).append(quad)
    return mentions


def _line(quad: Quad) -> str:
    subject, predicate, object_, graph = quad
    return f"{subject} {predicate} {object_} {graph} .\n" if graph else f"{subject} {predicate} {object_} .\n"


class _Naming:
    """Gives each blank node its canonical label."""

    def __init__(self, mentions: dict[str, list[Quad]], digest: Digest) -> None:
        self._mentions = mentions
        self._digest = digest
        self._hashes = {node: self._first_degree(node) for node in mentions}
        self._canonical: _Labels = {}
        self._permutations = 0

    def labels(self) -> _Labels:
        """The label of each blank node (section 4.4.3, steps 4 and 5)."""
        by_hash: dict[str, list[str]] = {}
        for node, hash_ in self._hashes.items():
            by_hash.setdefault(hash_, []).append(node)
        alike = []
        for hash_ in sorted(by_hash):
            if len(by_hash[hash_]) == 1:
                self._issue(by_hash[hash_][0])
            else:
                alike.append(by_hash[hash_])
        for nodes in alike:
            paths = [self._n_degree(node, {node: "_:b0"}) for node in nodes if node not in self._canonical]
            for _, issued in sorted(paths, key=lambda path: path[0]):
                for node in issued:
                    self._issue(node)
        return self._canonical

    def _issue(self, node: str) -> None:
        if node not in self._canonical:
            self._canonical[node] = f"_:c14n{len(self._canonical)}"

    def _first_degree(self, node: str) -> str:
        """Hash First Degree Quads (section 4.6.3)."""
        lines = [
            _line(
                (
                    _masked(subject, node) if subject[0] == "_" else subject,
                    predicate,
                    _masked(object_, node) if object_[0] == "_" else object_,
                    _masked(graph, node) if graph and graph[0] == "_" else graph,
                )
            )
            for subject, predicate, object_, graph in self._mentions[node]
        ]
        lines.sort()
        digest: str = self._digest("".join(lines).encode()).hexdigest()
        return digest

    def _related(self, node: str, issued: _Labels) -> dict[str, list[str]]:
        """The neighbours of a blank node by the hash of how they are related (section 4.7.3; 4.8.3, step 3).

        A neighbour related twice is listed twice, as PyLD and rdf-canonize do: the text of the standard leaves it open,
        and what they do is what credentials are signed with.
        """
        related: dict[str, list[str]] = {}
        for subject, predicate, object_, graph in self._mentions[node]:
            for other, position in ((subject, f"s{predicate}"), (object_, f"o{predicate}"), (graph, "g")):
                if other and other[0] == "_" and other != node:
                    name = self._canonical.get(other) or issued.get(other) or self._hashes[other]
                    related.setdefault(self._digest((position + name).encode()).hexdigest(), []).append(other)
        self._permutations += 1 + sum(math.factorial(min(len(nodes), 12)) for nodes in related.values())
        if self._permutations > MAX_PERMUTATIONS:
            raise DocumentRefused("too many parts of the document are alike and linked: give them identifiers")
        return related

    def _n_degree(self, node: str, issued: _Labels) -> tuple[str, _Labels]:
        """Hash N-Degree Quads (section 4.8.3), and the labels given on the way in their order."""
        from pyld.canon import permutations

        related = self._related(node, issued)
        data = []
        for hash_ in sorted(related):
            chosen_path = ""
            chosen = issued
            for ordering in permutations(related[hash_]):
                found = self._path(ordering, dict(issued), chosen_path)
                if found and (not chosen_path or found[0] < chosen_path):
                    chosen_path, chosen = found
            data += [hash_, chosen_path]
            issued = chosen
        return self._digest("".join(data).encode()).hexdigest(), issued

    def _path(self, ordering: Iterable[str], issued: _Labels, chosen: str) -> tuple[str, _Labels] | None:
        """One ordering's path (steps 5.4.4 and 5.4.5); none when it can only be longer or later than the chosen one."""
        path = ""
        descend = []
        for other in ordering:
            canonical = self._canonical.get(other)
            if canonical:
                path += canonical
            else:
                if other not in issued:
                    descend.append(other)
                    issued[other] = f"_:b{len(issued)}"
                path += issued[other]
            if chosen and len(path) >= len(chosen) and path > chosen:
                return None
        for other in descend:
            hash_, deeper = self._n_degree(other, issued)
            path += f"{issued[other]}<{hash_}>"
            issued = deeper
            if chosen and len(path) >= len(chosen) and path > chosen:
                return None
        return path, issued


def _masked(node: str, own: str) -> str:
    return "_:a" if node == own else "_:z"
