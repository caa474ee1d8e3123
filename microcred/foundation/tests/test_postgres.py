"""The launcher starts, shares, adopts and stops a real server, and the two roles can do no more than they should."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from microcred.foundation import postgres
from microcred.foundation.postgres import identity
from microcred.foundation.postgres.cluster import SUPERUSER
from microcred.foundation.postgres.postmaster import is_running, is_serving, read_postmaster

CHECKOUT = Path(__file__).resolve().parents[3]


@contextmanager
def folder_of_state() -> Iterator[Path]:
    """A folder that even *nobody* can reach, unlike pytest's; a server left in it is killed with it."""
    home = Path(tempfile.mkdtemp(prefix="microcred-test-"))
    home.chmod(0o711)
    data = home / "postgres" / "data"
    try:
        yield home
    finally:
        left = read_postmaster(data)
        if left and is_serving(left, data):
            os.kill(left.pid, signal.SIGQUIT)
            wait_until_ended(left.pid)
        shutil.rmtree(home)


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with folder_of_state() as home:
        server = postgres.start(home, durable=False)
        yield server
        server.stop()


@pytest.fixture
def home() -> Iterator[Path]:
    with folder_of_state() as home:
        yield home


def another_command(home: Path, then: str) -> subprocess.Popen[str]:
    """A second Python process that starts the server of ``home``, says ``ready`` and its process id, and goes on."""
    code = f"""
import os, signal, sys, time
from pathlib import Path
from microcred.foundation import postgres
server = postgres.start(Path({str(home)!r}), durable=False)
print("ready", server.pid, flush=True)
{then}
"""
    return subprocess.Popen([sys.executable, "-c", code], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)


def pid_it_says(process: subprocess.Popen[str]) -> int:
    assert process.stdout
    word, pid = process.stdout.readline().split()
    assert word == "ready"
    return int(pid)


def wait_until_ended(pid: int) -> bool:
    deadline = time.monotonic() + 15
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_running(pid)


def test_the_app_role_owns_nothing_and_bypasses_nothing(server: postgres.Server) -> None:
    with psycopg.connect(server.app_url) as connection:
        powers = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication FROM pg_roles"
            " WHERE rolname = current_user"
        ).fetchone()
        owned = connection.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole").fetchone()
        memberships = connection.execute(
            "SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole"
        ).fetchone()
    assert powers == (False, False, False, False, False)
    assert owned == (0,)
    assert memberships == (0,)


def test_the_owner_role_is_no_superuser(server: postgres.Server) -> None:
    with psycopg.connect(server.owner_url) as connection:
        powers = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert powers == (False, False, False, True)


def test_the_app_role_reads_and_writes_rows_of_tables_the_owner_makes_later(server: postgres.Server) -> None:
    with psycopg.connect(server.owner_url, autocommit=True) as owner:
        owner.execute("CREATE TABLE made_later (id bigserial PRIMARY KEY, word text)")
    with psycopg.connect(server.app_url) as app:
        app.execute("INSERT INTO made_later (word) VALUES ('one'), ('two')")
        app.execute("UPDATE made_later SET word = 'three' WHERE word = 'two'")
        app.execute("DELETE FROM made_later WHERE word = 'one'")
        assert app.execute("SELECT id, word FROM made_later").fetchall() == [(2, "three")]


