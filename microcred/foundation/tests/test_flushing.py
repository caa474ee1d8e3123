"""A part is answered before the disk has it, and is there when the disk has it: no sooner, whatever dies between."""

import hashlib
import os
import signal
import subprocess
import sys
from threading import Event, Thread

import pytest

from microcred.foundation.ids import uuid7
from microcred.foundation.storage import Disk, NotThere, disk

CONTENT = b"What we tried, and what came of it. " * 1000


@pytest.fixture
def place(tmp_path) -> Disk:
    return Disk(tmp_path)


def send(place: Disk, key) -> None:
    """The one part of an upload."""
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    place.write_part(key, number=1, offset=0, size=len(CONTENT), sha256=sha256, chunks=[CONTENT])


def test_whoever_asks_what_is_there_waits_until_the_disk_has_it(place, monkeypatch):
    has_it, key = Event(), uuid7()
    monkeypatch.setattr(disk.os, "fdatasync", lambda _file: has_it.wait(20))
    upload = place.create(key, media_type="video/mp4")
    told: list[dict[int, tuple[str, int]]] = []

    send(place, key)
    assert not list((place.root / "arriving" / key.hex).glob("1.*.*")), "it was answered, and is not there yet"
    asks = Thread(target=lambda: told.append(place.parts(key, upload)))
    asks.start()
    asks.join(0.2)
    assert told == []
    has_it.set()
    asks.join(20)

    assert [list(parts) for parts in told] == [[1]]
    place.complete(key, upload)
    assert place.open(key).read() == CONTENT


def test_what_the_disk_does_not_take_is_not_there_and_can_be_sent_again(place, monkeypatch):
    def full(_file):
        raise OSError(28, "No space left on device")

    key = uuid7()
    upload = place.create(key, media_type="video/mp4")
    with monkeypatch.context() as broken:
        broken.setattr(disk.os, "fdatasync", full)
        send(place, key)
        assert place.parts(key, upload) == {}
    with pytest.raises(NotThere):
        place.complete(key, upload)

    send(place, key)
    assert list(place.parts(key, upload)) == [1]


def test_what_is_let_go_of_meanwhile_leaves_nothing(place, monkeypatch):
    has_it, key = Event(), uuid7()
    monkeypatch.setattr(disk.os, "fdatasync", lambda _file: has_it.wait(20))
    upload = place.create(key, media_type="video/mp4")
    send(place, key)
    place.abort(key, upload)
    has_it.set()
    with pytest.raises(NotThere):
        place.parts(key, upload)
    assert list((place.root / "arriving").iterdir()) == []


SENDS = """
import sys, time
from pathlib import Path
from uuid import UUID
import django; django.setup()
from microcred.foundation.storage import disk
from microcred.foundation.tests.test_flushing import send
disk.os.fdatasync = lambda file: time.sleep(600)
send(disk.Disk(Path(sys.argv[1])), UUID(sys.argv[2]))
print("answered", flush=True)
"""


def test_a_process_killed_between_the_two_holds_nobody_up_and_costs_that_part(place):
    key = uuid7()
    upload = place.create(key, media_type="video/mp4")
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "microcred.settings"}
    command = [sys.executable, "-c", SENDS, str(place.root), key.hex]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as other:
        assert other.stdout
        assert other.stdout.readline() == "answered\n"
        other.send_signal(signal.SIGKILL)

    assert place.parts(key, upload) == {}
    send(place, key)
    assert list(place.parts(key, upload)) == [1]
