"""The process beside ours that forks a child for each file. Run as `python -m …apart.keeper <descriptor>`."""

import contextlib
import json
import os
import signal
import socket
import sys
from typing import Any

from microcred.foundation.inspection.apart.walls import MOST_BYTES, raise_walls


def keep(control: socket.socket) -> None:
    """Fork a child for each request until our own process lets go of its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            request, descriptors, _flags, _address = socket.recv_fds(control, MOST_BYTES, 8)
        except ConnectionError:
            return
        if not request:
            return
        if os.fork() == 0:
            control.close()
            os._exit(_serve(json.loads(request), descriptors))
        for descriptor in descriptors:
            os.close(descriptor)


def _serve(request: dict[str, Any], descriptors: list[int]) -> int:
    from microcred.foundation.inspection.apart.work import TOLD, WORK

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    answer, *files = descriptors
    raise_walls(**request["limits"])
    with socket.socket(fileno=answer) as back:

        def tell(share: float) -> None:
            back.send(json.dumps({"share": round(share, 3)}).encode())

        try:
            work = request["work"]
            said = TOLD[work](request, files, tell) if work in TOLD else WORK[work](request, files)
        except MemoryError:
            return 1
        # Whatever else a broken file brings about is an answer too: not one that names a fact, but that it broke.
        except Exception as error:  # noqa: BLE001
            said = {"broke": type(error).__name__}
        with contextlib.suppress(OSError):
            back.send(json.dumps(said).encode()[:MOST_BYTES])
    return 0


def main() -> None:
    """Load once what every child needs, then keep."""
    import microcred.foundation.inspection.apart.work  # noqa: F401

    keep(socket.socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    main()
