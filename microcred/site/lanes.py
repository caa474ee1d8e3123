"""Working things off in several processes: while the database takes in what one has made, another makes the next.

Threads would wait for each other in Python; processes share nothing. They are forked, so that nothing is loaded again,
from a process that has no other thread, and each makes a connection to the database of its own. Whoever dies, dies
alone: a lane that is killed is missed by the process it came from, and one whose process was killed ends with the next
thing it has to tell.
"""

import logging
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import TypeVar, cast

from django.db import connections

T = TypeVar("T")
R = TypeVar("R")

log = logging.getLogger(__name__)


class LaneLost(Exception):
    """A lane ended before it was through: it was killed, or the machine had no memory left."""


def in_lanes(work: Sequence[T], do: Callable[[T], R], *, lanes: int) -> Iterator[R]:
    """What `do` returns for each piece of work, in the order in which they are done.

    Args:
        do: is run in a lane; what it returns is pickled. A single piece of work needs no lane and is done here.
        lanes: at most so many processes.

    Raises:
        LaneLost: when one was killed. The others are stopped, as they are when a piece of work raises, which is raised
            here.
    """
    if len(work) < 2:
        yield from map(do, work)
        return
    # what is open here would be shared by all
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    ends: list[Connection] = []
    processes = []
    try:
        for number in range(min(lanes, len(work))):
            ours, theirs = fork.Pipe(duplex=False)
            ends.append(ours)
            lane = fork.Process(target=_lane, args=(work[number::lanes], do, theirs, list(ends)), daemon=True)
            lane.start()
            theirs.close()
            processes.append(lane)
        yield from _told(ends, of=len(work))
    finally:
        for lane in processes:
            lane.terminate()
            lane.join()
        for end in ends:
            end.close()


def _told(ends: Sequence[Connection], *, of: int) -> Iterator[R]:
    """What the lanes tell, until each has ended."""
    told = 0
    talking = set(ends)
    while talking:
        for end in cast("list[Connection]", wait(talking)):
            try:
                outcome = end.recv()
            except EOFError:
                talking.discard(end)
                continue
            if isinstance(outcome, Exception):
                raise outcome
            told += 1
            yield outcome
    if told < of:
        raise LaneLost(f"{told} of {of} pieces were done")


def _lane(work: Sequence[T], do: Callable[[T], R], end: Connection, of_others: Sequence[Connection]) -> None:
    for other in of_others:
        other.close()
    with suppress(KeyboardInterrupt, BrokenPipeError):
        for piece in work:
            try:
                end.send(do(piece))
            except BrokenPipeError:
                raise
            except Exception as error:
                log.debug("a lane ends", exc_info=True)
                end.send(error)
                break
    connections.close_all()
