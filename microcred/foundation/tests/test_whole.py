"""The whole of an upload is hashed while its parts come: by one process at a time, and by nobody's leave."""

import hashlib
import os
import subprocess
import sys
import time

import pytest

from microcred.foundation.ids import uuid7
from microcred.foundation.storage import Disk, PartDamaged, whole

PART = 64 * 1024
CONTENTS = [bytes([number]) * PART for number in range(1, 4)] + [b"the end"]
WHOLE = hashlib.sha256(b"".join(CONTENTS)).hexdigest()


@pytest.fixture
def place(tmp_path) -> Disk:
    return Disk(tmp_path)


def send(place: Disk, key, number: int) -> None:
    content = CONTENTS[number - 1]
    sha256 = hashlib.sha256(content).hexdigest()
    place.write_part(key, number=number, offset=(number - 1) * PART, size=len(content), sha256=sha256, chunks=[content])


def begun(place: Disk):
    key = uuid7()
    return key, place.create(key, media_type="video/mp4")


def within_seconds(holds, seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while not holds() and time.monotonic() < until:
        time.sleep(0.01)
    return bool(holds())


def test_the_whole_is_known_when_the_last_part_is_in_whatever_the_order(place):
    key, upload = begun(place)
    for number in (2, 1, 4, 3):
        send(place, key, number)
    assert place.digest(key, upload, parts=4) == WHOLE

    place.complete(key, upload)
    with place.open(key) as kept:
        assert kept.read() == b"".join(CONTENTS)
    assert place.digest(key, upload, parts=4) is None
    folder = place.root / "arriving" / key.hex
    assert within_seconds(lambda: folder not in whole._followed), "nothing is followed that is over"


def test_where_a_part_is_missing_nothing_is_said_of_the_whole(place, monkeypatch):
    monkeypatch.setattr(whole, "PATIENCE", 0.2)
    key, upload = begun(place)
    for number in (1, 2, 4):
        send(place, key, number)
    assert place.digest(key, upload, parts=4) is None
    send(place, key, 3)
    assert place.digest(key, upload, parts=4) == WHOLE


def test_who_has_only_so_many_hands_leaves_the_rest_to_be_read_at_the_end(place, monkeypatch):
    monkeypatch.setattr(whole, "MOST", 0)
    key, upload = begun(place)
    for number in (1, 2, 3, 4):
        send(place, key, number)
    assert place.digest(key, upload, parts=4) is None
    assert sorted(place.parts(key, upload)) == [1, 2, 3, 4]


FOLLOWS = """
import sys
from uuid import UUID
from pathlib import Path
import django; django.setup()
from microcred.foundation.storage.whole import follow
from microcred.foundation.storage.disk import Disk, _alone
follow(Disk(Path(sys.argv[1]))._arriving(UUID(sys.argv[2])), _alone)
print("follows", flush=True)
sys.stdin.read()
"""


def other_process(place: Disk, key) -> subprocess.Popen[str]:
    """Another server process, which got the first part and follows since."""
    process = subprocess.Popen(
        [sys.executable, "-c", FOLLOWS, str(place.root), key.hex],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "microcred.settings"},
    )
    assert process.stdout
    assert process.stdout.readline() == "follows\n"
    assert within_seconds((place.root / "arriving" / key.hex / "whole.busy").exists)
    return process


def test_what_one_process_follows_another_completes(place):
    key, upload = begun(place)
    with other_process(place, key) as other:
        for number in (1, 2, 3, 4):
            send(place, key, number)
        assert place.digest(key, upload, parts=4) == WHOLE
        other.kill()


def test_a_killed_process_holds_nobody_up_and_its_successor_begins_anew(place):
    key, upload = begun(place)
    with other_process(place, key) as other:
        send(place, key, 1)
        other.kill()
    for number in (2, 3, 4):
        send(place, key, number)
    assert place.digest(key, upload, parts=4) == WHOLE


def test_a_part_that_is_there_is_not_replaced_by_another_of_its_number(place):
    key, _upload = begun(place)
    send(place, key, 1)
    other = bytes(PART)
    with pytest.raises(PartDamaged):
        place.write_part(key, number=1, offset=0, size=PART, sha256=hashlib.sha256(other).hexdigest(), chunks=[other])
    send(place, key, 1)
