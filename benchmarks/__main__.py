"""`python -m benchmarks [--only NAME]`: run, print, and write `benchmarks/results.json`.

The exit code says whether the figures could be taken, not whether the targets are met: a target missed is a figure.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

from benchmarks import NAMES
from benchmarks.frame import scratch
from benchmarks.frame.comparison import Comparison, take_over, write_results
from benchmarks.frame.report import print_table
from microcred.foundation import postgres

RESULTS = Path(__file__).with_name("results.json")


def main() -> int:
    """Run the named benchmarks, or all."""
    asked = argparse.ArgumentParser(prog="make bench", description="Ratios against peers and limits, in one run.")
    asked.add_argument("--only", choices=NAMES, action="append", help="a benchmark by name; may be repeated")
    names = asked.parse_args().only or NAMES
    console = Console()
    if not console.is_terminal:
        console = Console(width=140)
    comparisons: list[Comparison] = []
    failed = []
    with tempfile.TemporaryDirectory(prefix="microcred-bench-") as folder, scratch.server() as server:
        os.environ["MICROCRED_HOME"] = folder
        console.print(
            f"{machine()}, {server.run_sql('SELECT version()', role=postgres.OWNER_ROLE).partition(' on ')[0]}"
        )
        with console.status("migrating a template database"):
            scratch.template(server)
        for number, name in enumerate(names, 1):
            console.print(f"[bold]{number}/{len(names)} {name}[/]")
            begun = time.monotonic()
            outcome = Path(folder, f"{name}.json")
            with scratch.scratch(server, name) as environment:
                done = run_apart(name, outcome, environment)
            if done:
                failed.append(name)
                continue
            found = take_over(outcome)
            print_table(found, console)
            console.print(f"[dim]{time.monotonic() - begun:.0f} s{others_at_work()}[/]\n")
            comparisons += found
    if len(names) > 1:
        print_table(comparisons, console)
    write_results(comparisons, RESULTS)
    console.print(f"written: {RESULTS.relative_to(scratch.CHECKOUT)}")
    if failed:
        console.print(f"[red]No figures from: {', '.join(failed)}[/]")
    return 1 if failed else 0


def run_apart(name: str, outcome: Path, environment: dict[str, str]) -> int:
    """Run one benchmark in its own process; return its exit code."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.one", name, str(outcome)],
        cwd=scratch.CHECKOUT,
        env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "microcred.settings"},
    )
    try:
        return process.wait()
    finally:
        process.kill()
        process.wait()


def others_at_work() -> str:
    """A word of warning when more wanted to run than there are cores: times on the clock are then too long."""
    load, cores = os.getloadavg()[0], len(os.sched_getaffinity(0))
    return f"; [yellow]noisy: load {load:.1f} on {cores} cores, so times are too long[/]" if load > 1.5 * cores else ""


def machine() -> str:
    """Cores and Python, without which figures mean nothing."""
    return f"{len(os.sched_getaffinity(0))} cores, Python {sys.version.split()[0]}"


if __name__ == "__main__":
    sys.exit(main())
