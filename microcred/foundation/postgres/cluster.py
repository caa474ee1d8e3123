"""Start, adopt and stop one embedded PostgreSQL server."""

import atexit
import hashlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import FrameType

from microcred.foundation.postgres import identity as identities
from microcred.foundation.postgres import locks, roles
from microcred.foundation.postgres.binaries import Binaries, find_binaries
from microcred.foundation.postgres.postmaster import Postmaster, is_running, is_serving, read_postmaster
from microcred.foundation.postgres.refusal import LaunchRefused
from microcred.foundation.postgres.urls import Address, socket_address

SUPERUSER = "postgres"

START_SECONDS = 120
"""How long a start may take; recovery after a crash replays the log and can be slow."""
STOP_SECONDS = 30
"""How long open transactions get before the server is stopped hard."""
LONGEST_SOCKET_PATH = 107
"""Bytes in the path of a Unix socket (``sun_path`` of Linux, with its closing zero)."""

_NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0")

_NOT_COUNTED = ("autovacuum=off",)
"""Rows of throw-away data are mostly rolled back. A vacuum between two tests would count none in a table that the next
one fills, and PostgreSQL would choose loops within loops for it; uncounted, a table is guessed by its size."""

_NOT_COMPILED = ("jit=off",)
"""Uncounted tables look large, and compiling a question about a handful of rows takes longer than answering it."""


class Server:
    """A running server that this process uses. It stops with its last user."""

    def __init__(self, folder: Path, database: str, postmaster: Postmaster, binaries: Binaries, use: locks.Use) -> None:
        self.data = folder / "data"
        self.pid = postmaster.pid
        self.socket_folder = postmaster.socket_folder
        self._folder = folder
        self._database = database
        self._binaries = binaries
        self._use = use
        self._process_id = os.getpid()

    @property
    def is_alive(self) -> bool:
        """Whether the server's process still runs; it has ended when somebody killed it."""
        return is_running(self.pid)

    @property
    def app_url(self) -> str:
        """For requests and jobs: a role that owns nothing."""
        return self.address(roles.APP_ROLE).url

    @property
    def owner_url(self) -> str:
        """For migrations: the role that owns the database."""
        return self.address(roles.OWNER_ROLE).url

    def address(self, role: str, database: str | None = None) -> Address:
        """The address of a database (by default the one this server was started for) for a role."""
        return socket_address(self.socket_folder, database or self._database, role)

    def run_sql(self, sql: str, *, role: str, database: str | None = None) -> str:
        """Run a script with ``psql`` and return what it printed.

        Raises:
            LaunchRefused: PostgreSQL refused a statement; the message is its own.
        """
        return _psql(self._binaries, self.address(role, database), sql)

    def stop(self) -> None:
        """Stop using the server, and stop it if nobody else uses it. Safe to call twice."""
        if os.getpid() != self._process_id:  # A forked worker inherits the object, not the duty.
            return
        atexit.unregister(self.stop)
        with locks.starting(self._folder):
            if self._use.release():
                _stop_postmaster(self.data)


def start(home: Path, *, database: str = "microcred", durable: bool = True) -> Server:
    """Start the server whose data is in ``home/postgres``, or join the one already running there.

    Makes the data, the two roles, the database, its extensions and default rights when they are missing.
    The server stops when the last command that uses it ends; a server left behind by a crash is adopted.

    Args:
        home: the folder of state (``MICROCRED_HOME``).
        database: the database that the returned addresses name.
        durable: whether commits survive a power cut. Only throw-away data may do without.

    Raises:
        LaunchRefused: no programs, data of another version, an unreachable folder, or PostgreSQL's own complaint.
    """
    folder = home.resolve() / "postgres"
    folder.mkdir(parents=True, exist_ok=True)
    binaries = find_binaries()
    with locks.starting(folder):
        postmaster = _running_postmaster(folder / "data") or _launch(folder, binaries, durable=durable)
        server = Server(folder, database, postmaster, binaries, locks.Use(folder))
        atexit.register(server.stop)
        _exit_on_sigterm()
        _prepare_once(folder, server, database)
    return server


def is_up(home: Path) -> bool:
    """Whether the server of ``home`` runs, so that `start` would join it rather than begin it."""
    data = home.resolve() / "postgres" / "data"
    postmaster = read_postmaster(data)
    return postmaster is not None and is_serving(postmaster, data)