@pytest.mark.parametrize(
    "forbidden",
    [
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "TRUNCATE rows_of_the_owner",
        "DROP TABLE rows_of_the_owner",
        "ALTER TABLE rows_of_the_owner DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "SET ROLE microcred_owner",
        "CREATE DATABASE mine",
        "CREATE ROLE mine",
    ],
)
def test_the_app_role_may_not(server: postgres.Server, forbidden: str) -> None:
    with psycopg.connect(server.owner_url, autocommit=True) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS rows_of_the_owner (id int)")
    with (
        psycopg.connect(server.app_url, autocommit=True) as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        app.execute(forbidden)


def test_extensions_are_there_for_the_app_role(server: postgres.Server) -> None:
    with psycopg.connect(server.app_url) as app:
        names = {name for (name,) in app.execute("SELECT extname FROM pg_extension")}
        assert names >= set(postgres.EXTENSIONS)
        assert app.execute("SELECT unaccent('Español'), similarity('literacy', 'litracy') > 0.4").fetchone() == (
            "Espanol",
            True,
        )


def test_it_listens_on_no_network_and_only_we_reach_its_socket(server: postgres.Server) -> None:
    assert server.run_sql("SHOW listen_addresses", role=SUPERUSER) == ""
    assert server.socket_folder.stat().st_mode & 0o777 == 0o700


def test_a_durable_server_keeps_its_promises_to_the_disk(home: Path) -> None:
    server = postgres.start(home)
    asked = (
        "SELECT current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')"
    )
    assert server.run_sql(asked, role=SUPERUSER) == "on|on|on"
    server.stop()


def test_what_was_written_is_there_after_a_restart(home: Path) -> None:
    server = postgres.start(home, durable=False)
    first = server.pid
    server.run_sql("CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)", role=postgres.OWNER_ROLE)
    server.stop()
    server.stop()
    assert not is_running(first)
    again = postgres.start(home, durable=False)
    assert again.run_sql("SELECT id FROM kept", role=postgres.APP_ROLE) == "7"
    again.stop()


def test_two_commands_share_one_server_and_the_last_one_stops_it(home: Path) -> None:
    ours = postgres.start(home, durable=False)
    theirs = another_command(home, then="")
    assert pid_it_says(theirs) == ours.pid
    assert theirs.wait(timeout=20) == 0
    assert is_running(ours.pid)
    ours.stop()
    assert not is_running(ours.pid)


def test_sigterm_stops_the_server_with_the_command(home: Path) -> None:
    command = another_command(home, "time.sleep(60)")
    pid = pid_it_says(command)
    command.terminate()
    assert command.wait(timeout=20) == 128 + signal.SIGTERM
    assert wait_until_ended(pid)


def test_a_server_left_by_a_killed_command_is_adopted_and_then_stopped(home: Path) -> None:
    command = another_command(home, "time.sleep(60)")
    pid = pid_it_says(command)
    command.kill()
    command.wait()
    assert is_running(pid)
    server = postgres.start(home, durable=False)
    assert server.pid == pid
    server.stop()
    assert wait_until_ended(pid)


def test_a_killed_server_recovers_what_was_committed(home: Path) -> None:
    server = postgres.start(home)
    server.run_sql("CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)", role=postgres.OWNER_ROLE)
    os.kill(server.pid, signal.SIGKILL)
    until = time.monotonic() + 30
    while server.is_alive and time.monotonic() < until:  # a signal takes a moment to arrive
        time.sleep(0.05)
    again = postgres.start(home)
    assert again.pid != server.pid
    assert again.run_sql("SELECT id FROM kept", role=postgres.APP_ROLE) == "7"
    again.stop()
    server.stop()


def test_a_stale_pid_file_that_names_a_living_stranger_is_no_obstacle(home: Path) -> None:
    server = postgres.start(home, durable=False)
    data = server.data
    pid_file = (data / "postmaster.pid").read_text()
    server.stop()
    # After a power cut the number in the file may belong to any process: here, to this very one.
    (data / "postmaster.pid").write_text(pid_file.replace(str(server.pid), str(os.getpid()), 1))
    again = postgres.start(home, durable=False)
    assert again.pid != os.getpid()
    again.stop()


def test_data_of_another_version_is_refused_and_left_alone(home: Path) -> None:
    data = home / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("13\n")
    with pytest.raises(postgres.LaunchRefused, match="belongs to PostgreSQL 13, but the programs are version"):
        postgres.start(home)
    assert (data / "PG_VERSION").read_text() == "13\n"


def test_a_folder_of_something_else_is_refused_and_left_alone(home: Path) -> None:
    data = home / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "thesis.odt").write_text("mine")
    with pytest.raises(postgres.LaunchRefused, match="is not PostgreSQL data"):
        postgres.start(home)
    assert (data / "thesis.odt").read_text() == "mine"


def test_an_interrupted_initdb_is_begun_again(home: Path) -> None:
    unfinished = home / "postgres" / "data.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    server = postgres.start(home, durable=False)
    assert server.run_sql("SELECT 1", role=postgres.APP_ROLE) == "1"
    server.stop()


def test_a_socket_folder_that_another_user_made_is_not_used(home: Path, tmp_path: Path) -> None:
    server = postgres.start(home, durable=False)
    usual = server.socket_folder
    server.stop()
    usual.symlink_to(tmp_path)
    try:
        again = postgres.start(home, durable=False)
        assert again.socket_folder != usual
        assert again.socket_folder.stat().st_mode & 0o777 == 0o700
        again.stop()
    finally:
        usual.unlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has privileges to drop")
def test_root_drops_to_nobody_where_namespaces_are_forbidden(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = str(Path(identity.__file__).resolve())
    nobody = identity.Identity((sys.executable, "-I", "-S", program, "nobody"), identity.UNPRIVILEGED, True)
    monkeypatch.setattr(identity, "choose_identity", lambda: nobody)
    server = postgres.start(home, durable=False)
    assert server.run_sql("SELECT current_user", role=postgres.APP_ROLE) == postgres.APP_ROLE
    assert Path(f"/proc/{server.pid}").stat().st_uid == identity.UNPRIVILEGED
    server.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has privileges to drop")
def test_nobody_cannot_keep_data_where_only_root_may_go(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = str(Path(identity.__file__).resolve())
    nobody = identity.Identity((sys.executable, "-I", "-S", program, "nobody"), identity.UNPRIVILEGED, True)
    monkeypatch.setattr(identity, "choose_identity", lambda: nobody)
    home.chmod(0o700)
    with pytest.raises(postgres.LaunchRefused, match="Set MICROCRED_HOME to a folder that others may enter"):
        postgres.start(home, durable=False)


def test_addresses_survive_the_round_trip() -> None:
    for url in (
        "postgresql://microcred_app@/microcred?host=%2Ftmp%2Fsockets",
        "postgresql://app:s%40cret@db.example.org:6432/microcred?sslmode=verify-full",
        "postgresql://app@[::1]:5432/microcred",
    ):
        assert postgres.address_of(url).url == url
    secret = postgres.address_of("postgresql://app:s%40cret@db.example.org:6432/microcred?sslmode=verify-full")
    assert secret.django() == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "microcred",
        "USER": "app",
        "PASSWORD": "s@cret",
        "HOST": "db.example.org",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "verify-full"},
    }


@pytest.mark.parametrize("wrong", ["mysql://root@host/db", "postgresql://host", "not a url", ""])
def test_a_wrong_address_is_refused_without_repeating_it(wrong: str) -> None:
    with pytest.raises(ValueError, match="A database address must") as refused:
        postgres.address_of(wrong)
    assert not wrong or wrong not in str(refused.value)
