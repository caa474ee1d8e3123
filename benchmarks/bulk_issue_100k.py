"""Issuing to many: 100,000 people of a CSV file, each new here, from reading the file to the list of awards.

Timed is the whole of what `microcred issue --csv` does: reading, looking at every row, ordering, making the people,
writing the intents down, signing, verifying, storing, granting, announcing; and then the first page of the person's own
list. The file is read and the awards are counted inside the run.

Told with it is what it costs of the cores, on our side and on PostgreSQL's. Where that goes stands in `README.md`.

Beside it stands COPY of the same finished rows by two clients into tables with the same indexes and no foreign keys:
what PostgreSQL alone needs to keep what we keep. It copies a part of the rows and is told as a rate.
"""

import io
import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql
from rich.console import Console

from benchmarks.award import Awarding
from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import Comparison, at_least, at_most
from benchmarks.frame.rounds import OURS, Measured
from microcred.credentials.models import Award, AwardIntent, SignedCredential
from microcred.credentials.queries import awards_of
from microcred.site.issuing import DONE, Order, carry_out

ROWS = int(os.environ.get("BULK_ROWS", "100000"))
COPIED = min(ROWS, 20_000)
RATE, CPU, STORED = "per second", "ms of our CPU each", "ms of PostgreSQL's CPU each"
TABLES = [model._meta.db_table for model in (AwardIntent, SignedCredential, Award)]


def run(bench: Bench) -> list[Comparison]:
    """Issue once, since what is issued stays; then copy a part of it by two clients."""
    awarding = Awarding()
    slug = awarding.scene.version.micro_credential.slug
    with TemporaryDirectory() as folder:
        file = Path(folder, "list.csv")
        file.write_text("email,name,earned_on,reference\n" + "".join(_line(number) for number in range(ROWS)))
        bench.settle()
        database = _Server(bench)
        begun, used, stored = time.perf_counter(), _used(), database.seconds()
        with bench.doing("issuing"):
            code = carry_out(Order(file=file, slug=slug, imported=True, origin="An earlier host"), console=Console())
        newest = Award.objects.order_by("-pk").select_related("person")[0]
        listed = list(awards_of(newest.person)[:50])
        seconds, used = time.perf_counter() - begun, _used() - used
        stored = database.seconds() - stored
    assert code == DONE
    assert listed == [newest]
    assert Award.objects.count() == SignedCredential.objects.count() == ROWS
    with bench.doing("copying"):
        copied = _copy_rate(bench)
    peer = "COPY of the same rows by two clients"
    ours = {RATE: ROWS / seconds, CPU: 1000 * used / ROWS, STORED: 1000 * stored / ROWS}
    measured = Measured({OURS: [ours], peer: [{RATE: copied}]})
    return [
        measured.within(2000, "promised", RATE, at_least(1, "target: 2,000/s"), name="bulk_issue_100k"),
        measured.against(peer, RATE, at_least(0.35, "G4 must"), name="bulk_issue_100k"),
        measured.within(0.5, "a core's, at 2,000/s", CPU, at_most(1, "our own"), name="bulk_issue_100k"),
        measured.within(0.5, "a core's, at 2,000/s", STORED, at_most(1, "our own"), name="bulk_issue_100k"),
    ]


def _used() -> float:
    """Seconds of CPU of this process and of those it has started and seen end."""
    return sum(os.times()[:4])


class _Server:
    """The server's processes, as Linux accounts for them (`proc(5)`, `/proc/pid/stat`)."""

    def __init__(self, bench: Bench) -> None:
        with psycopg.connect(bench.owner_url) as connection:
            self._postmaster = int(_stat(connection.info.backend_pid)[1])

    def seconds(self) -> float:
        """Of CPU that they have used, those that have ended included."""
        own = [float(ticks) for ticks in _stat(self._postmaster)[11:15]]
        theirs = [float(t) for f in map(_stat, _processes()) if f[1] == str(self._postmaster) for t in f[11:13]]
        return sum(own + theirs) / os.sysconf("SC_CLK_TCK")


def _processes() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]


def _stat(pid: int) -> list[str]:
    """What stands behind the name of a process: its state, its parent, …; of one that has ended nothing's worth."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ["X"] + ["0"] * 20


def _line(number: int) -> str:
    return f"person-{number}@example.org,Person {number},2024-05-17,BC-{number:06d}\n"


def _copy_rate(bench: Bench) -> float:
    """Awards a second, when their finished rows are copied by two clients at once."""
    with psycopg.connect(bench.owner_url, autocommit=True) as connection:
        for table in TABLES:
            statement = sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)")
            connection.execute(statement.format(sql.Identifier(f"copied_{table}"), sql.Identifier(table)))
        halves = [[_half(connection, table, number) for table in TABLES] for number in range(2)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(2) as clients:
        list(clients.map(lambda half: _copy(bench.owner_url, half), halves))
    return COPIED / (time.perf_counter() - begun)


def _half(connection: psycopg.Connection, table: str, number: int) -> bytes:
    """Every second row of the first awards, as COPY writes them."""
    own = "intent_id" if table.endswith("signedcredential") else "id"
    rows = sql.SQL(
        "COPY (SELECT t.* FROM {table} AS t JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n"
        " FROM credentials_award ORDER BY id LIMIT {count}) AS chosen ON chosen.id = t.{own} WHERE n % 2 = {number})"
        " TO STDOUT"
    ).format(
        table=sql.Identifier(table), count=sql.Literal(COPIED), own=sql.Identifier(own), number=sql.Literal(number)
    )
    taken = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(rows) as copy:
        for block in copy:
            taken.write(block)
    return taken.getvalue()


def _copy(url: str, half: Sequence[bytes]) -> None:
    with psycopg.connect(url) as connection:
        for table, rows in zip(TABLES, half, strict=True):
            statement = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(f"copied_{table}"))
            with connection.cursor() as cursor, cursor.copy(statement) as copy:
                copy.write(rows)
        connection.commit()