def stop_unused(home: Path) -> bool:
    """Stop a server that a crash left behind in ``home``; tells whether none is running now."""
    folder = home.resolve() / "postgres"
    if not folder.is_dir():
        return True
    with locks.starting(folder):
        if not locks.Use(folder).release():
            return False
        _stop_postmaster(folder / "data")
    return True


def _running_postmaster(data: Path) -> Postmaster | None:
    """The server that already serves this data, once it is ready."""
    postmaster = read_postmaster(data)
    deadline = time.monotonic() + START_SECONDS
    while postmaster and is_serving(postmaster, data):
        if postmaster.ready:
            return postmaster
        if time.monotonic() > deadline:
            message = f"PostgreSQL (process {postmaster.pid}) is running but does not get ready; see {data.parent}/log."
            raise LaunchRefused(message)
        time.sleep(0.02)
        postmaster = read_postmaster(data)
    return None


def _launch(folder: Path, binaries: Binaries, *, durable: bool) -> Postmaster:
    who = identities.choose_identity()
    if who.needs_open_path:
        if not identities.lets_others_through(folder):
            message = (
                f"PostgreSQL may not run as root, and no other user can reach {folder}. "
                "Set MICROCRED_HOME to a folder that others may enter, such as /var/lib/microcred, "
                "or run the command as an ordinary user."
            )
            raise LaunchRefused(message)
        programs = identities.reachable_copy(binaries.tree, binaries.folder)
        binaries = Binaries(programs, binaries.major, binaries.tree)
    data = folder / "data"
    _check_version(data, binaries)
    if not data.exists():
        _initialize(folder, binaries, who)
    identities.own(data, who.user)
    sockets = _socket_folder(data, who.user)
    _forget_dead_postmaster(data, sockets)
    return _start_postmaster(data, sockets, binaries, who, durable=durable)


def _check_version(data: Path, binaries: Binaries) -> None:
    try:
        made_by = int((data / "PG_VERSION").read_text())
    except OSError:
        if data.exists() and any(data.iterdir()):
            message = f"{data} is not PostgreSQL data. Move it away, or set MICROCRED_HOME to another folder."
            raise LaunchRefused(message) from None
        if data.exists():
            data.rmdir()
        return
    if made_by != binaries.major:
        message = (
            f"The data in {data} belongs to PostgreSQL {made_by}, but the programs are version {binaries.major}. "
            f"Nothing was changed. Dump it with PostgreSQL {made_by} (pg_dumpall) and load the dump into an empty "
            "MICROCRED_HOME; or, if the data may go, remove it with `make clean`."
        )
        raise LaunchRefused(message)


def _initialize(folder: Path, binaries: Binaries, who: identities.Identity) -> None:
    """Make the data beside its final place, so that an interrupted initdb leaves nothing that looks finished."""
    unfinished = folder / "data.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(unfinished, who.user, who.user)
    # The wheel has no ICU; PostgreSQL's own UTF-8 collation is the same on every machine.
    locale = (
        ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        if binaries.major >= 17
        else ["--locale=C.UTF-8"]
    )
    command = [binaries.program("initdb"), "-D", str(unfinished), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8"]
    done = subprocess.run(
        [*who.prefix, *command, "--no-sync", "--no-instructions", *locale],
        capture_output=True,
        text=True,
        env=_environment(),
        check=False,
    )
    if done.returncode:
        message = f"PostgreSQL could not make its data in {folder}: {done.stderr.strip() or done.stdout.strip()}"
        raise LaunchRefused(message)
    unfinished.rename(folder / "data")


def _socket_folder(data: Path, user: int) -> Path:
    """A short folder that only we can enter: reaching the socket is the only password there is."""
    name = f"microcred-{os.geteuid()}-{hashlib.sha256(os.fsencode(data)).hexdigest()[:10]}"
    parent = Path(tempfile.gettempdir())
    if len(os.fsencode(parent / name / ".s.PGSQL.5432.lock")) > LONGEST_SOCKET_PATH:
        parent = Path("/tmp")  # noqa: S108 - the folder made below it is checked to be ours
    folder = parent / name
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), user}:
            folder = Path(tempfile.mkdtemp(prefix="microcred-", dir=parent))
    folder.chmod(0o700)
    if os.geteuid() == 0:
        os.chown(folder, user, user)
    return folder


