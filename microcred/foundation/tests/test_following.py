"""What a process follows: read when it changed, once, and never taken for newer than it is."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from threading import Barrier, Event

import pytest

from microcred.foundation.following import Follower


@dataclass(frozen=True)
class State:
    mark: int | None
    before: "State | None" = None


class Place:
    """Something outside of the process that changes, and counts how often it is read."""

    def __init__(self) -> None:
        self.mark: int | None = 1
        self.readings = 0
        self.meanwhile: Callable[[], object] = lambda: None

    def read(self, before: State | None) -> State:
        self.readings += 1
        found = State(self.mark, before)
        self.meanwhile()
        return found


@pytest.fixture
def place() -> Place:
    return Place()


@pytest.fixture
def follower(place: Place) -> Follower[State]:
    return Follower(asks=lambda: place.mark, read=place.read)


def test_what_has_not_changed_is_read_once(place: Place, follower: Follower[State]) -> None:
    assert follower.now() is follower.now()
    assert place.readings == 1


def test_what_has_changed_is_read_anew_from_what_was_known(place: Place, follower: Follower[State]) -> None:
    first = follower.now()
    place.mark = 2
    assert follower.now() == State(2, first)
    assert place.readings == 2


def test_a_change_during_the_reading_is_seen_by_who_asks_next(place: Place, follower: Follower[State]) -> None:
    place.meanwhile = lambda: setattr(place, "mark", 2)
    assert follower.now().mark == 1
    assert follower.now().mark == 2


def test_what_has_no_mark_is_read_each_time(place: Place, follower: Follower[State]) -> None:
    place.mark = None
    follower.now()
    follower.now()
    assert place.readings == 2


def test_a_reading_that_fails_is_tried_again_and_leaves_what_was_known(place: Place, follower: Follower[State]) -> None:
    first = follower.now()
    place.mark = 2
    place.meanwhile = lambda: 1 / 0
    with pytest.raises(ZeroDivisionError):
        follower.now()
    place.meanwhile = lambda: None
    assert follower.now() == State(2, first)


MANY = 8


def asked_at_once(place: Place, *, locked: bool) -> list[State]:
    """Let many threads see at once that what they know has changed."""
    at_once, all_asked = Barrier(MANY, timeout=10), Event()

    def asks() -> int | None:
        if not all_asked.is_set():
            at_once.wait()
            all_asked.set()
        return place.mark

    follower = Follower(asks=asks, read=place.read)
    follower._known = State(0)
    if not locked:
        follower._reading = nullcontext()
    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(lambda _number: follower.now(), range(MANY)))


def test_of_many_who_ask_at_once_one_reads_and_all_get_it(place: Place) -> None:
    found = asked_at_once(place, locked=True)
    assert place.readings == 1
    assert all(one is found[0] for one in found)


def test_without_the_lock_all_of_them_would_read(place: Place) -> None:
    place.meanwhile = Barrier(MANY, timeout=10).wait
    asked_at_once(place, locked=False)
    assert place.readings == MANY
