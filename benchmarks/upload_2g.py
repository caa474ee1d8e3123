"""A recording of 2 GiB is sent to a server process over the loopback address, as a browser sends it, and kept for good.

Each part is hashed by the sender, announced, sent, hashed again by the server and flushed to its disk; while one is on
its way the next two are prepared. The server hashes the whole beside that, and takes the file in.

The peer is a plain copy over loopback: one process sends the same file from its page cache through a socket, another
writes what comes into a file and flushes it once; no hash, no right, no part that could be sent again. Both sides are
on the disk when they end. What they do not share is told by two more: the same copy hashed once at either end, which is
the least that end to end can cost (we hash a third time, since parts and whole each have a digest), and a copy of the
file by the kernel, without a line.

Memory: the largest a process gets that hashes 2 GiB, beside one that hashes 16 MiB.
"""

import hashlib
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import Comparison, at_most
from benchmarks.frame.rounds import OURS, Figures, Side, alternate
from benchmarks.frame.scene import Scene
from microcred.catalog.models import Requirement
from microcred.foundation import storage
from microcred.portfolios.models import Arrival, Pursuit, UploadEnd
from microcred.portfolios.operations import start
from tests.ports import hold_port

SIZE = 2 << 30
SMALL = 16 << 20
ROUNDS = 5
OVER_LOOPBACK = "a plain copy over loopback, flushed"
HASHED = "a copy over loopback, hashed at both ends, flushed"
COPY = "a plain copy of the file, flushed"
CSRF = "c" * 32


def run(bench: Bench) -> list[Comparison]:
    """Send, copy, and compare."""
    settings.MAX_UPLOAD_BYTES = SIZE
    scene = Scene()
    pursuit = start(actor=scene.cast.ada, version=scene.version, at=scene.at)
    takes_video = next(one for one in scene.version.requirements.all() if "video" in one.accepts)
    bench.settle()
    with TemporaryDirectory(dir=settings.HOME) as folder:
        file, copy = Path(folder, "lesson.mp4"), Path(folder, "copy.mp4")
        for path, size in ((file, SIZE), (Path(folder, "small.mp4"), SMALL)):
            _fill(path, size)
        whole = _digest(file)
        with _server() as (server, port):
            sending = _Sending(pursuit, takes_video, file, whole, port)
            sides: dict[str, Side] = {
                OURS: lambda: _settled(sending.once),
                OVER_LOOPBACK: lambda: _settled(lambda: _sent_plainly(file, copy)),
                HASHED: lambda: _settled(lambda: _sent_hashed(file, copy, whole)),
                COPY: lambda: _settled(lambda: _copied(file, copy)),
            }
            with bench.doing("sending 2 GiB", len(sides) * (ROUNDS + 1)) as doing:
                sent = alternate(sides, rounds=ROUNDS, tick=doing.tick)
            bench.console.print(f"  largest server process: {_peak(server.pid):,.0f} MiB", highlight=False)
        small = Path(folder, "small.mp4")
        hashing: dict[str, Side] = {OURS: lambda: _hashed_apart(file), "hashing 16 MiB": lambda: _hashed_apart(small)}
        with bench.doing("hashing", len(hashing) * 2) as doing:
            memory = alternate(hashing, rounds=1, tick=doing.tick)
    return [
        sent.against(OVER_LOOPBACK, "seconds", at_most(1.5, "upload: 1.5"), name="upload_2g over loopback"),
        sent.against(HASHED, "seconds", at_most(1.5, "our own"), name="upload_2g and a copy hashed"),
        sent.against(COPY, "seconds", at_most(5, "our own"), name="upload_2g and a file copied"),
        memory.against("hashing 16 MiB", "MiB, peak", at_most(1.05, "our own"), name="upload_2g memory of hashing"),
    ]


