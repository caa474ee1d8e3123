"""The operator's view of uploads: what stands around their examination, and what waits."""

from uuid import UUID

from django.conf import settings
from rich.console import Console
from rich.table import Table

from microcred.foundation.clock import now
from microcred.foundation.inspection import pages, scanning
from microcred.foundation.inspection.apart import walls_here
from microcred.portfolios import operations, queries

_WALLS = {
    "bubblewrap": "bubblewrap: no network, nothing to write, the home directory out of sight",
    "namespaces": "a user and network namespace: no network; install bubblewrap to put the home directory out of sight",
    "limits": "limits on time, memory and size alone; install bubblewrap for more",
}


def show() -> int:
    """Print it. Return 1 while something waits, without saying whose it is or what it is called."""
    console = Console()
    console.print(f"Files are read behind {_WALLS[walls_here()]}.", soft_wrap=True)
    console.print(_scanner(), soft_wrap=True)
    laid_out = (
        "are laid out as PDF by LibreOffice" if pages.program() else "are downloads only: LibreOffice is not here"
    )
    console.print(f"Office files {laid_out}.", soft_wrap=True)
    waiting = list(queries.held().prefetch_related("steps"))
    if not waiting:
        console.print("Nothing is held.")
        return 0
    table = Table("upload", "since", "bytes", "held because")
    for arrival in waiting:
        scan = next(step for step in arrival.steps.all() if step.step == "scan")
        why = f"{scan.get_outcome_display()}: {scan.fact}"
        table.add_row(str(arrival.pk), f"{arrival.arrived_at:%Y-%m-%d %H:%M}", str(arrival.original.size), why)
    console.print(table)
    return 1


def let_go(*, arrival: str, reason: str) -> int:
    """Release one that was not fully scanned. Return 2 where there is none such."""
    console = Console()
    try:
        found = queries.held().filter(pk=UUID(arrival), steps__outcome="not_fully_scanned").first()
    except ValueError:
        found = None
    if found is None:
        console.print("No upload of this identifier is held as not fully scanned; `microcred uploads` lists them.")
        return 2
    operations.release(actor=None, arrival=found, reason=reason, at=now())
    console.print("It goes on with the next job of the worker.")
    return 0


def _scanner() -> str:
    if not settings.CLAMD:
        return "Malicious software: not scanned, no scanner is configured (MICROCRED_CLAMD)."
    said = scanning.version()
    return (
        f"Malicious software: {said}." if said else "Malicious software: THE SCANNER DOES NOT ANSWER; uploads are held."
    )
