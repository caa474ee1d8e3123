"""Two things done at the same moment, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from microcred.foundation.refusals import Refusal


def two_at_once(one: Callable[[], Any], other: Callable[[], Any]) -> list[Any]:
    """What came of both: what each returned, or the refusal that it met."""
    together = Barrier(2, timeout=30)

    def run(do: Callable[[], Any]) -> Any:
        try:
            together.wait()
            return do()
        except Refusal as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, (one, other)))
