"""What ``postmaster.pid`` says about a server, and whether it is still true."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Postmaster:
    """The server process that a data folder names."""

    pid: int
    socket_folder: Path
    ready: bool


def read_postmaster(data: Path) -> Postmaster | None:
    """Read ``postmaster.pid``; nothing if there is none or it is still being written."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        return Postmaster(int(lines[0]), Path(lines[4]), len(lines) > 7 and lines[7].strip() == "ready")
    except (OSError, ValueError, IndexError):
        return None


def is_serving(postmaster: Postmaster, data: Path) -> bool:
    """Whether the process exists and is really the server of this data, not a later process with the same number."""
    if not is_running(postmaster.pid):
        return False
    try:
        # A PostgreSQL server works in its data folder.
        return Path(f"/proc/{postmaster.pid}/cwd").readlink() == data.resolve()
    except OSError:
        said = subprocess.run(
            ["ps", "-o", "command=", "-p", str(postmaster.pid)], capture_output=True, text=True, check=False
        ).stdout
        return "postgres" in said and str(data) in said


def is_running(pid: int) -> bool:
    """Whether the process exists and has not ended. One that waits to be collected by its parent has ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except OSError:
        return not Path("/proc/self/stat").exists()
    except IndexError:
        return False
