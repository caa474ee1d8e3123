"""What runs: the demonstration, the web server, the worker; and what is done to all of it."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from microcred.cli.app import app
from microcred.foundation.starting import find_database, home, start_django

Port = Annotated[int, typer.Option(envvar="MICROCRED_PORT", help="The port; 0: the first free one from 8000.")]


class World(StrEnum):
    """How much there is in the demonstration."""

    CAST = "cast"
    USUAL = "usual"
    SCORED = "scored"
    LARGE = "large"


@app.command()
def demo(
    port: Port = 0,
    world: Annotated[
        World,
        typer.Option(
            help="usual: the cast, and 110 works read by 7 assessors of whom it is known how they read; cast: without "
            "these, for a start in half the time; scored: 240 works and 12 assessors; large: 3,000 and 40. What is "
            "loaded stays loaded."
        ),
    ] = World.USUAL,
) -> None:
    """Start everything with the demonstration world, and serve it until Ctrl-C."""
    from microcred.site.demo.run import run

    raise typer.Exit(run(home=home(), port=port, world=world.value))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="MICROCRED_PORT", help="The port.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 2,
) -> None:
    """Serve pages. Migrate first; run `microcred worker` beside it."""
    find_database()
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    options += ["--blocking-threads", "4", "--backpressure", "64", "--no-ws", "--respawn-failed-workers"]
    command = [sys.executable, "-m", "granian", *options, "microcred.wsgi:application"]
    os.execv(sys.executable, command)


@app.command()
def worker(
    concurrency: Annotated[int, typer.Option(min=1, help="Jobs run at the same time.")] = 2,
    once: Annotated[bool, typer.Option("--once", help="Stop when no job is left.")] = False,
) -> None:
    """Run jobs: deliver news, sign awards, send mail, and the chores of the clock."""
    start_django()
    from microcred.foundation import jobs
    from microcred.foundation.clock import now
    from microcred.foundation.reactions import take_up_news_waiting_since
    from microcred.notices.reactions import take_up_mail_told_before

    def take_up() -> None:
        # The worker before this one may have been killed with these in hand.
        take_up_news_waiting_since(now())
        take_up_mail_told_before(now())

    jobs.run_worker(concurrency=concurrency, wait=not once, begin=take_up)


@app.command()
def migrate() -> None:
    """Bring the database to the present shape, as the role that owns it."""
    start_django(as_owner=True)
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=1)


@app.command("check-invariants")
def check_invariants() -> None:
    """Ask the database whether anything is lost, doubled or half done. Exit 1 when something is."""
    start_django()
    from rich.console import Console
    from rich.progress import track

    from microcred.site.invariants import INVARIANTS

    console = Console()
    violations = 0
    for invariant in track(INVARIANTS, description="Checking", console=console, transient=True):
        found = invariant.violations()
        violations += len(found)
        console.print(f"{'[green]holds[/]' if not found else '[red]BROKEN[/]'}  {invariant.promise}", soft_wrap=True)
        for violation in found[:20]:
            console.print(f"        {violation}", highlight=False, soft_wrap=True)
    console.print(f"{len(INVARIANTS)} invariants, {violations} violations")
    raise typer.Exit(1 if violations else 0)


@app.command()
def journey(
    url: Annotated[str, typer.Option(help="Address of a running demonstration server.")],
    out: Annotated[Path, typer.Option(help="Directory for what the journey leaves behind.")],
) -> None:
    """Play the main job against a running server over HTTP, as the cast would, and keep what comes out."""
    from microcred.site.demo.journey import play

    raise typer.Exit(play(url=url.rstrip("/"), out=out))


@app.command()
def settings() -> None:
    """Print every setting as the table that stands in `docs/operating/settings.md`."""
    from microcred.foundation.settings_table import table
    from microcred.settings import Settings

    typer.echo(table(Settings))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def django(
    context: typer.Context,
    owner: Annotated[bool, typer.Option("--owner", help="Connect as the role that owns the tables.")] = False,
) -> None:
    """Run one of Django's own commands, e.g. `microcred django --owner makemigrations`."""
    start_django(as_owner=owner)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["microcred django", *context.args])