class _Sending:
    """Ada's browser, which sends the same file again and again; what arrived is removed in between, untimed."""

    def __init__(self, pursuit: Pursuit, requirement: Requirement, file: Path, whole: str, port: int) -> None:
        client = Client()
        client.force_login(pursuit.person)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"
        self.lines = threading.local()
        self.begin = f"/pursuits/{pursuit.pk}/uploads/{requirement.pk}/"
        self.file, self.whole, self.port, self.round = file, whole, port, 0

    def once(self) -> Figures:
        self.round += 1
        begun = time.perf_counter()
        facts = {"name": self.file.name, "size": SIZE, "media_type": "video/mp4", "fingerprint": str(self.round)}
        with self.file.open("rb") as source, ThreadPoolExecutor(1) as ahead:
            upload = json.loads(self._ask(self.begin, facts))
            size, count = upload["part_size"], -(-SIZE // upload["part_size"])
            buffers = [memoryview(bytearray(size)) for _one_is_sent_and_two_are_prepared in range(3)]

            def prepared(number: int) -> tuple[memoryview, str]:
                buffer = buffers[number % 3]
                part = buffer[: os.preadv(source.fileno(), [buffer], (number - 1) * size)]
                said = {"number": number, "sha256": hashlib.sha256(part).hexdigest(), "arrived": max(0, number - 3)}
                return part, json.loads(self._ask(upload["sign"], said))["url"]

            coming: deque[Future[tuple[memoryview, str]]] = deque(ahead.submit(prepared, number) for number in (1, 2))
            for number in range(1, count + 1):
                part, address = coming.popleft().result()
                if number + 2 <= count:
                    coming.append(ahead.submit(prepared, number + 2))
                self._request("PUT", address, part, {"Content-Type": "application/octet-stream"})
            self._ask(upload["complete"], {})
        seconds = time.perf_counter() - begun
        assert UploadEnd.objects.get(upload=upload["upload"]).sha256 == self.whole
        arrival = Arrival.objects.select_related("original").latest("created_at")
        storage.place().remove(arrival.original.pk)
        return {"seconds": seconds}

    def _ask(self, address: str, facts: dict[str, Any]) -> bytes:
        headers = {
            "X-CSRFToken": CSRF,
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self._request("POST", address, urlencode(facts), headers)

    def _request(self, method: str, address: str, body: str | memoryview, headers: dict[str, str]) -> bytes:
        """Over a line of this thread's own, kept open as a browser does."""
        line = getattr(self.lines, "line", None) or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.lines.line = line
        for is_last in (False, True):
            try:
                line.request(method, address, body, {"Cookie": self.cookies, **headers})
                answer = line.getresponse()
                break
            except ConnectionError:  # the server closes a line that was silent for long
                line.close()
                if is_last:
                    raise
        said = answer.read()
        assert answer.status < 300, (answer.status, said)
        return said


@contextmanager
def _server() -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A server of this benchmark's own, with two processes, as `microcred serve` starts it, and its port."""
    port = hold_port()
    command = [sys.executable, "-m", "microcred.cli", "serve", "--port", str(port), "--workers", "2"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until_up(process, port)
        yield process, port
    finally:
        process.terminate()
        process.wait(30)


def _until_up(process: subprocess.Popen[bytes], port: int) -> None:
    for _try in range(300):
        assert process.poll() is None, "the server does not start"
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/account/login/")
            line.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the server does not answer")


def _fill(path: Path, size: int) -> None:
    block = os.urandom(1 << 20)
    with path.open("wb") as made:
        for number in range(size >> 20):
            made.write(number.to_bytes(8, "big") + block[8:])


def _settled(block: Side) -> Figures:
    """What one side left for the disk to write is not the next one's to wait for."""
    os.sync()
    return block()


RECEIVER = """
import hashlib, os, socket, sys
with socket.create_server(("127.0.0.1", 0)) as door, open(sys.argv[1], "wb", buffering=0) as kept:
    print(door.getsockname()[1], flush=True)
    line, buffer = door.accept()[0], memoryview(bytearray(1 << 20))
    digest = hashlib.sha256()
    while size := line.recv_into(buffer):
        if "hashed" in sys.argv:
            digest.update(buffer[:size])
        kept.write(buffer[:size])
    os.fsync(kept.fileno())
    line.sendall(digest.hexdigest().encode())
"""


@contextmanager
def _received(copy: Path, *said: str) -> Iterator[socket.socket]:
    """A line to a process that writes what comes over it into a file, flushes it and answers with a digest."""
    command = [sys.executable, "-c", RECEIVER, str(copy), *said]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as receiver:
        assert receiver.stdout
        with socket.create_connection(("127.0.0.1", int(receiver.stdout.readline()))) as line:
            yield line
    copy.unlink()


def _sent_plainly(file: Path, copy: Path) -> Figures:
    with _received(copy) as line, file.open("rb") as source:
        begun = time.perf_counter()
        line.sendfile(source)
        line.shutdown(socket.SHUT_WR)
        assert line.recv(64)
        return {"seconds": time.perf_counter() - begun}


def _sent_hashed(file: Path, copy: Path, whole: str) -> Figures:
    buffer, digest = memoryview(bytearray(1 << 20)), hashlib.sha256()
    with _received(copy, "hashed") as line, file.open("rb", buffering=0) as source:
        begun = time.perf_counter()
        while size := source.readinto(buffer):
            digest.update(buffer[:size])
            line.sendall(buffer[:size])
        line.shutdown(socket.SHUT_WR)
        assert line.recv(64).decode() == digest.hexdigest() == whole
        return {"seconds": time.perf_counter() - begun}


def _copied(file: Path, copy: Path) -> Figures:
    begun = time.perf_counter()
    shutil.copyfile(file, copy)
    with copy.open("rb") as written:
        os.fsync(written.fileno())
    seconds = time.perf_counter() - begun
    copy.unlink()
    return {"seconds": seconds}


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _hashed_apart(file: Path) -> Figures:
    """The peak of a process that does nothing but hash a file as `assemble` does."""
    code = (
        "import sys, resource, django; django.setup();"
        "from microcred.portfolios.operations.uploading import hashed;"
        "print(hashed(open(sys.argv[1], 'rb'), 16 << 20, each=True)[0]);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "microcred.settings"}
    command = [sys.executable, "-c", code, str(file)]
    said = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.split()
    assert said[-2] == _digest(file)
    return {"MiB, peak": int(said[-1]) / 1024}


def _peak(parent: int) -> float:
    """The most that a process below this one has held, in MiB (`proc(5)`, VmHWM)."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False)
    peaks = [0.0]
    for child in [str(parent), *found.stdout.split()]:
        status = Path("/proc", child, "status")
        lines = status.read_text().splitlines() if status.exists() else []
        peaks += [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")]
    return max(peaks)
