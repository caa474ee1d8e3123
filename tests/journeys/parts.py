"""The processes below a process, and whether they live."""

import os
import subprocess
import time
from pathlib import Path


def children_of(pid: int) -> set[int]:
    """Every process below a process."""
    found: set[int] = set()
    listing = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listing.splitlines()]
    waiting = {pid}
    while waiting:
        waiting = {child for child, parent in pairs if parent in waiting and child not in found}
        found |= waiting
    return found


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not yet waited for does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"


def left_of(pids: set[int], *, seconds: float = 10) -> list[int]:
    """Those that still run after a moment: what ends with its parent, on a busy machine, does so a little later."""
    until = time.monotonic() + seconds
    while (left := [pid for pid in pids if is_alive(pid)]) and time.monotonic() < until:
        time.sleep(0.05)
    return left
