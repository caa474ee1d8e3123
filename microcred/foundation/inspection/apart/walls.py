"""What a child gives up before it reads its first byte of a stranger's file."""

import contextlib
import ctypes
import os
import resource
import signal
from pathlib import Path

MOST_BYTES = 1 << 17
"""bytes of one request to the keeper, and of its answer"""

_CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_NEWIPC = 0x10000000, 0x40000000, 0x08000000
"""<linux/sched.h>"""
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
"""<linux/prctl.h>"""
_MOST_OPEN_FILES = 256


def raise_walls(*, cpu_seconds: int, wall_seconds: int, memory_bytes: int, file_bytes: int) -> None:
    """Limit this process for good.

    Args:
        memory_bytes: beyond what the bare process has already.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(wall_seconds)
    without_network()
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    most = memory_now() + memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_MOST_OPEN_FILES, _MOST_OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def without_network() -> bool:
    """Leave for a network that holds nothing, where the kernel lets us. Return whether it did."""
    if not hasattr(os, "fork") or not Path("/proc/self/ns/net").exists():
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return bool(libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC) == 0)


def memory_now() -> int:
    """Bytes of address space that this process has."""
    with contextlib.suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    return 0
