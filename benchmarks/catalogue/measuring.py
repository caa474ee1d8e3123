"""Measuring every engine on the same queries, and seeing that they found the same."""

import time
from collections.abc import Mapping, Sequence
from functools import partial

from benchmarks.catalogue.corpus import Query
from benchmarks.catalogue.engines import Engine
from benchmarks.frame.bench import Bench
from benchmarks.frame.rounds import ROUNDS, Figures, Measured, alternate, latencies


def measure(
    bench: Bench, engines: Mapping[str, Engine], queries: Sequence[Query], *, slow: Mapping[str, int]
) -> Measured:
    """The latencies of each engine over all queries, and over those of common words.

    Args:
        slow: Engines that get only so many of the queries in a round, because they would take minutes.
    """

    def block(engine: Engine, asked: Sequence[Query]) -> Figures:
        seconds, common = [], []
        for query in asked:
            begun = time.perf_counter()
            engine(query)
            seconds.append(time.perf_counter() - begun)
            if query.band == "common":
                common.append(seconds[-1])
        of_common = {f"{unit} of common words": figure for unit, figure in latencies(common or seconds).items()}
        return {**latencies(seconds), **of_common}

    sides = {name: partial(block, engine, queries[: slow.get(name, len(queries))]) for name, engine in engines.items()}
    with bench.doing("measuring", len(sides) * (ROUNDS + 1)) as doing:
        return alternate(sides, tick=doing.tick)


def agree(bench: Bench, engines: Mapping[str, Engine], queries: Sequence[Query]) -> None:
    """See that every engine finds as many and counts every facet alike, query by query."""
    with bench.doing("comparing hits and facet counts", len(queries)) as doing:
        for query in queries:
            doing.tick()
            answers = {name: engine(query) for name, engine in engines.items()}
            first, *others = answers.values()
            assert first.total > 0, query
            assert all(other == first for other in others), (query, answers)