def _forget_dead_postmaster(data: Path, sockets: Path) -> None:
    """Remove what a killed server left: PostgreSQL would take any process that reused its number for itself."""
    for leftover in (data / "postmaster.pid", sockets / ".s.PGSQL.5432.lock", sockets / ".s.PGSQL.5432"):
        leftover.unlink(missing_ok=True)


def _start_postmaster(
    data: Path, sockets: Path, binaries: Binaries, who: identities.Identity, *, durable: bool
) -> Postmaster:
    settings = ["listen_addresses=", "unix_socket_permissions=0700", "max_connections=200", "timezone=UTC"]
    settings += [] if durable else _NOT_DURABLE + _NOT_COUNTED + _NOT_COMPILED
    command = [*who.prefix, binaries.program("postgres"), "-D", str(data), "-k", str(sockets)]
    for setting in settings:
        command += ["-c", setting]
    deadline = time.monotonic() + START_SECONDS
    while True:
        log = data.parent / "log"
        with log.open("wb") as output:
            # A session of its own: Ctrl-C in the terminal is for us, who then stop the server in order.
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=_environment(),
                start_new_session=True,
            )
        while process.poll() is None and time.monotonic() < deadline:
            postmaster = read_postmaster(data)
            if postmaster and postmaster.ready and postmaster.pid == process.pid:
                _children[process.pid] = process
                return postmaster
            time.sleep(0.01)
        said = log.read_text(errors="replace").strip()
        if process.poll() is None:
            process.kill()
            process.wait()
            message = f"PostgreSQL did not get ready within {START_SECONDS} seconds: {said[-2000:]}"
            raise LaunchRefused(message)
        # The children of a killed server need a moment to notice that it is gone.
        if "pre-existing shared memory block" not in said or time.monotonic() > deadline:
            message = f"PostgreSQL did not start: {said[-2000:]}"
            raise LaunchRefused(message)
        time.sleep(0.1)


_children: dict[int, subprocess.Popen[bytes]] = {}
"""Servers that this very process started, kept so that they can be collected when they end."""


def _stop_postmaster(data: Path) -> None:
    postmaster = read_postmaster(data)
    if not postmaster or not is_serving(postmaster, data):
        return
    # SIGINT: break off open transactions and shut down in order. SIGQUIT: at once, recover at the next start.
    for number, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, STOP_SECONDS)):
        os.kill(postmaster.pid, number)
        deadline = time.monotonic() + seconds
        while is_running(postmaster.pid) and time.monotonic() < deadline:
            time.sleep(0.01)
        if not is_running(postmaster.pid):
            break
    child = _children.pop(postmaster.pid, None)
    if child:
        child.wait(timeout=1)
    shutil.rmtree(postmaster.socket_folder, ignore_errors=True)


def _prepare_once(folder: Path, server: Server, database: str) -> None:
    """Roles, database, extensions and default rights, unless the very same were already made."""
    wanted = roles.create_roles_sql() + roles.prepare_database_sql() + roles.database_rights_sql(database)
    done = folder / "data" / f"microcred-prepared-{hashlib.sha256(wanted.encode()).hexdigest()[:16]}"
    if done.exists():
        return
    server.run_sql(roles.create_roles_sql(), role=SUPERUSER, database="postgres")
    server.run_sql(roles.create_database_sql(database), role=roles.OWNER_ROLE, database="postgres")
    server.run_sql(
        roles.database_rights_sql(database) + roles.prepare_database_sql(), role=roles.OWNER_ROLE, database=database
    )
    done.touch()


def _psql(binaries: Binaries, address: Address, sql: str) -> str:
    done = subprocess.run(
        [binaries.program("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", address.url],
        input=sql,
        capture_output=True,
        text=True,
        env={**_environment(), "PGOPTIONS": "-c client_min_messages=warning"},
        check=False,
    )
    if done.returncode:
        raise LaunchRefused(done.stderr.strip())
    return done.stdout.strip()


def _environment() -> dict[str, str]:
    """Our environment without what would point PostgreSQL's programs elsewhere or translate what they say."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C"}


def _exit_on_sigterm() -> None:
    """Let SIGTERM end the program in order, so that ``atexit`` stops the server, unless someone else handles it."""
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _exit)


def _exit(number: int, frame: FrameType | None) -> None:
    del frame
    sys.exit(128 + number)
