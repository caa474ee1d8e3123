"""Many requests on a few threads."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def together(requests: Sequence[Callable[[], object]], *, threads: int) -> float:
    """Make all requests, each thread on a connection opened before the clock starts; return how many a second."""
    gate = Barrier(threads + 1)

    def make_share(number: int) -> None:
        connection.ensure_connection()
        gate.wait()
        try:
            for request in requests[number::threads]:
                request()
        finally:
            gate.wait()
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        shares = [pool.submit(make_share, number) for number in range(threads)]
        gate.wait()
        begun = time.perf_counter()
        gate.wait()
        seconds = time.perf_counter() - begun
        for share in shares:
            share.result()
    return len(requests) / seconds
