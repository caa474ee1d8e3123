"""Designs of micro-credentials, and how strictly they are looked at."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from microcred.cli.app import app
from microcred.foundation.starting import start_django


@app.command()
def lint(
    designs: Annotated[
        list[Path],
        typer.Argument(
            metavar="DESIGN.yaml...", help="Files with designs, or folders of them; - reads standard input."
        ),
    ],
    against: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A folder of designs: is one of these a near copy of one there?")
    ] = None,
    block: Annotated[list[str] | None, typer.Option(metavar="CHECK", help="Let this check block; repeatable.")] = None,
    advise: Annotated[list[str] | None, typer.Option(metavar="CHECK", help="Let it advise only; repeatable.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON, for programs.")] = False,
) -> None:
    """Check designs of micro-credentials: each finding with its field, the words, why, and how to mend them.

    Exit 0: nothing, or advice only. 1: something blocks publishing. 2: a file holds no design that can be read.
    Needs no server and opens no address. What a check cannot judge, such as English rules a Spanish text, is told as
    not checked.
    """
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)  # no more than the words need
    from microcred.site import linting

    try:
        strictness = linting.strictness_of(block=block or (), advise=advise or ())
        if against is not None and not against.exists():
            raise ValueError(f"{against} is not there.")
    except ValueError as problem:
        typer.echo(str(problem), err=True)
        if as_json:
            linting.print_json([], problem=str(problem))
        raise typer.Exit(2) from problem
    today = datetime.now(UTC).date()
    results = linting.lint_files(designs, against=against, strictness=strictness, today=today)
    nothing = "" if results else "There is no design in what was given."
    linting.print_json(results, problem=nothing) if as_json else linting.print_words(results)
    if nothing:
        typer.echo(nothing, err=True)
    raise typer.Exit(linting.exit_code(results))


@app.command("set-severity")
def set_severity(
    organization: Annotated[str, typer.Argument(metavar="ORGANIZATION", help="Its short name.")],
    check: Annotated[str, typer.Argument(metavar="CHECK", help="A check of designs, as `microcred lint` names it.")],
    severity: Annotated[str, typer.Argument(metavar="advise|block", help="What its findings do.")],
) -> None:
    """Let a check of designs advise or block, in an organization and below it. Exit 2: refused."""
    start_django()
    from microcred.site.linting import set_severity_of

    raise typer.Exit(set_severity_of(slug=organization, check=check, severity=severity))
