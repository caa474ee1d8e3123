"""What a benchmark is given: the scratch database, and a way to say how far it is."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from psycopg import sql
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class Bench:
    """One benchmark's place to work."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.console = Console(stderr=True)

    @property
    def app_url(self) -> str:
        """The scratch database as the application, whose rights Django has too."""
        return os.environ["DATABASE_URL"]

    @property
    def owner_url(self) -> str:
        """The scratch database as its owner, for bulk rows and statistics."""
        return os.environ["DATABASE_OWNER_URL"]

    @contextmanager
    def doing(self, what: str, total: int | None = None) -> Iterator["Doing"]:
        """Show what goes on, and how far it is when `total` steps are known."""
        columns = [
            TextColumn(f"  {what} {{task.fields[note]}}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        ]
        begun = time.monotonic()
        with Progress(*columns, console=self.console, transient=True, disable=not self.console.is_terminal) as progress:
            task = progress.add_task(what, total=total, note="")
            yield Doing(progress, task)
        self.console.print(f"  [dim]{what}: {time.monotonic() - begun:.1f} s[/]", highlight=False)

    def settle(self, tables: Sequence[str] = ()) -> None:
        """Give the planner its statistics and the disk its pages, so that neither happens while we measure."""
        with psycopg.connect(self.owner_url, autocommit=True) as connection:
            if not tables:
                connection.execute("VACUUM (ANALYZE)")
            for table in tables:
                connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))


class Doing:
    """A running progress bar."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def tick(self, note: str = "") -> None:
        """One more step begins."""
        self._progress.update(self._task, advance=1, note=note)

    def reach(self, done: int) -> None:
        """So many steps are done."""
        self._progress.update(self._task, completed=done)
